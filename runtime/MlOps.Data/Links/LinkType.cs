namespace MlOps.Data.Links;

/// <summary>How a file of the workspace comes from its object in the cache; DVC's <c>cache.type</c>.</summary>
internal enum LinkType
{
    /// <summary>Both share their blocks until one is written to; needs a file system that can (Btrfs, XFS, APFS, ReFS).</summary>
    Reflink,

    /// <summary>Both are one file, which is protected from being written to.</summary>
    Hardlink,

    /// <summary>The file is a link to the object, which is protected from being written to.</summary>
    Symlink,

    /// <summary>The file is its own.</summary>
    Copy,
}

/// <summary>Reads <c>cache.type</c>.</summary>
internal static class LinkTypes
{
    /// <summary>What DVC does when nothing is said.</summary>
    public static readonly IReadOnlyList<LinkType> Default = [LinkType.Reflink, LinkType.Copy];

    /// <summary>Reads DVC's words.</summary>
    /// <exception cref="InvalidDataException">A word is unknown.</exception>
    public static IReadOnlyList<LinkType> Parse(IEnumerable<string> words)
    {
        LinkType[] types =
        [
            .. words.Select(static word => word switch
            {
                "reflink" => LinkType.Reflink,
                "hardlink" => LinkType.Hardlink,
                "symlink" => LinkType.Symlink,
                "copy" => LinkType.Copy,
                _ => throw new InvalidDataException($"cache.type '{word}' is not known: it is a list of reflink, hardlink, symlink and copy."),
            }),
        ];
        return types.Length == 0 ? Default : types;
    }
}

namespace MlOps.Data;

/// <summary>Keeps what is written inside the repository, whatever links lie in the way.</summary>
internal static class RepositoryPaths
{
    /// <summary>The part of a path that belongs to git or DVC, or null: whoever could write there could have programs run.</summary>
    /// <remarks>File systems of Windows and macOS ignore case, and the first knows files by short names, too.</remarks>
    public static string? ReservedPart(string path)
    {
        foreach (var part in path.AsSpan().SplitAny('/', '\\'))
        {
            var name = path.AsSpan(part).TrimEnd(". ");
            if (name.Equals(".git", StringComparison.OrdinalIgnoreCase) || name.Equals(".dvc", StringComparison.OrdinalIgnoreCase)
                || name.Equals("git~1", StringComparison.OrdinalIgnoreCase) || name.Equals(".gitignore", StringComparison.OrdinalIgnoreCase)
                || name.Equals(".gitattributes", StringComparison.OrdinalIgnoreCase) || name.Equals(".gitmodules", StringComparison.OrdinalIgnoreCase)
                || name.Equals(".dvcignore", StringComparison.OrdinalIgnoreCase))
            {
                return path[part];
            }
        }

        return null;
    }

    /// <summary>The folder that is a link, of a path and those between it and the root: what lies behind it is somewhere else.</summary>
    /// <remarks>A link to a file is no way out: it is replaced, not written through.</remarks>
    public static string? LinkAt(string root, string path)
    {
        for (var folder = path; folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder) is { Exists: true } info && info.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return folder;
            }
        }

        return null;
    }

    /// <summary>The path in the repository that one from outside leads to by links; null when it leads elsewhere.</summary>
    public static string? InsideByLink(string root, string path)
    {
        var rest = "";
        for (var folder = path; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder) is { LinkTarget: not null } link && link.ResolveLinkTarget(returnFinalTarget: true)?.FullName is { } real
                && Path.TrimEndingDirectorySeparator(Path.Combine(real, rest)) is var inside && (inside == root || TrackedOutput.IsBelow(root, inside)))
            {
                return inside;
            }

            rest = Path.Combine(Path.GetFileName(folder), rest);
        }

        return null;
    }
}

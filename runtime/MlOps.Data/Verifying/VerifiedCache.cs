namespace MlOps.Data;

/// <summary>What re-reading a cache found.</summary>
/// <param name="Objects">How many objects were read.</param>
/// <param name="Bytes">How many bytes that was.</param>
/// <param name="Damaged">Those that are not what their names say.</param>
public sealed record VerifiedCache(int Objects, long Bytes, IReadOnlyList<DamagedObject> Damaged)
{
    /// <summary>What the cache lacks of the data sets that were named, from the root of the repository, with forward slashes.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];
}

/// <summary>An object that is not what its name says.</summary>
/// <param name="Md5">What it should be.</param>
/// <param name="Actual">What it is.</param>
/// <param name="Quarantine">Where it was put; null where it was left.</param>
/// <param name="Paths">Data sets that need it, from the root of the repository, with forward slashes.</param>
public sealed record DamagedObject(string Md5, string Actual, string? Quarantine, IReadOnlyList<string> Paths)
{
    /// <summary>Whether the content is in the cache again, from the workspace.</summary>
    public bool IsRestored { get; init; }

    /// <summary>Files of the workspace that were links to it, and have become files with what it was, from the root of the repository, with forward slashes.</summary>
    public IReadOnlyList<string> Detached { get; init; } = [];
}

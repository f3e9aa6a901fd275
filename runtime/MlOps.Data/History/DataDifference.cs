namespace MlOps.Data;

/// <summary>What differs between two revisions, or a revision and the workspace.</summary>
/// <param name="Changes">The files and folders that differ, in the order of their paths; folders end with a slash.</param>
public sealed record DataDifference(IReadOnlyList<DifferingPath> Changes);

/// <summary>A file or folder that differs.</summary>
/// <param name="Path">From the root of the repository, with forward slashes; of a folder with a slash at the end.</param>
/// <param name="State"><see cref="DifferenceState"/>.</param>
/// <param name="Old">What it was, or null.</param>
/// <param name="New">What it is, or null.</param>
/// <param name="OldPath">What it was called, where it was renamed.</param>
public sealed record DifferingPath(string Path, DifferenceState State, string? Old, string? New, string? OldPath = null);

/// <summary>How a path differs between two revisions, in DVC's words.</summary>
public enum DifferenceState
{
    /// <summary>It is in the second only.</summary>
    Added,

    /// <summary>It is in the first only.</summary>
    Deleted,

    /// <summary>It is in both, with another content.</summary>
    Modified,

    /// <summary>The same content has another path in the second.</summary>
    Renamed,

    /// <summary>It is in both, and what is in it cannot be told, because the cache does not have the list of its files.</summary>
    NotInCache,
}

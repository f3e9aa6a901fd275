namespace MlOps.Data;

/// <summary>Whose data <see cref="CacheCollector"/> keeps; the workspace's it always does.</summary>
public sealed record GcScope
{
    /// <summary>Whether the data of all branches are kept.</summary>
    public bool Branches { get; init; }

    /// <summary>Whether the data of all tags are kept.</summary>
    public bool Tags { get; init; }

    /// <summary>Whether the data of all commits are kept.</summary>
    public bool Commits { get; init; }

    /// <summary>Other repositories that share the cache.</summary>
    public IReadOnlyList<string> Projects { get; init; } = [];

    /// <summary>Digests that are needed for other reasons, such as those that recorded runs read.</summary>
    public IReadOnlyCollection<string> Digests { get; init; } = [];
}

/// <summary>What <see cref="CacheCollector"/> found.</summary>
/// <param name="Removed">How many objects go, or went.</param>
/// <param name="RemovedBytes">How many bytes that is.</param>
/// <param name="Kept">How many stay.</param>
/// <param name="KeptBytes">How many bytes that is.</param>
/// <param name="IsDry">Whether nothing was removed.</param>
public sealed record CollectedCache(int Removed, long RemovedBytes, int Kept, long KeptBytes, bool IsDry);

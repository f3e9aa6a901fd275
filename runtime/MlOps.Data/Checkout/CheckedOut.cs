namespace MlOps.Data;

/// <summary>What became of a data set when it was checked out.</summary>
/// <param name="Path">The file or folder, from the root of the repository, with forward slashes.</param>
/// <param name="Outcome">What became of it.</param>
/// <param name="Problem">Why it was left as it is, and what helps; null when all is well.</param>
public sealed record CheckedOut(string Path, CheckoutOutcome Outcome, string? Problem = null)
{
    /// <summary>Files that were written.</summary>
    public int Written { get; init; }

    /// <summary>Files that were taken away.</summary>
    public int Removed { get; init; }
}

/// <summary>What became of a data set when it was checked out.</summary>
public enum CheckoutOutcome
{
    /// <summary>It was as its pointer says, and was not touched.</summary>
    Unchanged,

    /// <summary>It was not there and is now.</summary>
    Added,

    /// <summary>It was another and is now as its pointer says.</summary>
    Modified,

    /// <summary>It has changes that the cache does not have, and which would be lost: it was not touched.</summary>
    Refused,

    /// <summary>The cache lacks some or all of it.</summary>
    Missing,

    /// <summary>What the cache has under its name is another content, which was not brought out.</summary>
    Corrupt,
}

/// <summary>How data sets are checked out.</summary>
public sealed record CheckoutOptions
{
    /// <summary>Whether changes that the cache does not have may be lost.</summary>
    public bool Force { get; init; }

    /// <summary>Whether files that are as they should be are linked anew, after <c>cache.type</c> was changed.</summary>
    public bool Relink { get; init; }

    /// <summary>Told what is written.</summary>
    public DataProgress? Progress { get; init; }
}

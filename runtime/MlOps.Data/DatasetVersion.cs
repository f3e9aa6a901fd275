namespace MlOps.Data;

/// <summary>What versioning a data set came to.</summary>
/// <param name="Path">The full path of the data file or folder.</param>
/// <param name="Digest">MD5 of its bytes, 32 lower-case hex digits; of a folder the MD5 of the list of its files, and <c>.dir</c>.</param>
/// <param name="Size">Its size in bytes; of a folder that of all its files.</param>
/// <param name="Change">What became of its pointer.</param>
public sealed record DatasetVersion(string Path, string Digest, long Size, DatasetChange Change)
{
    /// <summary>The path from the root of the git repository, or else of the DVC repository, with forward slashes; null outside both.</summary>
    public string? RepositoryPath { get; init; }

    /// <summary>How many files a folder has; null for a file.</summary>
    public int? FileCount { get; init; }

    /// <summary>What its rows are, when it is named <c>.csv</c>.</summary>
    public DatasetTable? Table { get; init; }
}

/// <summary>What became of the pointer of a data set.</summary>
public enum DatasetChange
{
    /// <summary>It already said what the file holds, and was not touched.</summary>
    Unchanged,

    /// <summary>There was none; it was written.</summary>
    Added,

    /// <summary>It was brought in step with the file.</summary>
    Updated,
}

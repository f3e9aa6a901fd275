namespace MlOps.Data;

/// <summary>How a data set stands to its pointer.</summary>
/// <param name="Path">The data file or folder, from the root of the repository, with forward slashes.</param>
/// <param name="State">How it stands.</param>
/// <param name="Expected">The MD5 that its pointer names, or null when it names none.</param>
/// <param name="Actual">The MD5 of the file or folder, or null when there is none.</param>
/// <param name="Size">The size in bytes; of what is not there, the one in its pointer, or null when it names none.</param>
public sealed record DatasetStatus(string Path, DatasetState State, string? Expected, string? Actual, long? Size)
{
    /// <summary>Whether the data are what the pointer says, and would survive being lost.</summary>
    public bool IsClean => State == DatasetState.Unchanged;

    /// <summary>How many files it has; of what is not there, as many as its pointer says.</summary>
    public int? Files { get; init; } = 1;

    /// <summary>What changed inside a folder; empty for a file, and where the old list of files is not at hand.</summary>
    public IReadOnlyList<DatasetChangedFile> Changes { get; init; } = [];

    /// <summary>The pointer file, from the root of the repository, with forward slashes; of what a pipeline made, the stage.</summary>
    public string PointerFile { get; init; } = "";

    /// <summary>Whether the cache has the content that the pointer names, whole.</summary>
    public bool IsCached { get; init; } = true;

    /// <summary>The word that <c>dvc status</c> has for it; null when it says nothing.</summary>
    /// <remarks>DVC looks at the cache first, and does not read what is there.</remarks>
    public string? DvcWord =>
        !IsCached || State == DatasetState.Corrupt ? "not in cache"
        : State == DatasetState.Deleted ? "deleted"
        : State == DatasetState.Modified ? "modified"
        : null;
}

/// <summary>A file of a folder that is not as the pointer of the folder says.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="State"><see cref="DatasetState.Added"/>, <see cref="DatasetState.Modified"/> or <see cref="DatasetState.Deleted"/>.</param>
public sealed record DatasetChangedFile(string Path, DatasetState State);

/// <summary>How a data set stands to its pointer, in DVC's words where it has one.</summary>
public enum DatasetState
{
    /// <summary>It is what the pointer says, and the cache has it.</summary>
    Unchanged,

    /// <summary>It is another than the pointer says.</summary>
    Modified,

    /// <summary>It is not in what the pointer stands for.</summary>
    Added,

    /// <summary>It is gone, but the cache has it: <c>mlops data checkout</c> brings it back.</summary>
    Deleted,

    /// <summary>It is gone, and the cache does not have it either: <c>mlops data pull</c> fetches it from a remote.</summary>
    Missing,

    /// <summary>It is what the pointer says, but the cache does not have it: another version would lose it.</summary>
    NotInCache,

    /// <summary>What the cache has under the name of the content is another.</summary>
    Corrupt,
}

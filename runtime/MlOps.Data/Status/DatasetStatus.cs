namespace MlOps.Data;

/// <summary>How a data set stands to its pointer.</summary>
/// <param name="Path">The data file, from the root of the repository, with forward slashes.</param>
/// <param name="State">How it stands.</param>
/// <param name="Expected">The MD5 that its pointer names, or null when it names none.</param>
/// <param name="Actual">The MD5 of the file, or null when there is no file.</param>
/// <param name="Size">The size of the file in bytes; of a file that is not there, the one in its pointer, or null when it names none.</param>
public sealed record DatasetStatus(string Path, DatasetState State, string? Expected, string? Actual, long? Size)
{
    /// <summary>Whether the data are what the pointer says. That the cache lacks them does not count: the file is there.</summary>
    /// <remarks>Nor does a folder, which is not looked into: nothing is known of it.</remarks>
    public bool IsClean => State is DatasetState.Unchanged or DatasetState.NotInCache or DatasetState.NotCompared;
}

/// <summary>How a data set stands to its pointer, in DVC's words where it has one.</summary>
public enum DatasetState
{
    /// <summary>The file is what the pointer says, and the cache has it.</summary>
    Unchanged,

    /// <summary>The file is another than the pointer says.</summary>
    Modified,

    /// <summary>There is no file, but the cache has it: <c>dvc checkout</c> brings it back.</summary>
    Deleted,

    /// <summary>There is no file, and the cache does not have it either: <c>dvc pull</c> fetches it from a remote.</summary>
    Missing,

    /// <summary>The file is what the pointer says, but the cache does not have it: another version would lose it.</summary>
    NotInCache,

    /// <summary>What the cache has under the name of the content is another.</summary>
    Corrupt,

    /// <summary>The pointer is to a folder, which this version does not look into: <c>dvc status</c> tells.</summary>
    NotCompared,
}

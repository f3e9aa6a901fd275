namespace MlOps.Data;

/// <summary>What is to be moved, and how.</summary>
public sealed record TransferOptions
{
    /// <summary>Pointers, data, folders above them, files inside them, or stages, from the current folder; none means all.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The remote, or null for the one that a data set names, or else the default.</summary>
    public string? Remote { get; init; }

    /// <summary>How many objects are moved at once; 0 for what suits the remote.</summary>
    public int Jobs { get; init; }

    /// <summary>Move what stages are known to make from what (DVC's run cache) as well.</summary>
    public bool RunCache { get; init; }

    /// <summary>What the tips of all branches need, too.</summary>
    public bool AllBranches { get; init; }

    /// <summary>What all tags need, too.</summary>
    public bool AllTags { get; init; }

    /// <summary>What all commits need, too.</summary>
    public bool AllCommits { get; init; }

    /// <summary>Is told after every object.</summary>
    public DataProgress? Progress { get; init; }
}

/// <summary>What it came to.</summary>
/// <param name="Remote">The name of the remote; several with commas between, where data sets name their own.</param>
/// <param name="Count">How many objects were moved.</param>
/// <param name="Bytes">How many bytes they have.</param>
/// <param name="Missing">Objects that are neither here nor there.</param>
/// <param name="Failed">Objects that could not be moved.</param>
public sealed record TransferResult(
    string Remote, int Count, long Bytes, IReadOnlyList<TransferProblem> Missing, IReadOnlyList<TransferProblem> Failed);

/// <summary>An object that is missing, or that could not be moved.</summary>
/// <param name="Md5">Its name, with <c>.dir</c> for the list of a folder.</param>
/// <param name="Path">What it is the content of, seen from the root of the repository.</param>
/// <param name="Error">What is wrong, and what helps.</param>
public sealed record TransferProblem(string Md5, string Path, string Error);

/// <summary>Where the content of a path is.</summary>
public enum RemoteState
{
    /// <summary>In the cache only: to be pushed.</summary>
    New,

    /// <summary>In the remote only: to be fetched.</summary>
    Deleted,

    /// <summary>In neither.</summary>
    Missing,
}

using MlOps.Search;

namespace MlOps.MLflow;

/// <summary>Which runs to find, and in which order.</summary>
public sealed record RunQuery
{
    /// <summary>The experiments to look in. Without one nothing is found.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>A filter in MLflow's language, such as <c>metrics.accuracy &gt; 0.9 and params.lr = '0.01'</c>; null for all runs.</summary>
    public string? Filter { get; init; }

    /// <summary>What to sort by, such as <c>metrics.accuracy DESC</c>; without it the newest come first.</summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>Whether deleted runs are looked at.</summary>
    public RunView View { get; init; } = RunView.Active;

    /// <summary>How many runs are asked for at a time, at most 50,000. A page is in memory as a whole.</summary>
    public int PageSize { get; init; } = 1000;
}

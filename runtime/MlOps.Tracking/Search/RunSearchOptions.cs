namespace MlOps.Search;

/// <summary>What a search looks at and how much of it is wanted.</summary>
public sealed record RunSearchOptions
{
    /// <summary>How many runs MLflow gives at once when nothing is said.</summary>
    public const int DefaultLimit = 1000;

    /// <summary>How many runs MLflow gives at once at most.</summary>
    public const int MostLimit = 50_000;

    /// <summary>The names of the experiments whose runs are meant; none for all that are not deleted.</summary>
    public IReadOnlyList<string> Experiments { get; init; } = [];

    /// <summary>
    /// What to sort by, the most important first, such as <c>metrics.accuracy DESC</c>. Then, and without any, the newest
    /// come first; runs without the value come last.
    /// </summary>
    public IReadOnlyList<string> OrderBy { get; init; } = [];

    /// <summary>How many runs a page has at most, 1 to 50,000.</summary>
    public int Limit { get; init; } = DefaultLimit;

    /// <summary>Where to go on: <see cref="RunPage.NextPageToken"/> of the page before.</summary>
    public string? PageToken { get; init; }

    /// <summary>Whether deleted runs are meant.</summary>
    public RunView View { get; init; }
}

using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary>What two runs have under one key; <see langword="null"/> where a run has nothing.</summary>
internal sealed record Pair<T>(string Key, T? A, T? B)
{
    public bool IsSame => EqualityComparer<T>.Default.Equals(A, B);
}

/// <summary>Two runs side by side.</summary>
internal sealed record RunComparison(
    RecordedRunDetails A,
    RecordedRunDetails B,
    IReadOnlyList<Pair<string>> Params,
    IReadOnlyList<Pair<RecordedMetric>> Metrics,
    IReadOnlyList<Pair<string>> Datasets,
    CodeComparison Code)
{
    /// <summary>Whether both runs ran the same code; two runs that do not know their code did not.</summary>
    public bool IsSameCode => Code.Same == true;

    public static RunComparison Of(RunReader reader, RecordedRun runA, RecordedRun runB) =>
        Of(reader.Details(runA), reader.Details(runB), reader);

    private static RunComparison Of(RecordedRunDetails a, RecordedRunDetails b, RunReader reader) => new(
        a,
        b,
        Pairs(a.Params, b.Params),
        Pairs(a.Metrics, b.Metrics),
        Pairs(Digests(a), Digests(b)),
        CodeComparison.Of(reader.Code(a), reader.Code(b)));

    private static Dictionary<string, string> Digests(RecordedRunDetails run) => run.Datasets
        .GroupBy(static dataset => dataset.Name, StringComparer.Ordinal)
        .ToDictionary(static group => group.Key, static group => string.Join(' ', group.Select(static dataset => dataset.Digest)), StringComparer.Ordinal);

    private static Pair<T>[] Pairs<T>(IReadOnlyDictionary<string, T> a, IReadOnlyDictionary<string, T> b)
        where T : class =>
        [.. a.Keys.Union(b.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(key => new Pair<T>(key, a.GetValueOrDefault(key), b.GetValueOrDefault(key)))];
}

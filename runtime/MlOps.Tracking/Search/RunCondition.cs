namespace MlOps.Search;

/// <summary>One comparison of a filter.</summary>
/// <param name="Field">What is compared.</param>
/// <param name="Comparison">How.</param>
internal abstract record RunCondition(RunField Field, RunComparison Comparison)
{
    /// <summary>The condition in MLflow's filter language.</summary>
    public abstract override string ToString();
}

/// <summary>Compares with a number.</summary>
internal sealed record NumberCondition(RunField Field, RunComparison Comparison, double Value) : RunCondition(Field, Comparison)
{
    public override string ToString() => $"{Field} {FilterText.Word(Comparison)} {FilterText.Number(Value)}";
}

/// <summary>Compares with a text.</summary>
internal sealed record TextCondition(RunField Field, RunComparison Comparison, string Value) : RunCondition(Field, Comparison)
{
    public override string ToString() => $"{Field} {FilterText.Word(Comparison)} {FilterText.Quote(Value)}";
}

/// <summary>Looks a text up in a list.</summary>
internal sealed record ListCondition(RunField Field, RunComparison Comparison, IReadOnlyList<string> Values) : RunCondition(Field, Comparison)
{
    public override string ToString() => $"{Field} {FilterText.Word(Comparison)} ({string.Join(", ", Values.Select(FilterText.ListItem))})";
}

/// <summary>Asks whether there is such a param or tag at all.</summary>
internal sealed record NullCondition(RunField Field, RunComparison Comparison) : RunCondition(Field, Comparison)
{
    public override string ToString() => $"{Field} {FilterText.Word(Comparison)}";
}

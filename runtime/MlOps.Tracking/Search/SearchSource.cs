namespace MlOps.Search;

/// <summary>
/// Where a search begins: with all runs, or with those that an index of ours gives. Every source finds the same runs in the
/// same order; they differ in what SQLite has to read for it.
/// </summary>
internal abstract record SearchSource
{
    /// <summary>The column with the id of a run that is known first, before the run itself is looked up.</summary>
    public virtual string Run => "r.run_uuid";

    /// <summary>The field whose value is at hand as <c>d.value</c>.</summary>
    public virtual RunField? Field => null;

    /// <summary>Whether that value is what the search sorts by first.</summary>
    public bool IsInOrderOf(SearchQuery query) =>
        Field is { } field && SearchTable.Of(field) is not null && query.Orders is [var first, ..] && first.Field == field;

    /// <summary>The tables, and what must hold of the first.</summary>
    public abstract (string From, IEnumerable<string> Where) Begin(SearchQuery query, SqlText sql);
}

/// <summary>Whatever SQLite makes of it; without indexes of ours there is nothing else.</summary>
internal sealed record AnySource : SearchSource
{
    public override (string From, IEnumerable<string> Where) Begin(SearchQuery query, SqlText sql) => ("runs r", []);
}

/// <summary>The runs from the newest to the oldest, which ends early where matches are frequent.</summary>
internal sealed record NewestSource : SearchSource
{
    public override (string From, IEnumerable<string> Where) Begin(SearchQuery query, SqlText sql) => ("runs r INDEXED BY mlops_runs", []);
}

/// <summary>The runs that have a metric, a param or a tag, by its value: those that meet conditions on it, or in its order.</summary>
/// <param name="Of">The metric, param or tag, or the name of the run.</param>
internal sealed record ValueSource(RunField Of) : SearchSource
{
    public override string Run => "d.run_uuid";

    public override RunField? Field => Of;

    public override (string From, IEnumerable<string> Where) Begin(SearchQuery query, SqlText sql)
    {
        var table = SearchTable.OfCondition(Of)!;
        return ($"{From(table)} CROSS JOIN runs r ON r.run_uuid = d.run_uuid", Conditions(query, table, sql));
    }

    public static string From(SearchTable table) => $"{table.Name} d INDEXED BY mlops_{table.Name}";

    /// <summary>The key, and the conditions on its value.</summary>
    public IEnumerable<string> Conditions(SearchQuery query, SearchTable table, SqlText sql)
    {
        yield return $"d.key = {sql.Value(table.Key)}";
        foreach (var condition in query.Conditions.Where(condition => condition.Field == Of))
        {
            yield return ConditionSql.Compare("d.value", condition, sql);
            if (ConditionSql.Prefix(condition) is { Length: > 0 } prefix)
            {
                yield return $"d.value >= {sql.Value(prefix)} AND d.value < {sql.Value(prefix + "\U0010FFFF")}";
            }
        }
    }
}

/// <summary>The runs that read data sets which meet a condition.</summary>
/// <param name="Condition">The condition.</param>
internal sealed record DatasetSource(RunCondition Condition) : SearchSource
{
    public override string Run => "d.run_uuid";

    public override (string From, IEnumerable<string> Where) Begin(SearchQuery query, SqlText sql) =>
        ($"(SELECT DISTINCT i.destination_id AS run_uuid FROM {ConditionSql.Inputs(Condition, sql)}) d CROSS JOIN runs r ON r.run_uuid = d.run_uuid", []);
}

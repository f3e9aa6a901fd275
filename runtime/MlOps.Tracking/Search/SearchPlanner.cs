using Microsoft.Data.Sqlite;

namespace MlOps.Search;

/// <summary>
/// Chooses where a search begins. A condition that few runs meet is the best beginning. When there is none, going through the
/// runs in their order finds enough of them soon, unless few runs meet all conditions at once: then the rarest of the
/// conditions is better after all. What runs meet is not guessed but looked at, in the runs that come first.
/// </summary>
internal static class SearchPlanner
{
    // So many can be looked at in a few milliseconds.
    public const int Few = 1000;
    private const int Sample = 300;

    // What it takes to look a run up by its id, beside reading the next entry of an index.
    private const double EntryCost = 0.1;

    public static SearchSource Choose(SqliteConnection connection, SearchQuery query, int few = Few)
    {
        if (query.Conditions.Any(static condition => condition is { Field: { Entity: RunEntity.Attribute, Key: RunField.RunId }, Comparison: RunComparison.Equal or RunComparison.In }))
        {
            return new AnySource(); // Nothing finds a run faster than its id.
        }

        var walk = InOrder(query);
        SearchSource[] sources = [.. Sources(query)];
        if (sources.Length == 0)
        {
            return walk ?? new AnySource();
        }

        foreach (var source in sources)
        {
            if (IsRare(connection, query, source, few))
            {
                return source;
            }
        }

        return Cheapest(connection, query, walk, sources);
    }

    /// <summary>All that the search may begin with, apart from the order.</summary>
    public static IEnumerable<SearchSource> Sources(SearchQuery query)
    {
        foreach (var field in query.Conditions.Where(static condition => condition.Comparison != RunComparison.IsNull).Select(static condition => condition.Field).Distinct())
        {
            if (SearchTable.OfCondition(field) is not null)
            {
                yield return new ValueSource(field);
            }
        }

        foreach (var condition in query.Conditions.Where(static condition => condition.Field.Entity == RunEntity.Dataset))
        {
            yield return new DatasetSource(condition);
        }
    }

    /// <summary>The source that gives the runs in the order of the search.</summary>
    public static SearchSource? InOrder(SearchQuery query) =>
        query.IsNewestFirst ? new NewestSource()
        : SearchTable.Of(query.Orders[0].Field) is not null ? new ValueSource(query.Orders[0].Field)
        : null;

    private static bool IsRare(SqliteConnection connection, SearchQuery query, SearchSource source, int few)
    {
        if (source is ValueSource value && !HasRange(query, value.Of))
        {
            return false; // To count is to read all values of the key.
        }

        var sql = new SqlText();
        if (source is ValueSource keyed)
        {
            var table = SearchTable.OfCondition(keyed.Of)!;
            sql.Text = $"SELECT 1 FROM {ValueSource.From(table)} WHERE {string.Join(" AND ", keyed.Conditions(query, table, sql))}";
        }
        else
        {
            sql.Text = $"SELECT 1 FROM {ConditionSql.Inputs(((DatasetSource)source).Condition, sql)}";
        }

        sql.Text = $"SELECT count(*) FROM ({sql.Text} LIMIT {sql.Value(few)})";
        return sql.Query(connection, static row => row.GetInt64(0))[0] < few;
    }

    private static bool HasRange(SearchQuery query, RunField field) => query.Conditions.Any(condition => condition.Field == field
        && (condition.Comparison is not (RunComparison.NotEqual or RunComparison.Like or RunComparison.ILike or RunComparison.IsNotNull or RunComparison.IsNull)
            || ConditionSql.Prefix(condition).Length > 0));

    private static SearchSource Cheapest(SqliteConnection connection, SearchQuery query, SearchSource? walk, SearchSource[] sources)
    {
        var sample = Look(connection, query, walk ?? new NewestSource());
        var runs = (double)new SqlText { Text = "SELECT ifnull(max(rowid), 0) FROM runs" }.Query(connection, static row => row.GetInt64(0))[0];
        var best = sources.Append(new NewestSource()).MinBy(Cost)!;
        return walk is not null && Math.Min(runs, query.Most / Share(static _ => true)) <= Cost(best) ? walk : best;

        double Cost(SearchSource source) => source switch
        {
            ValueSource { Of: var field } => (runs * Share(condition => condition?.Field == field)) + (HasRange(query, field) ? 0 : runs * EntryCost),
            DatasetSource { Condition: var condition } => runs * Share(other => other == condition),
            _ => (runs * Share(IsStart) * EntryCost) + (runs * Share(static condition => condition is null || IsAttribute(condition))),
        };

        // The share of the runs that meet those conditions, never none. No condition is the scope of the search.
        double Share(Func<RunCondition?, bool> which)
        {
            int[] places = [.. Enumerable.Range(0, query.Conditions.Count + 1).Where(i => which(query.Conditions.ElementAtOrDefault(i)))];
            return (0.5 + sample.Count(met => Array.TrueForAll(places, i => met[i]))) / (sample.Count + 1);
        }

        static bool IsStart(RunCondition? condition) => condition?.Field is { Entity: RunEntity.Attribute, Key: RunField.StartTime };

        // What the index of runs knows without the run itself.
        static bool IsAttribute(RunCondition condition) => IsStart(condition) || condition.Field is { Entity: RunEntity.Attribute, Key: "status" };
    }

    /// <summary>Which of the conditions the first runs meet, and last whether they are in the scope of the search.</summary>
    private static List<bool[]> Look(SqliteConnection connection, SearchQuery query, SearchSource walk)
    {
        var first = query with { Conditions = [.. query.Conditions.Where(condition => condition.Field == walk.Field)], Experiments = null, View = RunView.All, Most = Sample };
        var sql = SearchStatement.Of(first, walk);
        string[] columns =
        [
            .. query.Conditions.Select(condition => ConditionSql.Of(condition, "r.run_uuid", isIndexed: true, sql)),
            string.Join(" AND ", SearchStatement.Scope(query, sql)),
        ];
        sql.Text = $"SELECT {string.Join(", ", columns)} FROM ({sql.Text}) f CROSS JOIN runs r ON r.run_uuid = f.run_uuid";
        return sql.Query(connection, row => columns.Select((_, i) => !row.IsDBNull(i) && row.GetBoolean(i)).ToArray());
    }
}

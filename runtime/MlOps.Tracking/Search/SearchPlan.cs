using Microsoft.Data.Sqlite;

namespace MlOps.Search;

/// <summary>How a search is done: the statements that are run one after the other, until there are enough runs.</summary>
internal static class SearchPlan
{
    /// <summary>The ids of the runs, in order.</summary>
    public static List<string> Run(SqliteConnection connection, SearchQuery query, SearchSource source)
    {
        var found = new List<string>();
        foreach (var statement in Statements(query, source))
        {
            found.AddRange(statement(query with { Most = query.Most - found.Count }).Query(connection, static row => row.GetString(0)));
            if (found.Count == query.Most)
            {
                break;
            }
        }

        return found;
    }

    // In the order of a value come first the runs that have one, then those where it is NaN, last those without.
    private static IEnumerable<Func<SearchQuery, SqlText>> Statements(SearchQuery query, SearchSource source)
    {
        if (!source.IsInOrderOf(query))
        {
            yield return query => SearchStatement.Of(query, source);
            yield break;
        }

        var table = SearchTable.Of(source.Field!)!;
        var isMetric = source.Field!.Entity == RunEntity.Metric;
        yield return query => SearchStatement.Of(query, source, _ => isMetric ? "NOT d.is_nan" : "d.value IS NOT NULL");
        if (isMetric)
        {
            yield return query => SearchStatement.Of(query, source, static _ => "d.is_nan");
        }

        if (!query.Conditions.Any(condition => condition.Field == source.Field && condition is not NullCondition))
        {
            yield return query => SearchStatement.Of(query, new NewestSource(), sql =>
                $"NOT EXISTS (SELECT 1 FROM {table.Name} x WHERE x.run_uuid = r.run_uuid AND x.key = {sql.Value(table.Key)} AND x.value IS NOT NULL)");
        }
    }
}

using System.Globalization;

namespace MlOps.Search;

/// <summary>Makes the statement that finds the ids of runs.</summary>
internal static class SearchStatement
{
    /// <param name="query">What is asked for.</param>
    /// <param name="source">Where to begin.</param>
    /// <param name="part">What else must hold.</param>
    public static SqlText Of(SearchQuery query, SearchSource source, Func<SqlText, string>? part = null)
    {
        var sql = new SqlText();
        var (from, where) = source.Begin(query, sql);
        List<string> conditions = [.. where, .. Scope(query, sql)];
        if (part is not null)
        {
            conditions.Add(part(sql));
        }

        conditions.AddRange(query.Conditions
            .Where(condition => condition.Field != source.Field || condition is NullCondition)
            .OrderBy(static condition => condition.Comparison == RunComparison.Equal ? 0 : 1) // The cheap ones first.
            .Select(condition => ConditionSql.Of(condition, source.Run, source is not AnySource, sql)));
        var (joins, order) = Order(query, source, sql);
        sql.Text = $"SELECT r.run_uuid FROM {from}{joins} WHERE {string.Join(" AND ", conditions)} ORDER BY {order} LIMIT {sql.Value(query.Most)}";
        return sql;
    }

    /// <summary>Which runs are looked at at all.</summary>
    public static IEnumerable<string> Scope(SearchQuery query, SqlText sql)
    {
        yield return query.Experiments is { } experiments
            ? $"r.experiment_id IN (SELECT value FROM json_each({sql.Value($"[{string.Join(',', experiments.Select(static id => id.ToString(CultureInfo.InvariantCulture)))}]")}))"
            : "r.experiment_id IN (SELECT experiment_id FROM experiments WHERE lifecycle_stage = 'active')";
        if (query.View != RunView.All)
        {
            yield return $"r.lifecycle_stage = '{(query.View == RunView.Active ? "active" : "deleted")}'";
        }
    }

    // What has no value comes last, whichever way the values go; a metric that is NaN comes before that.
    private static (string Joins, string Order) Order(SearchQuery query, SearchSource source, SqlText sql)
    {
        var (joins, terms) = ("", new List<string>());
        foreach (var order in query.Orders)
        {
            var direction = order.IsDescending ? "DESC" : "ASC";
            if (SearchTable.Of(order.Field) is not { } table)
            {
                terms.Add($"{SearchTable.Column(order.Field)} {direction} NULLS LAST");
                continue;
            }

            if (source.IsInOrderOf(query) && order == query.Orders[0])
            {
                terms.Add($"d.value {direction}"); // The parts of the plan have seen to the rest.
                continue;
            }

            var alias = string.Create(CultureInfo.InvariantCulture, $"o{terms.Count}");
            joins += $" LEFT JOIN {table.Name} {alias} ON {alias}.run_uuid = r.run_uuid AND {alias}.key = {sql.Value(table.Key)}";
            if (order.Field.Entity == RunEntity.Metric)
            {
                terms.Add($"{alias}.is_nan NULLS LAST");
            }

            terms.Add($"{alias}.value {direction} NULLS LAST");
        }

        if (!query.Orders.Any(static order => order.Field is { Entity: RunEntity.Attribute, Key: RunField.StartTime }))
        {
            terms.Add("r.start_time DESC");
        }

        terms.Add("r.run_uuid");
        return (joins, string.Join(", ", terms));
    }
}

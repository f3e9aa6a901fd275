using System.Text;
using System.Text.Json;

namespace MlOps.Search;

/// <summary>
/// Conditions as SQL, with MLflow's meaning: what a run does not have matches no comparison, and a metric that is NaN is 0.
/// LIKE tells upper and lower case apart because the connection is told so.
/// </summary>
internal static class ConditionSql
{
    private const string Context = "context";
    private const string IsContext = "g.name = 'mlflow.data.context'";

    /// <summary>Whether a run meets the condition.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="run">The column with the id of the run; its attributes are columns of <c>r</c>.</param>
    /// <param name="isIndexed">Whether the indexes of ours are there.</param>
    /// <param name="sql">Takes the values.</param>
    public static string Of(RunCondition condition, string run, bool isIndexed, SqlText sql)
    {
        if (condition.Field.Entity == RunEntity.Dataset)
        {
            // The plus keeps SQLite from the index that begins with the source, which is nearly always a data set.
            var (source, column) = condition.Field.Key == Context
                ? ($"input_tags g ON g.input_uuid = i.input_uuid AND {IsContext}", "g.value")
                : ("datasets s ON s.dataset_uuid = i.source_id", "s." + condition.Field.Key);
            return $"(SELECT 1 FROM inputs i CROSS JOIN {source} WHERE i.destination_type = 'RUN' AND i.destination_id = {run} AND +i.source_type = 'DATASET' AND {Compare(column, condition, sql)} LIMIT 1) IS NOT NULL";
        }

        if (SearchTable.OfCondition(condition.Field) is not { } table)
        {
            return Compare(SearchTable.Column(condition.Field), condition, sql);
        }

        // A run has a key once. The value itself is asked for, and not whether there is one that fits: SQLite would make a join of
        // that, which it begins at the wrong end.
        string Row(string value, string index = "") => $"(SELECT {value} FROM {table.Name} x{index} WHERE x.run_uuid = {run} AND x.key = {sql.Value(table.Key)})";
        return condition.Comparison switch
        {
            // Our index has the run next to the value: one look instead of two, and when runs come in the order of their ids always nearby.
            RunComparison.Equal when isIndexed => $"{Row("1", $" INDEXED BY mlops_{table.Name}")[..^1]} AND {Compare("x.value", condition, sql)}) IS NOT NULL",
            RunComparison.IsNull => $"{Row("1")} IS NULL",
            RunComparison.IsNotNull => $"{Row("1")} IS NOT NULL",
            _ => Row(Compare("x.value", condition, sql)),
        };
    }

    /// <summary>The inputs of runs, <c>i</c>, that meet a condition on data sets, beginning with the data sets.</summary>
    public static string Inputs(RunCondition condition, SqlText sql) => condition.Field.Key == Context
        ? $"input_tags g CROSS JOIN inputs i ON i.input_uuid = g.input_uuid WHERE {IsContext} AND {Compare("g.value", condition, sql)} AND i.source_type = 'DATASET' AND i.destination_type = 'RUN'"
        : "datasets s CROSS JOIN inputs i ON i.source_type = 'DATASET' AND i.source_id = s.dataset_uuid AND i.destination_type = 'RUN' WHERE " + Compare("s." + condition.Field.Key, condition, sql);

    /// <summary>Compares a column that is there.</summary>
    public static string Compare(string column, RunCondition condition, SqlText sql) => condition switch
    {
        NumberCondition number => $"{column} {FilterText.Word(number.Comparison)} {sql.Value(number.Value)}",
        TextCondition { Comparison: RunComparison.ILike } text => $"lower({column}) LIKE lower({sql.Value(text.Value)})",
        TextCondition text => $"{column} {FilterText.Word(text.Comparison)} {sql.Value(text.Value)}",
        ListCondition list => $"{column} {FilterText.Word(list.Comparison)} (SELECT value FROM json_each({sql.Value(Json(list.Values))}))",
        _ => "1",
    };

    /// <summary>How a pattern that begins with plain characters begins, so that an index finds where to look; else nothing.</summary>
    public static string Prefix(RunCondition condition) => condition is TextCondition { Comparison: RunComparison.Like } text
        ? text.Value[..(text.Value.IndexOfAny(['%', '_']) is >= 0 and var wild ? wild : text.Value.Length)]
        : "";

    /// <summary>A list of any length in one value: SQLite limits how many a statement has.</summary>
    public static string Json(IEnumerable<string> values)
    {
        using var json = new MemoryStream();
        using (var writer = new Utf8JsonWriter(json))
        {
            writer.WriteStartArray();
            foreach (var value in values)
            {
                writer.WriteStringValue(value);
            }

            writer.WriteEndArray();
        }

        return Encoding.UTF8.GetString(json.GetBuffer().AsSpan(0, (int)json.Length));
    }
}

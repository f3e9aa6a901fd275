using System.Text;
using System.Text.Json;

namespace MlOps.Store;

/// <summary>The JSON in which MLflow keeps what a data set is as a table: its columns, and how much of them there is.</summary>
internal static class DatasetTable
{
    // What the column of MLflow's table holds.
    private const int LongestSchema = 1_048_575;

    private static readonly JsonEncodedText s_columns = JsonEncodedText.Encode("mlflow_colspec");

    /// <returns><c>{"mlflow_colspec":[{"type":"double","name":"x","required":true}]}</c>, or null for what is no table, or a sensitive one.</returns>
    public static string? SchemaOf(Dataset dataset)
    {
        if (dataset.Columns.Count == 0 || dataset.IsSensitive)
        {
            return null;
        }

        var text = ToJson(writer =>
        {
            writer.WriteStartArray(s_columns);
            foreach (var column in dataset.Columns)
            {
                Write(writer, column);
            }

            writer.WriteEndArray();
        });
        return text.Length > LongestSchema ? null : text;
    }

    /// <returns><c>{"num_rows":150,"num_elements":750}</c>, or null for what is no table, or a sensitive one.</returns>
    public static string? ProfileOf(Dataset dataset) => dataset.IsSensitive || dataset.RowCount is not { } rows ? null : ToJson(writer =>
    {
        writer.WriteNumber("num_rows"u8, rows);
        writer.WriteNumber("num_elements"u8, rows * dataset.Columns.Count);
    });

    /// <returns>The names and types in such a text; none when another program wrote something else, such as the shape of a tensor.</returns>
    public static IReadOnlyList<KeyValuePair<string, string>> ColumnsIn(string? schema)
    {
        if (string.IsNullOrEmpty(schema))
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(schema);
            return [.. document.RootElement.GetProperty("mlflow_colspec").EnumerateArray().Select(static column =>
                KeyValuePair.Create(column.GetProperty("name").GetString()!, column.GetProperty("type").GetString()!))];
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>A column as MLflow writes one: <c>{"type":"double","name":"x","required":true}</c>.</summary>
    public static void Write(Utf8JsonWriter writer, DatasetColumn column)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, TypeOf(column.Type));
        writer.WriteString("name"u8, column.Name);
        writer.WriteBoolean("required"u8, !column.IsNullable);
        writer.WriteEndObject();
    }

    /// <summary>MLflow's word for the type that comes nearest.</summary>
    private static string TypeOf(DatasetColumnType type) => type switch
    {
        DatasetColumnType.Boolean => "boolean",
        DatasetColumnType.Int32 => "integer",
        DatasetColumnType.Int64 => "long",
        DatasetColumnType.Single => "float",
        DatasetColumnType.Double or DatasetColumnType.Decimal => "double",
        DatasetColumnType.DateOnly or DatasetColumnType.DateTime or DatasetColumnType.DateTimeOffset => "datetime",
        _ => "string",
    };

    private static string ToJson(Action<Utf8JsonWriter> members) => JsonText(writer =>
    {
        writer.WriteStartObject();
        members(writer);
        writer.WriteEndObject();
    });

    /// <summary>The text of a JSON document.</summary>
    internal static string JsonText(Action<Utf8JsonWriter> write)
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.GetBuffer(), 0, (int)buffer.Length);
    }
}

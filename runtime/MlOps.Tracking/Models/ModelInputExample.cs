using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOps.Store;

namespace MlOps;

/// <summary>Something that a model can be given, kept beside it as MLflow keeps such examples: to show, and to try a server with.</summary>
public sealed class ModelInputExample
{
    private readonly JsonObject? _tensors;
    private readonly string? _table;

    private ModelInputExample(JsonObject? tensors, string? table) => (_tensors, _table) = (tensors, table);

    /// <summary>What <c>input_example.json</c> holds.</summary>
    internal string Json => _table ?? _tensors!.ToJsonString();

    /// <summary>What a server of the model is sent: <c>serving_input_payload.json</c>.</summary>
    internal string ServingJson => _table is null ? _tensors!.ToJsonString() : $$"""{"dataframe_split":{{_table}}}""";

    /// <summary>What <c>MLmodel</c> says of the example.</summary>
    internal JsonObject ToNode()
    {
        var info = new JsonObject { ["artifact_path"] = FileName };
        (info[_table is null ? "format" : "pandas_orient"], info["serving_input_path"], info["type"]) =
            (_table is null ? "tf-serving" : "split", ServingFileName, _table is null ? "ndarray" : "dataframe");
        return info;
    }

    internal const string FileName = "input_example.json";
    internal const string ServingFileName = "serving_input_payload.json";

    /// <summary>A tensor.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="name">The name of the input.</param>
    /// <param name="values">Its elements, the last index running fastest.</param>
    /// <param name="shape">Its sizes, outermost first.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the shape says.</exception>
    /// <example>
    /// <code>
    /// var example = ModelInputExample.OfTensor("features", [5.1f, 3.5f, 1.4f, 0.2f], 1, 4);
    /// </code>
    /// </example>
    public static ModelInputExample OfTensor<T>(string name, IReadOnlyList<T> values, params IReadOnlyList<int> shape)
        where T : struct, INumber<T> => new ModelInputExample(new JsonObject { ["inputs"] = new JsonObject() }, table: null).With(name, values, shape);

    /// <summary>Some rows of a table.</summary>
    /// <param name="columns">The names of the columns.</param>
    /// <param name="rows">The values of each row, in the order of the columns: texts, numbers, <c>bool</c>, dates; others are kept as their text.</param>
    public static ModelInputExample OfRows(IReadOnlyList<string> columns, params IReadOnlyList<IReadOnlyList<object?>> rows) => new(tensors: null, DatasetTable.JsonText(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartArray("columns"u8);
        foreach (var column in columns)
        {
            writer.WriteStringValue(column);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data"u8);
        foreach (var row in rows)
        {
            writer.WriteStartArray();
            foreach (var value in row)
            {
                WriteCell(writer, value);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }));

    /// <summary>The same example with a further tensor.</summary>
    /// <typeparam name="T">The type of its elements.</typeparam>
    /// <param name="name">The name of the input.</param>
    /// <param name="values">Its elements, the last index running fastest.</param>
    /// <param name="shape">Its sizes, outermost first.</param>
    /// <exception cref="ArgumentException">There are not as many elements as the shape says.</exception>
    /// <exception cref="InvalidOperationException">The example is a table.</exception>
    public ModelInputExample With<T>(string name, IReadOnlyList<T> values, params IReadOnlyList<int> shape)
        where T : struct, INumber<T>
    {
        if (shape.Any(static size => size < 0) || shape.Aggregate(1L, static (product, size) => product * size) != values.Count)
        {
            throw new ArgumentException($"{values.Count} values do not make a tensor of {string.Join(" × ", shape)}.", nameof(shape));
        }

        var tensors = (JsonObject)(_tensors ?? throw new InvalidOperationException("A table has no tensors.")).DeepClone();
        tensors["inputs"]![name] = JsonNode.Parse(DatasetTable.JsonText(writer => WriteTensor(writer, [.. values], [.. shape])));
        return new(tensors, table: null);
    }

    private static void WriteTensor<T>(Utf8JsonWriter writer, ReadOnlySpan<T> values, ReadOnlySpan<int> shape)
        where T : struct, INumber<T>
    {
        if (shape.IsEmpty)
        {
            WriteNumber(writer, values[0]);
            return;
        }

        writer.WriteStartArray();
        for (var index = 0; index < shape[0]; index++)
        {
            var size = values.Length / shape[0];
            WriteTensor(writer, values.Slice(index * size, size), shape[1..]);
        }

        writer.WriteEndArray();
    }

    private static void WriteCell(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case long whole:
                writer.WriteNumberValue(whole);
                break;
            case decimal money:
                writer.WriteNumberValue(money);
                break;
            case float single:
                WriteNumber(writer, single);
                break;
            default:
                if (ScalarText.AsDouble(value) is { } number)
                {
                    WriteNumber(writer, number);
                }
                else
                {
                    writer.WriteStringValue(ScalarText.Of(value));
                }

                break;
        }
    }

    /// <summary>JSON has no NaN: as MLflow does, it is left blank.</summary>
    private static void WriteNumber<T>(Utf8JsonWriter writer, T number)
        where T : struct, INumber<T>
    {
        if (T.IsFinite(number))
        {
            writer.WriteRawValue(number.ToString(null, CultureInfo.InvariantCulture));
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}

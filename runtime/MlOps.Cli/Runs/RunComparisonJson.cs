using System.Text.Json;

namespace MlOps.Cli.Runs;

/// <summary>The document of <c>mlops runs compare --json</c>; the value of a metric is its latest, of a data set its digest.</summary>
internal static class RunComparisonJson
{
    public static void Write(Stream output, RunComparison comparison)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("a", comparison.A.Run.RunId);
        writer.WriteString("b", comparison.B.Run.RunId);
        WritePairs(writer, "params", comparison.Params, static (to, name, value) => to.WriteString(name, value));
        WritePairs(writer, "metrics", comparison.Metrics, static (to, name, value) => JsonOutput.WriteNumber(to, name, value.Last));
        WritePairs(writer, "datasets", comparison.Datasets, static (to, name, value) => to.WriteString(name, value));
        writer.WriteStartObject("code");
        writer.WriteBoolean("same", comparison.IsSameCode);
        JsonOutput.WriteTexts(writer, "changed", comparison.Code.Changed);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void WritePairs<T>(Utf8JsonWriter writer, string name, IEnumerable<Pair<T>> pairs, Action<Utf8JsonWriter, string, T> write)
        where T : class
    {
        writer.WriteStartArray(name);
        foreach (var pair in pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("key", pair.Key);
            WriteSide(writer, "a", pair.A, write);
            WriteSide(writer, "b", pair.B, write);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSide<T>(Utf8JsonWriter writer, string name, T? value, Action<Utf8JsonWriter, string, T> write)
        where T : class
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            write(writer, name, value);
        }
    }
}

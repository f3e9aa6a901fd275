using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOps.MLflow.Wire;

/// <summary>Writes the bodies of calls.</summary>
internal static class JsonBody
{
    // Bodies are no HTML: what is readable stays readable, and short.
    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An object with the fields that <paramref name="fields"/> writes.</summary>
    public static ReadOnlyMemory<byte> Of(Action<Utf8JsonWriter> fields)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, s_options))
        {
            writer.WriteStartObject();
            fields(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>A field that is left out when there is nothing to say.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    /// <summary>A time in milliseconds since 1970, left out when there is none. A fraction would be stored as 0, so there is never one.</summary>
    public static void Optional(this Utf8JsonWriter writer, string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            writer.WriteNumber(name, time.ToUnixTimeMilliseconds());
        }
    }

    public static void Strings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    public static void Objects<T>(this Utf8JsonWriter writer, string name, IEnumerable<T> values, Action<Utf8JsonWriter, T> fields)
    {
        writer.WriteStartArray(name);
        foreach (var value in values)
        {
            writer.WriteStartObject();
            fields(writer, value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>Tags or params.</summary>
    public static void Pairs(this Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>> pairs) =>
        writer.Objects(name, pairs, static (writer, pair) =>
        {
            writer.WriteString("key", pair.Key);
            writer.WriteString("value", pair.Value);
        });

    /// <summary>A metric's value. As a bare literal MLflow would store 0 for what is no finite number; as a text it is understood.</summary>
    public static void Metric(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
        }
        else
        {
            writer.WriteString(name, value.ToString(CultureInfo.InvariantCulture)); // NaN, Infinity, -Infinity
        }
    }
}

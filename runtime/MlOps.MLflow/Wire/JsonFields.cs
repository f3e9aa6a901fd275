using System.Globalization;
using System.Text.Json;

namespace MlOps.MLflow.Wire;

/// <summary>Fields of MLflow's answers: what is empty is left out, and a 64-bit number may stand as a number or as a text.</summary>
internal static class JsonFields
{
    public static JsonElement? Find(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static JsonElement Need(this JsonElement element, string name) => element.Find(name) ?? throw new FormatException($"It has no '{name}'.");

    public static string Text(this JsonElement element, string name) => element.TextOrNull(name) ?? "";

    public static string? TextOrNull(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { } other => other.GetRawText(), // A version or an id that a server writes as a number.
    };

    public static long? Int64(this JsonElement element, string name) => element.Find(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => long.Parse(text.GetString()!, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture),
        { } number => number.TryGetInt64(out var whole) ? whole : checked((long)number.GetDouble()),
    };

    /// <summary>A metric's value. MLflow writes NaN as a text, and cannot store infinities: it keeps the greatest finite numbers in their place.</summary>
    public static double Double(this JsonElement element, string name) => element.Find(name) switch
    {
        null => 0,
        { ValueKind: JsonValueKind.String } text => Infinite(double.Parse(text.GetString()!, NumberStyles.Float, CultureInfo.InvariantCulture)),
        { } number => Infinite(number.GetDouble()),
    };

    public static bool Flag(this JsonElement element, string name) => element.Find(name) is { ValueKind: JsonValueKind.True };

    /// <summary>Milliseconds since 1970.</summary>
    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.Int64(name) is { } time ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null;

    public static IReadOnlyList<T> List<T>(this JsonElement element, string name, Func<JsonElement, T> read) =>
        element.Find(name) is { } list ? [.. list.EnumerateArray().Select(read)] : [];

    /// <summary>A list of keys and values, such as tags.</summary>
    public static IReadOnlyDictionary<string, string> Pairs(this JsonElement element, string name, string keyName = "key", string valueName = "value")
    {
        var pairs = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var pair in element.List(name, pair => (Key: pair.Text(keyName), Value: pair.Text(valueName))))
        {
            pairs[pair.Key] = pair.Value;
        }

        return pairs;
    }

    private static double Infinite(double value) => value switch
    {
        double.MaxValue => double.PositiveInfinity,
        double.MinValue => double.NegativeInfinity,
        _ => value,
    };
}

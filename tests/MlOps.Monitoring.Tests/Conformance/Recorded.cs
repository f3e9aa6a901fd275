using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;

namespace MlOps.Monitoring.Tests.Conformance;

/// <summary>What was recorded from the real Evidently (see the README beside this file), as the tests read it.</summary>
internal static class Recorded
{
    private static readonly ConcurrentDictionary<string, Table> _tables = new();
    private static readonly ConcurrentDictionary<string, JsonElement> _documents = new();

    /// <summary>The cases of a file of results.</summary>
    public static IEnumerable<JsonElement> Cases(string file) => Read(file).GetProperty("cases").EnumerateArray();

    /// <summary>One part of a data set; columns are numbers where all their texts are.</summary>
    public static Table Table(string dataset, string part) =>
        _tables.GetOrAdd($"data/{dataset}/{part}.csv", static path => Parse(File.ReadAllLines(PathOf(path))));

    /// <summary>How the columns of a data set were compared.</summary>
    public static Dictionary<string, ColumnType> Types(string dataset) =>
        Read($"data/{dataset}/schema.json").GetProperty("columns").EnumerateObject()
            .ToDictionary(static column => column.Name, static column => column.Value.GetString() == "num" ? ColumnType.Numeric : ColumnType.Categorical);

    /// <summary>A recorded number; what is not finite was recorded as text.</summary>
    public static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    /// <summary>Holds a number against a recorded one at the tolerance that the README states: 1e-9 relative, absolute below 1e-3.</summary>
    public static void AreAlike(double expected, double actual, string what)
    {
        var tolerance = Math.Abs(expected) < 1e-3 ? 1e-9 : 1e-9 * Math.Abs(expected);
        Assert.True(expected.Equals(actual) || Math.Abs(expected - actual) <= tolerance, $"{what}: recorded {expected:R}, here {actual:R}.");
    }

    private static JsonElement Read(string file) => _documents.GetOrAdd(file, static file => JsonDocument.Parse(File.ReadAllText(PathOf(file))).RootElement);

    private static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "Conformance", file);

    private static Table Parse(string[] lines)
    {
        var header = lines[0].Split(',');
        var rows = lines.Skip(1).Select(static line => line.Split(',')).ToArray();
        return new Table([.. header.Select((name, place) => Column(name, Array.ConvertAll(rows, row => row[place])))]);
    }

    private static Column Column(string name, string[] texts)
    {
        var present = texts.Where(static text => text.Length > 0).ToArray();
        if (Array.TrueForAll(present, static text => TryNumber(text, out _)))
        {
            var values = Array.ConvertAll(texts, static text => TryNumber(text, out var value) ? value : double.NaN);
            return new NumberColumn(name, values, Array.TrueForAll(present, static text => long.TryParse(text, CultureInfo.InvariantCulture, out _)));
        }

        var levels = present.Distinct().ToList();
        return new LevelColumn(name, Array.ConvertAll(texts, text => text.Length == 0 ? LevelColumn.Missing : levels.IndexOf(text)), levels);
    }

    private static bool TryNumber(string text, out double value) =>
        double.TryParse(text is "inf" ? "Infinity" : text is "-inf" ? "-Infinity" : text, CultureInfo.InvariantCulture, out value);
}

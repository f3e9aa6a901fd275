using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>
/// Long requests were recorded without their ends. They follow simple rules, so they can be made whole again; the size that was recorded
/// tells whether that went right.
/// </summary>
internal static partial class CutRequest
{
    public static string Restore(JsonElement body)
    {
        if (body.TryGetProperty("__truncated__", out var beginning))
        {
            return Restore(beginning.GetString()!, body.GetProperty("__bytes__").GetInt32());
        }

        var json = JsonNode.Parse(body.GetRawText())!;
        foreach (var list in json.AsObject().Select(static member => member.Value).OfType<JsonArray>())
        {
            Extend(list);
        }

        return json.ToJsonString();
    }

    private static string Restore(string beginning, int bytes)
    {
        var runId = RunId().Match(beginning).Value;
        if (beginning.EndsWith("vvv", StringComparison.Ordinal))
        {
            return beginning + new string('v', bytes - beginning.Length - 2) + "\"}"; // A single long value.
        }

        IEnumerable<string> candidates =
        [
            Batch(runId, Points("m1000", 1000)),
            Batch(runId, Points("m1001", 1001)),
            Batch(runId, Points("mt", 950), Pairs("params", 51, "p", static _ => "1")),
            Batch(runId, Pairs("params", 100, "z", static _ => new string('1', 5900)), Pairs("tags", 100, "z", static _ => new string('1', 7900))),
        ];
        return candidates.Single(text => text.StartsWith(beginning, StringComparison.Ordinal) && Encoding.UTF8.GetByteCount(text) == bytes);
    }

    private static string Batch(string runId, params string[] lists) => $"{{\"run_id\": \"{runId}\", {string.Join(", ", lists)}}}";

    private static string Points(string key, int count) => "\"metrics\": [" + string.Join(", ", Enumerable.Range(0, count)
        .Select(i => $"{{\"key\": \"{key}\", \"value\": {i}, \"timestamp\": {1_700_000_000_000 + i}, \"step\": {i}}}")) + "]";

    private static string Pairs(string list, int count, string key, Func<int, string> value) => $"\"{list}\": [" + string.Join(", ", Enumerable.Range(0, count)
        .Select(i => $"{{\"key\": \"{key}{i}\", \"value\": \"{value(i)}\"}}")) + "]";

    // The last item of a list that was cut says how many there were; each was the one before it with its numbers one higher.
    private static void Extend(JsonArray list)
    {
        if (list is not [.., JsonValue last] || !last.TryGetValue<string>(out var text) || Mark().Match(text) is not { Success: true } mark)
        {
            return;
        }

        list.RemoveAt(list.Count - 1);
        for (var missing = int.Parse(mark.Groups[1].Value, CultureInfo.InvariantCulture) - list.Count; missing > 0; missing--)
        {
            list.Add(Next(list[^2]!.AsObject(), list[^1]!.AsObject()));
        }
    }

    private static JsonObject Next(JsonObject before, JsonObject last)
    {
        var next = new JsonObject();
        foreach (var (name, value) in last)
        {
            next[name] = JsonNode.DeepEquals(value, before[name]) ? value!.DeepClone()
                : value!.GetValueKind() == JsonValueKind.String ? TrailingDigits().Replace(value.GetValue<string>(), static match => $"{int.Parse(match.Value) + 1}")
                : value.GetValue<double>() + 1;
        }

        return next;
    }

    [GeneratedRegex("[0-9a-f]{32}")]
    private static partial Regex RunId();

    [GeneratedRegex(@"^…\[(\d+) items\]$")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\d+$")]
    private static partial Regex TrailingDigits();
}

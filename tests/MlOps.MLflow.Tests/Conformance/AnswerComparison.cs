using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>Compares an answer with the recorded one: same members, same values, but for what a server makes up.</summary>
internal sealed partial class AnswerComparison(Translation translation)
{
    /// <summary>The first difference, or nothing.</summary>
    public string? Difference(JsonElement recorded, JsonElement actual, string path = "$")
    {
        if (recorded.ValueKind != actual.ValueKind && !(IsFlag(recorded) && IsFlag(actual)))
        {
            return $"{path} is {Short(actual)}, not {Short(recorded)}";
        }

        return recorded.ValueKind switch
        {
            JsonValueKind.Object => Members(recorded, actual, path),
            JsonValueKind.Array => Items(recorded, actual, path),
            JsonValueKind.String => MatchesText(recorded.GetString()!, actual.GetString()!) ? null : $"{path} is {Short(actual)}, not {Short(recorded)}",
            JsonValueKind.Number => MatchesNumber(recorded, actual) ? null : $"{path} is {Short(actual)}, not {Short(recorded)}",
            _ => recorded.ValueKind == actual.ValueKind ? null : $"{path} is {Short(actual)}, not {Short(recorded)}",
        };
    }

    private string? Members(JsonElement recorded, JsonElement actual, string path)
    {
        var names = recorded.EnumerateObject().Select(static member => member.Name).ToHashSet();
        var others = actual.EnumerateObject().Select(static member => member.Name).ToHashSet();
        if (!names.SetEquals(others))
        {
            return $"{path} has {string.Join(", ", others)}, not {string.Join(", ", names)}";
        }

        return names.Select(name => Difference(recorded.GetProperty(name), actual.GetProperty(name), $"{path}.{name}"))
            .FirstOrDefault(static difference => difference != null);
    }

    private string? Items(JsonElement recorded, JsonElement actual, string path)
    {
        var items = recorded.EnumerateArray().ToList();
        var count = items.Count;
        if (items is [.., { ValueKind: JsonValueKind.String } last] && CutList().Match(last.GetString()!) is { Success: true } cut)
        {
            items.RemoveAt(items.Count - 1); // Not recorded to the end.
            count = int.Parse(cut.Groups[1].Value, CultureInfo.InvariantCulture);
        }

        return actual.GetArrayLength() != count
            ? $"{path} has {actual.GetArrayLength()} items, not {count}"
            : items.Select((item, i) => Difference(item, actual[i], $"{path}[{i}]")).FirstOrDefault(static difference => difference != null);
    }

    private bool MatchesText(string recorded, string actual)
    {
        var cut = CutText().Match(recorded);
        return cut.Success
            ? actual.StartsWith(recorded[..cut.Index], StringComparison.Ordinal) && $"{actual.Length}" == cut.Groups[1].Value
            : translation.Matches(recorded, actual);
    }

    private bool MatchesNumber(JsonElement recorded, JsonElement actual) =>
        recorded.GetDouble() == actual.GetDouble() || translation.Matches(recorded.GetRawText(), actual.GetRawText());

    private static bool IsFlag(JsonElement json) => json.ValueKind is JsonValueKind.True or JsonValueKind.False;

    private static string Short(JsonElement json) => json.GetRawText() is var text && text.Length > 600 ? text[..600] + "…" : text;

    [GeneratedRegex(@"^…\[(\d+) items\]$")]
    private static partial Regex CutList();

    [GeneratedRegex(@"…\[(\d+) chars\]$")]
    private static partial Regex CutText();
}

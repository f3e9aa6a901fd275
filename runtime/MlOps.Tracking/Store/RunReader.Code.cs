using System.Text.Json;

namespace MlOps.Store;

// What the store knows of the code behind a run.
public sealed partial class RunReader
{
    /// <summary>The code that a run ran.</summary>
    /// <param name="run">The run, from <see cref="Details"/>.</param>
    public RecordedCode Code(RecordedRunDetails run)
    {
        var fingerprint = run.Tags.GetValueOrDefault("mlops.code.fingerprint");
        return new(
            run.Run.RunId,
            fingerprint,
            run.Tags.GetValueOrDefault("mlops.code.configuration"),
            run.Tags.GetValueOrDefault("mlops.sdk"),
            Packages(run.Tags.GetValueOrDefault("mlops.package.versions") ?? ""),
            fingerprint is null ? null : Closure(fingerprint));
    }

    private static SortedDictionary<string, string> Packages(string lines)
    {
        var packages = new SortedDictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in lines.Split('\n').Where(static line => line.Length > 0 && line[0] != '…'))
        {
            var end = line.LastIndexOf(' ');
            packages[end < 0 ? line : line[..end]] = line[(end + 1)..];
        }

        return packages;
    }

    private RecordedClosure? Closure(string fingerprint)
    {
        // A store that an earlier version made has no such table.
        var isThere = Query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $name", static _ => true, ("$name", CodeTable.Name)).Count > 0;
        var found = isThere
            ? Query("SELECT closure FROM mlops_code WHERE fingerprint = $fingerprint", static row => row.GetString(0), ("$fingerprint", fingerprint))
            : [];
        return found is [var json] ? Parse(json) : null;
    }

    private static RecordedClosure? Parse(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new(
                Pairs(root.GetProperty("methods")),
                Pairs(root.GetProperty("references")),
                [.. root.GetProperty("unseen").EnumerateArray().Select(static what => what.GetString() ?? "")]);
        }
        catch (Exception fault) when (fault is JsonException or KeyNotFoundException or InvalidOperationException or IndexOutOfRangeException)
        {
            return null; // A later version wrote it.
        }

        static KeyValuePair<string, string>[] Pairs(JsonElement table) =>
            [.. table.EnumerateArray().Select(static pair => KeyValuePair.Create(pair[0].GetString() ?? "", pair[1].GetString() ?? ""))];
    }
}

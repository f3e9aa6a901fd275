using System.Text.Json;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.Tests.Search;

/// <summary>What MLflow's own client did on real servers, done again in an embedded store: its search has the recorded answer.</summary>
public sealed class RecordedSearchTests
{
    [Theory]
    [InlineData("2.12.1")]
    [InlineData("3.11.2.dev0")]
    public void ARecordedSearchHasTheRecordedAnswer(string version)
    {
        using var recording = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "MlOps.MLflow.Tests", "Conformance", version, "client_python.json")));
        JsonElement[] exchanges = [.. recording.RootElement.EnumerateArray()];
        var place = Array.FindIndex(exchanges, static exchange => PathOf(exchange) == "runs/search");
        using var folder = new TempFolder();
        var location = new StoreLocation(folder.PathOf(".mlops"));
        var runs = new Dictionary<string, StoredRun>();
        foreach (var exchange in exchanges[..place])
        {
            Repeat(exchange, runs);
        }

        Assert.True(runs.Count > 1); // One is found, and the other is not.
        StoredRun.Write(location, runs.Values);

        var asked = exchanges[place].GetProperty("request").GetProperty("body");
        var answered = exchanges[place].GetProperty("response").GetProperty("body").GetProperty("runs");
        using var search = RunSearch.Open(location);
        var found = search.Find(asked.GetProperty("filter").GetString()!, new RunSearchOptions { Limit = asked.GetProperty("max_results").GetInt32() });
        Assert.Equal(
            answered.EnumerateArray().Select(static run => run.GetProperty("info")).Select(static info => (info.GetProperty("run_id").GetString()!, info.GetProperty("run_name").GetString()!)),
            found.Runs.Select(static run => (run.RunId, run.Name)));
        Assert.Null(found.NextPageToken);
    }

    private static void Repeat(JsonElement exchange, Dictionary<string, StoredRun> runs)
    {
        if (!exchange.GetProperty("request").TryGetProperty("body", out var body) || body.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        switch (PathOf(exchange))
        {
            case "runs/create":
                var info = exchange.GetProperty("response").GetProperty("body").GetProperty("run").GetProperty("info");
                var id = info.GetProperty("run_id").GetString()!;
                runs[id] = new StoredRun(id) { Name = info.GetProperty("run_name").GetString()!, Start = info.GetProperty("start_time").GetInt64() };
                break;
            case "runs/log-metric":
                Log(RunOf(body, runs), body);
                break;
            case "runs/log-batch" when body.TryGetProperty("metrics", out var metrics):
                foreach (var metric in metrics.EnumerateArray().Where(static metric => metric.ValueKind == JsonValueKind.Object)) // A long list was cut, and says so.
                {
                    Log(RunOf(body, runs), metric);
                }

                break;
            default:
                break; // Nothing that this search asks for.
        }
    }

    private static StoredRun RunOf(JsonElement body, Dictionary<string, StoredRun> runs) => runs[body.GetProperty("run_id").GetString()!];

    // The steps of a metric grow in this recording: the last value is the latest.
    private static void Log(StoredRun run, JsonElement metric) => run.Metrics[metric.GetProperty("key").GetString()!] =
        metric.GetProperty("value") is { ValueKind: JsonValueKind.Number } number ? number.GetDouble()
        : metric.GetProperty("value").GetString() switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity };

    private static string PathOf(JsonElement exchange) => exchange.GetProperty("request").GetProperty("path").GetString()!.Replace("/api/2.0/mlflow/", "");
}

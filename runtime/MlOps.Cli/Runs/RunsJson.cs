using System.Text.Json;
using MlOps.Delivery;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary>The JSON documents other programs rely on; values that are absent are <c>null</c>, times are ISO 8601 in UTC.</summary>
internal static class RunsJson
{
    public static void WriteList(Stream output, IEnumerable<RecordedRun> runs, ILookup<string, RecordedDelivery> deliveries)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            WriteRun(writer, run);
            writer.WriteString("parent_run_id", run.ParentRunId);
            WriteDeliveries(writer, [.. deliveries[run.RunId]]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteDetails(Stream output, RecordedRunDetails details, IReadOnlyCollection<RecordedDelivery> deliveries)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteDetailsMembers(writer, details);
        WriteDeliveries(writer, deliveries);
        writer.WriteEndObject();
    }

    /// <summary>All that <c>runs show</c> tells, as members of an object that is already open.</summary>
    public static void WriteDetailsMembers(Utf8JsonWriter writer, RecordedRunDetails details)
    {
        WriteRun(writer, details.Run);
        writer.WriteString("parent_run_id", details.Run.ParentRunId);
        WriteTexts(writer, "params", details.Params);
        WriteMetrics(writer, details.Metrics);
        WriteTexts(writer, "tags", details.Tags);
        WriteDatasets(writer, details.Datasets);
        JsonOutput.WriteTexts(writer, "artifacts", details.Artifacts);
        writer.WriteStartObject("code");
        writer.WriteString("fingerprint", details.Tags.GetValueOrDefault("mlops.code.fingerprint"));
        writer.WriteString("configuration", details.Tags.GetValueOrDefault("mlops.code.configuration"));
        writer.WriteEndObject();
    }

    /// <summary>What a run is, as members of an object that is already open.</summary>
    public static void WriteRun(Utf8JsonWriter writer, RecordedRun run)
    {
        writer.WriteString("run_id", run.RunId);
        writer.WriteString("experiment", run.Experiment);
        writer.WriteString("name", run.Name);
        writer.WriteString("method", run.Method);
        writer.WriteString("status", run.Status);
        JsonOutput.WriteTime(writer, "start_time", run.StartTime);
        JsonOutput.WriteTime(writer, "end_time", run.EndTime);
    }

    private static void WriteTexts(Utf8JsonWriter writer, string name, IReadOnlyDictionary<string, string> texts)
    {
        writer.WriteStartObject(name);
        foreach (var (key, value) in texts)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteMetrics(Utf8JsonWriter writer, IReadOnlyDictionary<string, RecordedMetric> metrics)
    {
        writer.WriteStartObject("metrics");
        foreach (var (name, metric) in metrics)
        {
            writer.WriteStartObject(name);
            JsonOutput.WriteNumber(writer, "last", metric.Last);
            JsonOutput.WriteNumber(writer, "min", metric.Min);
            JsonOutput.WriteNumber(writer, "max", metric.Max);
            writer.WriteNumber("count", metric.Count);
            writer.WriteNumber("last_step", metric.LastStep);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    /// <summary>Only of runs that go to a server: others have no such member.</summary>
    private static void WriteDeliveries(Utf8JsonWriter writer, IReadOnlyCollection<RecordedDelivery> deliveries)
    {
        if (deliveries.Count == 0)
        {
            return;
        }

        writer.WriteStartArray("deliveries");
        foreach (var delivery in deliveries)
        {
            writer.WriteStartObject();
            writer.WriteString("to", delivery.Destination);
            writer.WriteString("run_id", delivery.RemoteRun);
            writer.WriteString("state", delivery.State);
            writer.WriteString("problem", delivery.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteDatasets(Utf8JsonWriter writer, IEnumerable<RecordedDataset> datasets)
    {
        writer.WriteStartArray("datasets");
        foreach (var dataset in datasets)
        {
            writer.WriteStartObject();
            writer.WriteString("name", dataset.Name);
            writer.WriteString("digest", dataset.Digest);
            writer.WriteString("source", dataset.Source);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

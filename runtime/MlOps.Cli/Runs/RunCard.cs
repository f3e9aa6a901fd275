using System.Globalization;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Runs;

/// <summary>One run as a person reads it.</summary>
internal static class RunCard
{
    public static void Print(IAnsiConsole console, RunReader reader, RecordedRunDetails details, bool showsSystem)
    {
        var run = details.Run;
        console.MarkupLineInterpolated($"\n[bold]{TerminalText.Of(run.Name)}[/]  [grey]{TerminalText.Of(run.RunId)}[/]\n");
        var facts = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(3)).AddColumn();
        facts.AddRow(new Text("status"), new Markup(RunText.Status(run.Status)));
        Row(facts, "experiment", run.Experiment);
        Row(facts, "method", run.Method);
        Row(facts, "started", RunText.Time(run.StartTime));
        Row(facts, "took", RunText.Duration(run));
        Row(facts, "parent", run.ParentRunId);
        Row(facts, "commit", details.Tags.GetValueOrDefault("mlflow.source.git.commit"));
        Row(facts, "code", details.Tags.GetValueOrDefault("mlops.code.fingerprint"));
        Row(facts, "built as", details.Tags.GetValueOrDefault("mlops.code.configuration"));
        Row(facts, "ran on", SystemMetrics.Machine(details));
        Row(facts, "energy", SystemMetrics.Energy(details));
        Row(facts, "on servers", string.Join('\n', reader.Deliveries()[run.RunId].Select(static delivery => $"{delivery.State}: {delivery.Destination} {delivery.RemoteRun} {delivery.Problem}".TrimEnd())) is { Length: > 0 } servers ? servers : null);
        Row(facts, "error", details.Tags.GetValueOrDefault("mlops.error.message"));
        console.Write(facts);

        TextTable.Print(console, "params", details.Params.Select(static pair => new[] { pair.Key, pair.Value }), "name", "value");
        PrintMetrics("metrics", details.Metrics.Where(static pair => !SystemMetrics.Is(pair.Key)));
        if (showsSystem)
        {
            PrintMetrics("system metrics", details.Metrics.Where(static pair => SystemMetrics.Is(pair.Key)));
        }
        else if (details.Metrics.Count(static pair => SystemMetrics.Is(pair.Key)) is > 0 and var count)
        {
            console.MarkupLineInterpolated($"  [grey]and {count} system metrics: 'mlops runs show {RunText.ShortId(run.RunId)} --system' shows them[/]");
        }

        TextTable.Print(console, "data sets", details.Datasets.Select(static dataset => new[] { dataset.Name, dataset.Digest, dataset.Source }), "name", "digest", "source");
        if (details.Artifacts.Count > 0)
        {
            TextTable.Print(console, "artifacts", details.Artifacts.Select(static path => new[] { path }), "path");
            console.Profile.Out.Writer.WriteLine($"  in {TerminalText.Of(details.ArtifactFolder)}"); // In one piece, to be copied.
        }

        void PrintMetrics(string title, IEnumerable<KeyValuePair<string, RecordedMetric>> metrics) => TextTable.Print(
            console, title, metrics.Select(pair => MetricRow(pair.Key, pair.Value, Course(console, reader, run, pair.Key))), "name", "course", "last", "min", "max", "values", "last step");
    }

    private static string Course(IAnsiConsole console, RunReader reader, RecordedRun run, string metric) =>
        console.Profile.Capabilities.Unicode ? Sparkline.Of(reader.Course(run, metric, Sparkline.Width)) : "";

    private static string[] MetricRow(string name, RecordedMetric metric, string course) =>
    [
        name,
        course,
        RunText.Number(metric.Last),
        RunText.Number(metric.Min),
        RunText.Number(metric.Max),
        metric.Count.ToString("N0", CultureInfo.InvariantCulture),
        metric.LastStep.ToString("N0", CultureInfo.InvariantCulture),
    ];

    private static void Row(Grid grid, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            grid.AddRow(new Text(name), new Text(TerminalText.Of(value)));
        }
    }
}

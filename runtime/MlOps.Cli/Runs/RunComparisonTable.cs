using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Runs;

/// <summary>Two runs as a person compares them: what differs stands out.</summary>
internal static class RunComparisonTable
{
    public static void Print(IAnsiConsole console, RunComparison comparison)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumns("", "", "");
        table.HideHeaders();
        Row(table, "run", Name(comparison.A.Run), Name(comparison.B.Run), isSame: true);
        Row(table, "status", comparison.A.Run.Status, comparison.B.Run.Status, comparison.A.Run.Status == comparison.B.Run.Status);
        Row(table, "code", comparison.IsSameCode ? "same" : Code(comparison.A), comparison.IsSameCode ? "same" : Code(comparison.B), comparison.IsSameCode);
        foreach (var pair in comparison.Datasets)
        {
            Row(table, pair.Key, pair.A, pair.B, pair.IsSame);
        }

        foreach (var pair in comparison.Params)
        {
            Row(table, pair.Key, pair.A, pair.B, pair.IsSame);
        }

        foreach (var pair in comparison.Metrics.Where(static pair => !SystemMetrics.Is(pair.Key))) // Those of the machine differ always; --json has them.
        {
            Row(table, pair.Key, Number(pair.A), Number(pair.B), pair.A?.Last.Equals(pair.B?.Last) == true);
        }

        console.Write(table);
    }

    private static string Name(RecordedRun run) => $"{run.Name} ({RunText.ShortId(run.RunId)})";

    private static string Code(RecordedRunDetails run) => RunText.ShortId(run.Tags.GetValueOrDefault("mlops.code.fingerprint") ?? "unknown");

    private static string? Number(RecordedMetric? metric) => metric is null ? null : RunText.Number(metric.Last);

    private static void Row(Table table, string key, string? a, string? b, bool isSame)
    {
        var style = isSame ? Style.Plain : new Style(decoration: Decoration.Bold);
        table.AddRow(new Text(TerminalText.Of(key), style), new Text(TerminalText.Of(a), style), new Text(TerminalText.Of(b), style));
    }
}

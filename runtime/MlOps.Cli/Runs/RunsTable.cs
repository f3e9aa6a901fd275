using MlOps.Delivery;
using MlOps.Store;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace MlOps.Cli.Runs;

/// <summary>The list of runs as a person reads it.</summary>
internal static class RunsTable
{
    public static void Print(IAnsiConsole console, IReadOnlyList<RecordedRun> runs, ILookup<string, RecordedDelivery> deliveries, string? experiment)
    {
        if (runs.Count == 0)
        {
            console.MarkupLineInterpolated($"No runs{(experiment is null ? "" : $" in experiment '{TerminalText.Of(experiment)}'")} yet.");
            return;
        }

        var table = new Table().Border(TableBorder.Rounded)
            .AddColumns("run", "experiment", "name", "status", "started", "took");
        if (deliveries.Count > 0)
        {
            table.AddColumn("on the server");
        }

        foreach (var run in runs)
        {
            List<IRenderable> cells =
            [
                new Text(TerminalText.Of(RunText.ShortId(run.RunId))),
                new Text(TerminalText.Of(run.Experiment)),
                new Text((run.ParentRunId is null ? "" : "└ ") + TerminalText.Of(run.Name)),
                new Markup(RunText.Status(run.Status)),
                new Text(RunText.Time(run.StartTime)),
                new Text(RunText.Duration(run)),
            ];
            if (deliveries.Count > 0)
            {
                cells.Add(new Text(string.Join(", ", deliveries[run.RunId].Select(static delivery => delivery.State).Distinct())));
            }

            table.AddRow(cells);
        }

        console.Write(table);
    }
}

using System.CommandLine;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary><c>mlops runs list|search|show|compare|export</c>.</summary>
internal static class RunsCommand
{
    public static Command Create() => new("runs", "List runs, find some, show one, compare two, or export one.")
    {
        CreateList(), RunsSearchCommand.Create(JsonOption()), CreateShow(), CreateCompare(), CreateExport(),
    };

    private static Command CreateList()
    {
        var experiment = new Option<string?>("--experiment", "-e") { Description = "Only the runs of this experiment." };
        var json = JsonOption();
        var command = new Command("list", "List runs, newest first.") { experiment, json };
        command.SetAction(parsed =>
        {
            using var reader = Open();
            var runs = reader.List(parsed.GetValue(experiment));
            if (parsed.GetValue(json))
            {
                RunsJson.WriteList(Console.OpenStandardOutput(), runs, reader.Deliveries());
            }
            else
            {
                RunsTable.Print(Terminal.Console, runs, reader.Deliveries(), parsed.GetValue(experiment));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var run = RunArgument("run");
        var json = JsonOption();
        var system = new Option<bool>("--system", "-s") { Description = "Show what the machine did as well." };
        var command = new Command("show", "Show everything recorded about a run.") { run, system, json };
        command.SetAction(parsed =>
        {
            using var reader = Open();
            var details = reader.Details(reader.Find(parsed.GetRequiredValue(run)));
            if (parsed.GetValue(json))
            {
                RunsJson.WriteDetails(Console.OpenStandardOutput(), details, [.. reader.Deliveries()[details.Run.RunId]]);
            }
            else
            {
                RunCard.Print(Terminal.Console, reader, details, parsed.GetValue(system));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateCompare()
    {
        var (a, b) = (RunArgument("a"), RunArgument("b"));
        var json = JsonOption();
        var command = new Command("compare", "Show two runs side by side.") { a, b, json };
        command.SetAction(parsed =>
        {
            using var reader = Open();
            var comparison = RunComparison.Of(reader, reader.Find(parsed.GetRequiredValue(a)), reader.Find(parsed.GetRequiredValue(b)));
            if (parsed.GetValue(json))
            {
                RunComparisonJson.Write(Console.OpenStandardOutput(), comparison);
            }
            else
            {
                RunComparisonTable.Print(Terminal.Console, comparison);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateExport()
    {
        var run = RunArgument("run");
        var to = new Option<string>("--to") { Description = "The JSON file to write.", Required = true };
        var command = new Command("export", "Write everything about a run, with the history of its metrics, to a JSON file.") { run, to };
        command.SetAction(parsed =>
        {
            using var reader = Open();
            RunExport.Write(parsed.GetRequiredValue(to), reader, reader.Details(reader.Find(parsed.GetRequiredValue(run))));
            return ExitCode.Done;
        });
        return command;
    }

    /// <summary>A run whose process died is not shown as running.</summary>
    private static RunReader Open()
    {
        var location = StoreLocation.Resolve();
        StoreRecovery.CloseDeadRuns(location);
        return RunReader.Open(location);
    }

    private static Argument<string> RunArgument(string name) => new(name) { Description = "A run id, the beginning of one, or 'latest', the newest that is not nested." };

    private static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document and nothing else." };
}

using System.CommandLine;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Runs;

/// <summary><c>mlops runs list|show</c>.</summary>
internal static class RunsCommand
{
    public static Command Create() => new("runs", "List runs, or show one.") { CreateList(), CreateShow() };

    private static Command CreateList()
    {
        var experiment = new Option<string?>("--experiment", "-e") { Description = "Only the runs of this experiment." };
        var json = JsonOption();
        var command = new Command("list", "List runs, newest first.") { experiment, json };
        command.SetAction(parsed =>
        {
            using var reader = RunReader.Open(StoreLocation.Resolve());
            var runs = reader.List(parsed.GetValue(experiment));
            if (parsed.GetValue(json))
            {
                RunsJson.WriteList(Console.OpenStandardOutput(), runs);
            }
            else
            {
                RunsTable.Print(AnsiConsole.Console, runs, parsed.GetValue(experiment));
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Command CreateShow()
    {
        var run = new Argument<string>("run") { Description = "A run id, the beginning of one, or 'latest'." };
        var json = JsonOption();
        var command = new Command("show", "Show everything recorded about a run.") { run, json };
        command.SetAction(parsed =>
        {
            using var reader = RunReader.Open(StoreLocation.Resolve());
            var details = reader.Details(reader.Find(parsed.GetRequiredValue(run)));
            if (parsed.GetValue(json))
            {
                RunsJson.WriteDetails(Console.OpenStandardOutput(), details);
            }
            else
            {
                RunCard.Print(AnsiConsole.Console, details);
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static Option<bool> JsonOption() => new("--json") { Description = "Print one JSON document and nothing else." };
}

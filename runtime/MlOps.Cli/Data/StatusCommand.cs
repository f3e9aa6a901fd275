using System.CommandLine;
using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data sets or their pointers; all when none is named.");
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("status", "Compare the data sets of this repository with their pointers. Exits with 1 when one changed.") { targets, quiet, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var statuses = DataProgressBar.Show("comparing", progress => RepositoryStatus.Of(repository, parsed.GetValue(targets)!, progress, cancellationToken));
            if (parsed.GetValue(json))
            {
                DataStatusJson.Write(Console.OpenStandardOutput(), repository, statuses);
            }
            else if (!parsed.GetValue(quiet))
            {
                DataStatusTable.Print(AnsiConsole.Console, statuses);
            }

            return Task.FromResult(statuses.All(static status => status.IsClean) ? ExitCode.Done : ExitCode.No);
        });
        return command;
    }
}

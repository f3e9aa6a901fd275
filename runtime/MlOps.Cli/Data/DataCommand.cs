using System.CommandLine;
using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data status</c>.</summary>
internal static class DataCommand
{
    public static Command Create() => new("data", "Look at versioned data sets.") { CreateStatus(), ConfigCommand.Create(), RemoteCommand.Create() };

    private static Command CreateStatus()
    {
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var command = new Command("status", "Compare the data sets of this repository with their pointers. Exits with 1 when one changed.") { json };
        command.SetAction(parsed =>
        {
            var folder = Directory.GetCurrentDirectory();
            var repository = DvcRepository.Find(folder) ?? throw new DirectoryNotFoundException(
                $"no folder .dvc in '{folder}' or above it. A build of a project with a <Dataset> item makes one; so does 'dvc init'.");
            var statuses = RepositoryStatus.Of(repository);
            if (parsed.GetValue(json))
            {
                DataStatusJson.Write(Console.OpenStandardOutput(), repository, statuses);
            }
            else
            {
                DataStatusTable.Print(AnsiConsole.Console, statuses);
            }

            return statuses.All(static status => status.IsClean) ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }
}

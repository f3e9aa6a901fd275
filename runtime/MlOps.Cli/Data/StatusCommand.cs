using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data status</c>.</summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data sets or their pointers; all when none is named.");
        var cloud = new Option<bool>("--cloud", "-c") { Description = "Compare the cache with a remote instead." };
        var remote = new Option<string?>("--remote", "-r") { Description = "The remote to compare with, when it is not the default." };
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("status", "Compare the data sets of this repository with their pointers. Exits with 1 when one changed.") { targets, cloud, remote, quiet, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var output = new Output(parsed.GetValue(json), parsed.GetValue(quiet));
            var named = parsed.GetValue(targets)!;
            return parsed.GetValue(cloud) || parsed.GetValue(remote) is not null
                ? CompareAsync(repository, new TransferOptions { Targets = named, Remote = parsed.GetValue(remote) }, output, cancellationToken)
                : Task.FromResult(Tell(repository, DataProgressBar.Show("comparing", progress => RepositoryStatus.Of(repository, named, progress, cancellationToken)), output));
        });
        return command;
    }

    private static async Task<int> CompareAsync(DvcRepository repository, TransferOptions options, Output output, CancellationToken cancellationToken) =>
        Tell(await DatasetTransfer.CompareAsync(repository, options, cancellationToken).ConfigureAwait(false), output);

    private static int Tell(DvcRepository repository, IReadOnlyList<DatasetStatus> statuses, Output output)
    {
        if (output.IsJson)
        {
            DataStatusJson.Write(Console.OpenStandardOutput(), repository, statuses);
        }
        else if (!output.IsQuiet)
        {
            DataStatusTable.Print(Terminal.Console, statuses);
        }

        return statuses.All(static status => status.IsClean) ? ExitCode.Done : ExitCode.No;
    }

    private static int Tell(IReadOnlyDictionary<string, RemoteState> states, Output output)
    {
        if (output.IsJson)
        {
            using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
            writer.WriteStartObject();
            writer.WriteBoolean("clean", states.Count == 0);
            // As dvc status --cloud --json has it.
            writer.WriteStartObject("dvc");
            foreach (var (path, state) in states)
            {
                writer.WriteString(path, Word(state));
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        else if (!output.IsQuiet)
        {
            foreach (var (path, state) in states)
            {
                Console.WriteLine($"{Word(state),-8}  {TerminalText.Of(path)}");
            }

            Console.WriteLine(states.Count == 0 ? "Cache and remote have the same." : "new: 'mlops data push' sends it; deleted: 'mlops data fetch' brings it; missing: neither has it.");
        }

        return states.Count == 0 ? ExitCode.Done : ExitCode.No;
    }

    private static string Word(RemoteState state) => state switch
    {
        RemoteState.New => "new",
        RemoteState.Deleted => "deleted",
        _ => "missing",
    };

    private readonly record struct Output(bool IsJson, bool IsQuiet);
}

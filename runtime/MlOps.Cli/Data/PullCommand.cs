using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data pull</c>: fetch, then checkout.</summary>
internal static class PullCommand
{
    public static Command Create()
    {
        var arguments = new TransferArguments();
        var allowMissing = new Option<bool>("--allow-missing") { Description = "Succeed although the remote lacks some of it." };
        var force = DataOptions.Force("Even where changes are lost that the cache does not have.");
        var json = DataOptions.Json();
        var command = new Command("pull", "Bring the content of data sets from a remote, and make them what their pointers say. Exits with 1 when some of it is missing.")
        {
            allowMissing, force, json,
        };
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var options = arguments.Read(parsed);
            var fetched = await DataProgressBar.ShowAsync(
                "pull", progress => DatasetTransfer.FetchAsync(repository, options with { Progress = progress }, cancellationToken)).ConfigureAwait(false);
            var results = DataProgressBar.Show("checking out", progress => DatasetCheckout.Run(
                repository, options.Targets, new CheckoutOptions { Force = parsed.GetValue(force), Progress = progress }, cancellationToken));
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                TransferCommand.WriteJson(writer, "fetched", fetched);
                CheckoutCommand.WriteJson(writer, results);
                writer.WriteEndObject();
                CheckoutCommand.TellProblems(results);
            }
            else
            {
                await Console.Out.WriteLineAsync(TransferCommand.Text("fetched", fetched)).ConfigureAwait(false);
                await TransferCommand.TellAsync("not fetched: these are missing", fetched.Missing).ConfigureAwait(false);
                await TransferCommand.TellAsync("not fetched: these failed", fetched.Failed).ConfigureAwait(false);
                CheckoutCommand.Print(results, quiet: fetched.Missing.Count + fetched.Failed.Count > 0);
            }

            var left = results.Where(static result => result.Problem is not null).ToArray();
            return fetched.Failed.Count > 0 || left.Any(static result => result.Outcome != CheckoutOutcome.Missing) ? ExitCode.Failed
                : fetched.Missing.Count + left.Length > 0 && !parsed.GetValue(allowMissing) ? ExitCode.No
                : ExitCode.Done;
        });
        return command;
    }
}

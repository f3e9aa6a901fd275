using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>What <c>push</c> and <c>fetch</c> have in common.</summary>
internal static class TransferCommand
{
    private const int MostShown = 20;

    public static Command Create(
        string verb, string done, string description, Func<DvcRepository, TransferOptions, CancellationToken, Task<TransferResult>> transfer)
    {
        var arguments = new TransferArguments();
        var json = DataOptions.Json();
        var command = new Command(verb, description) { json };
        arguments.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var options = arguments.Read(parsed);
            var result = await DataProgressBar.ShowAsync(
                verb, progress => transfer(DataOptions.Repository(), options with { Progress = progress }, cancellationToken)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), done, result);
            }
            else
            {
                await Console.Out.WriteLineAsync(Text(done, result)).ConfigureAwait(false);
                await TellAsync($"not {done}: these are missing", result.Missing).ConfigureAwait(false);
                await TellAsync($"not {done}: these failed", result.Failed).ConfigureAwait(false);
            }

            return result.Failed.Count != 0 ? ExitCode.Failed : result.Missing.Count != 0 ? ExitCode.No : ExitCode.Done;
        });
        return command;
    }

    /// <summary>In DVC's words.</summary>
    public static string Text(string done, TransferResult result) =>
        result.Count + result.Missing.Count + result.Failed.Count == 0 ? "Everything is up to date." : $"{Words.Count(result.Count, "file")} {done}";

    public static void WriteJson(Stream output, string done, TransferResult result)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        WriteJson(writer, done, result);
        writer.WriteEndObject();
    }

    public static void WriteJson(Utf8JsonWriter writer, string done, TransferResult result)
    {
        writer.WriteString("remote", result.Remote);
        writer.WriteNumber(done, result.Count);
        writer.WriteNumber("bytes", result.Bytes);
        writer.WriteStartArray("missing");
        foreach (var problem in result.Missing)
        {
            writer.WriteStartObject();
            writer.WriteString("md5", problem.Md5);
            writer.WriteString("path", problem.Path);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("failed");
        foreach (var problem in result.Failed)
        {
            writer.WriteStartObject();
            writer.WriteString("md5", problem.Md5);
            writer.WriteString("path", problem.Path);
            writer.WriteString("error", problem.Error);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static async Task TellAsync(string title, IReadOnlyList<TransferProblem> problems)
    {
        if (problems.Count == 0)
        {
            return;
        }

        await Console.Error.WriteLineAsync($"mlops: {title}").ConfigureAwait(false);
        foreach (var problem in problems.Take(MostShown))
        {
            await Console.Error.WriteLineAsync($"  {TerminalText.Of(problem.Path)} (md5 {problem.Md5}): {TerminalText.Of(problem.Error)}").ConfigureAwait(false);
        }

        if (problems.Count > MostShown)
        {
            await Console.Error.WriteLineAsync($"  and {problems.Count - MostShown} more; --json lists them all.").ConfigureAwait(false);
        }
    }
}

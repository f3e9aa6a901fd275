using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MlOps.Data;
using MlOps.Store;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data log</c>.</summary>
internal static class LogCommand
{
    public static Command Create()
    {
        var target = new Argument<string>("file") { Description = "A data set or its pointer." };
        var json = DataOptions.Json();
        var command = new Command("log", "List the versions of a data set: when, by whom, and which runs read them.") { target, json };
        command.SetAction(parsed =>
        {
            var versions = DatasetVersions.Of(DataOptions.Repository(), parsed.GetValue(target)!);
            using var reader = Reader();
            var rows = versions.Select(version => (Version: version, Runs: version.Dataset?.Md5 is { } md5 ? reader?.WithInput(md5) ?? [] : [])).ToArray();
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), rows);
            }
            else
            {
                TextTable.Print(
                    Terminal.Console,
                    TerminalText.Of(parsed.GetValue(target)),
                    rows.Select(static row => (string[])
                    [
                        row.Version.Commit[..10],
                        row.Version.Time.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
                        row.Version.Dataset?.Md5 ?? "deleted",
                        row.Version.Dataset?.Size is { } size ? Words.Bytes(size) : "",
                        row.Version.Subject,
                        string.Join(' ', row.Runs.Select(static run => run.RunId[..8])),
                    ]),
                    "commit", "date", "content", "size", "subject", "runs");
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static RunReader? Reader()
    {
        var location = StoreLocation.Resolve();
        return File.Exists(location.DatabasePath) ? RunReader.Open(location) : null;
    }

    private static void WriteJson(Stream output, IEnumerable<(DatasetVersionEntry Version, IReadOnlyList<RecordedRun> Runs)> rows)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var (version, runs) in rows)
        {
            writer.WriteStartObject();
            writer.WriteString("commit", version.Commit);
            JsonOutput.WriteTime(writer, "time", version.Time);
            writer.WriteString("author", version.Author);
            writer.WriteString("subject", version.Subject);
            writer.WriteString("path", version.Dataset?.Path);
            writer.WriteString("md5", version.Dataset?.Md5);
            JsonOutput.WriteNumber(writer, "size", version.Dataset?.Size);
            JsonOutput.WriteNumber(writer, "files", version.Dataset?.Files);
            JsonOutput.WriteTexts(writer, "runs", runs.Select(static run => run.RunId));
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

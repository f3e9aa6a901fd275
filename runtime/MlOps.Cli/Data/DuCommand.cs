using System.CommandLine;
using System.Text.Json;
using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data du</c>.</summary>
internal static class DuCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data sets or their pointers; all when none is named.");
        var json = DataOptions.Json();
        var command = new Command("du", "Tell how large data sets are, and the cache.") { targets, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var usage = CacheUsage.Of(DataOptions.Repository(), parsed.GetValue(targets)!, cancellationToken);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), usage);
            }
            else
            {
                TextTable.Print(
                    Terminal.Console,
                    "Data sets",
                    usage.Datasets.OrderByDescending(static dataset => dataset.CachedBytes).Select(static dataset => (string[])
                        [dataset.Path, dataset.Files?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "", dataset.Bytes is { } bytes ? Words.Bytes(bytes) : "", Words.Bytes(dataset.CachedBytes)]),
                    "data set", "files", "size", "in the cache");
                Console.WriteLine($"The cache '{TerminalText.Of(usage.CacheFolder)}' has {Words.Count(usage.CacheObjects, "object")}, {Words.Bytes(usage.CacheBytes)}.");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void WriteJson(Stream output, CacheUsage usage)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("datasets");
        foreach (var dataset in usage.Datasets)
        {
            writer.WriteStartObject();
            writer.WriteString("path", dataset.Path);
            JsonOutput.WriteNumber(writer, "files", dataset.Files);
            JsonOutput.WriteNumber(writer, "size", dataset.Bytes);
            writer.WriteNumber("cached", dataset.CachedBytes);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("cache");
        writer.WriteString("path", usage.CacheFolder);
        writer.WriteNumber("objects", usage.CacheObjects);
        writer.WriteNumber("size", usage.CacheBytes);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }
}

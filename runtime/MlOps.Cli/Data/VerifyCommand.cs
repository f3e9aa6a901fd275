using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data verify</c>.</summary>
internal static class VerifyCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data sets or their pointers; the whole cache when none is named.");
        var dry = new Option<bool>("--dry-run", "--dry") { Description = "Leave damaged objects where they are." };
        var json = DataOptions.Json();
        var command = new Command("verify", "Read the cache byte by byte, and put damaged objects aside. Exits with 1 when there are any, or the cache lacks what was named.") { targets, dry, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var found = DataProgressBar.Show("reading", progress =>
                CacheVerifier.Run(repository, parsed.GetValue(targets)!, parsed.GetValue(dry), progress, cancellationToken));
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), found);
            }
            else
            {
                Print(found);
            }

            return Task.FromResult(found.Damaged.Count + found.Missing.Count == 0 ? ExitCode.Done : ExitCode.No);
        });
        return command;
    }

    private static void Print(VerifiedCache found)
    {
        foreach (var damaged in found.Damaged)
        {
            var of = damaged.Paths.Count == 0 ? "" : $" of {TerminalText.Of(damaged.Paths[0])}{(damaged.Paths.Count > 1 ? $" and {damaged.Paths.Count - 1} more" : "")}";
            Console.WriteLine($"damaged: {damaged.Md5}{of} is {damaged.Actual}"
                + (damaged.Quarantine is null ? "" : $", put aside as {TerminalText.Of(damaged.Quarantine)}")
                + (damaged.Detached.Count == 0 ? "" : $"; {TerminalText.Of(string.Join(", ", damaged.Detached))} led to it and keeps it, as a file of its own")
                + (damaged.IsRestored ? ", stored again from the workspace" : ""));
        }

        foreach (var missing in found.Missing)
        {
            Console.WriteLine($"missing: {TerminalText.Of(missing)} is not in the cache");
        }

        Console.WriteLine($"Read {Words.Count(found.Objects, "object")}, {Words.Bytes(found.Bytes)}: {(found.Damaged.Count == 0 ? found.Missing.Count > 0 ? "none is damaged." : "all are what their names say." : $"{Words.Count(found.Damaged.Count, "is", "are")} damaged.")}");
        if (found.Missing.Count > 0 || found.Damaged.Any(static damaged => !damaged.IsRestored && damaged.Quarantine is not null))
        {
            Console.WriteLine("Next: 'mlops data pull' fetches them.");
        }
    }

    private static void WriteJson(Stream output, VerifiedCache found)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteBoolean("ok", found.Damaged.Count + found.Missing.Count == 0);
        writer.WriteNumber("objects", found.Objects);
        writer.WriteNumber("bytes", found.Bytes);
        writer.WriteStartArray("damaged");
        foreach (var damaged in found.Damaged)
        {
            writer.WriteStartObject();
            writer.WriteString("md5", damaged.Md5);
            writer.WriteString("actual", damaged.Actual);
            writer.WriteString("quarantine", damaged.Quarantine);
            writer.WriteBoolean("restored", damaged.IsRestored);
            JsonOutput.WriteTexts(writer, "paths", damaged.Paths);
            JsonOutput.WriteTexts(writer, "detached", damaged.Detached);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        JsonOutput.WriteTexts(writer, "missing", found.Missing);
        writer.WriteEndObject();
    }
}

using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data import</c>.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "A path, or an address that begins with http:// or https://." };
        var destination = new Argument<string?>("out") { Description = "Where it goes; its own name when none is given.", Arity = ArgumentArity.ZeroOrOne };
        var force = DataOptions.Force("Replace what lies there.");
        var json = DataOptions.Json();
        var command = new Command("import", "Bring data from elsewhere into this repository, and keep where it came from.") { source, destination, force, json };
        command.Aliases.Add("import-url");
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var imported = await DataProgressBar.ShowAsync("importing", progress => DatasetImporter.ImportAsync(
                repository, parsed.GetValue(source)!, parsed.GetValue(destination), parsed.GetValue(force), progress, cancellationToken)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteString("source", imported.Source);
                writer.WriteString("path", imported.Dataset.Path);
                writer.WriteString("pointer", imported.Dataset.PointerFile);
                writer.WriteString("md5", imported.Dataset.Md5);
                writer.WriteNumber("size", imported.Dataset.Size);
                writer.WriteNumber("files", imported.Dataset.Files);
                writer.WriteEndObject();
            }
            else
            {
                await Console.Out.WriteLineAsync($"Imported {TerminalText.Of(imported.Source)} as {TerminalText.Of(imported.Dataset.Path)} ({Words.Count(imported.Dataset.Files, "file")}, {Words.Bytes(imported.Dataset.Size)})").ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using MlOps.Data;
using MlOps.Data.Git;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data import</c> and <c>mlops data update</c>.</summary>
internal static class ImportCommand
{
    private const string UrlOnly = "import-url";

    public static Command Create()
    {
        var source = new Argument<string>("source") { Description = "Another repository: a path or an address that git understands. Or data itself: a path, or an address that begins with http:// or https://." };
        var path = new Argument<string?>("path") { Description = "The file or folder in the other repository, tracked there by git or DVC. Of data itself: where it goes.", Arity = ArgumentArity.ZeroOrOne };
        var to = new Option<string?>("--out", "-o") { Description = "Where it goes; its own name in the current folder when nothing is said." };
        var rev = new Option<string?>("--rev") { Description = "The branch, tag or commit of the other repository." };
        var force = DataOptions.Force("Replace what lies there.");
        var jobs = new Option<int>("--jobs", "-j") { Description = "Does nothing: how many files come at once is found out. Known because DVC has it." };
        var json = DataOptions.Json();
        var command = new Command("import", "Bring data from another repository or from elsewhere, and keep where it came from. As 'import-url' it never looks for a repository.") { source, path, to, rev, force, jobs, json };
        command.Aliases.Add(UrlOnly);
        command.Validators.Add(result =>
        {
            if (result.GetValue(rev) is not null && result.GetValue(path) is null)
            {
                result.AddError("--rev is of another repository: name the file or folder in it, too.");
            }
        });
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var (from, second, named) = (parsed.GetValue(source)!, parsed.GetValue(path), parsed.GetValue(to));
            // With a second word both can be meant; options that only one of them has decide, and else what lies there.
            var isRepository = parsed.CommandResult.IdentifierToken.Value != UrlOnly && second is not null
                && (named is not null || parsed.GetValue(rev) is not null || GitClone.IsRepository(from));
            var imported = await DataProgressBar.ShowAsync("importing", progress => isRepository
                ? DatasetImporter.ImportFromAsync(repository, from, second!, named, parsed.GetValue(rev), parsed.GetValue(force), progress, cancellationToken)
                : DatasetImporter.ImportAsync(repository, from, named ?? second, parsed.GetValue(force), progress, cancellationToken)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                Write(writer, imported);
            }
            else
            {
                await Console.Out.WriteLineAsync($"Imported {TerminalText.Of(imported.Source)} as {Text(imported)}").ConfigureAwait(false);
            }

            return ExitCode.Done;
        });
        return command;
    }

    public static Command CreateUpdate()
    {
        var targets = DataOptions.Targets("Data sets or their pointers.");
        targets.Arity = ArgumentArity.OneOrMore;
        var rev = new Option<string?>("--rev") { Description = "The branch, tag or commit to follow from now on." };
        var force = DataOptions.Force("Replace files that the cache does not have, too.");
        var json = DataOptions.Json();
        var command = new Command("update", "Bring data sets that were imported from other repositories to what these have now.") { targets, rev, force, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var updated = await DataProgressBar.ShowAsync("updating", progress => DatasetUpdater.UpdateAsync(
                repository, parsed.GetValue(targets)!, parsed.GetValue(rev), parsed.GetValue(force), progress, cancellationToken)).ConfigureAwait(false);
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                writer.WriteStartArray("datasets");
                foreach (var dataset in updated)
                {
                    Write(writer, dataset);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
            }
            else
            {
                foreach (var dataset in updated)
                {
                    await Console.Out.WriteLineAsync($"{(dataset.Dataset.Change == DatasetChange.Unchanged ? "Unchanged" : "Updated")} {Text(dataset)}").ConfigureAwait(false);
                }
            }

            return ExitCode.Done;
        });
        return command;
    }

    private static string Text(ImportedDataset imported) =>
        $"{TerminalText.Of(imported.Dataset.Path)} ({Words.Count(imported.Dataset.Files, "file")}, {Words.Bytes(imported.Dataset.Size)})";

    private static void Write(Utf8JsonWriter writer, ImportedDataset imported)
    {
        writer.WriteStartObject();
        writer.WriteString("source", imported.Source);
        writer.WriteString("path", imported.Dataset.Path);
        writer.WriteString("pointer", imported.Dataset.PointerFile);
        writer.WriteString("md5", imported.Dataset.Md5);
        writer.WriteNumber("size", imported.Dataset.Size);
        writer.WriteNumber("files", imported.Dataset.Files);
        writer.WriteString("change", imported.Dataset.Change.ToString().ToLowerInvariant());
        writer.WriteEndObject();
    }
}

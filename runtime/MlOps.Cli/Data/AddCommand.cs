using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data add</c> and <c>mlops data commit</c>.</summary>
internal static class AddCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Files and folders.");
        targets.Arity = ArgumentArity.OneOrMore;
        var glob = new Option<bool>("--glob") { Description = "Targets are patterns, such as 'data/*.csv'." };
        var noCommit = new Option<bool>("--no-commit") { Description = "Write the pointers only; 'mlops data commit' stores the content." };
        var sha = new Option<bool>("--sha256") { Description = "Keep a SHA-256 of files beside the MD5, which 'mlops data verify' compares." };
        var force = DataOptions.Force("Does nothing: what changed is added without asking. Known because DVC has it.");
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("add", "Put files and folders under version control, or store their new versions.") { targets, glob, noCommit, sha, force, quiet, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var paths = parsed.GetValue(targets)!;
            var added = DataProgressBar.Show("adding", progress => DatasetAdder.Add(
                repository,
                parsed.GetValue(glob) ? Patterns.Files(paths) : paths,
                new AddOptions { Commit = !parsed.GetValue(noCommit), Sha256 = parsed.GetValue(sha), Progress = progress },
                cancellationToken));
            Print(added, parsed.GetValue(json), parsed.GetValue(quiet));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    public static Command CreateCommit()
    {
        var targets = DataOptions.Targets("Data sets or their pointers; all when none is named.");
        var force = DataOptions.Force("Does nothing: what changed is stored without asking. Known because DVC has it.");
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("commit", "Store what changed in data sets, and bring their pointers in step.") { targets, force, quiet, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var stored = DataProgressBar.Show("storing", progress => DatasetAdder.Commit(repository, parsed.GetValue(targets)!, progress, cancellationToken));
            Print(stored, parsed.GetValue(json), parsed.GetValue(quiet));
            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static void Print(IReadOnlyList<AddedDataset> added, bool json, bool quiet)
    {
        if (json)
        {
            WriteJson(Console.OpenStandardOutput(), added);
        }
        else if (!quiet)
        {
            foreach (var dataset in added)
            {
                Console.WriteLine($"{Verb(dataset.Change)} {TerminalText.Of(dataset.Path)} ({Words.Count(dataset.Files, "file")}, {Words.Bytes(dataset.Size)})");
            }

            var changed = added.Where(static dataset => dataset.Change != DatasetChange.Unchanged).Select(static dataset => dataset.PointerFile).Distinct().ToArray();
            if (changed.Length > 0)
            {
                Console.WriteLine($"Next: git add {string.Join(' ', changed.Select(static pointer => $"'{TerminalText.Of(pointer)}'"))} and its .gitignore, and 'mlops data push' to share the content.");
            }
        }
    }

    internal static void WriteJson(Stream output, IReadOnlyList<AddedDataset> added)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteStartArray("datasets");
        foreach (var dataset in added)
        {
            writer.WriteStartObject();
            writer.WriteString("path", dataset.Path);
            writer.WriteString("pointer", dataset.PointerFile);
            writer.WriteString("md5", dataset.Md5);
            writer.WriteNumber("size", dataset.Size);
            writer.WriteNumber("files", dataset.Files);
            writer.WriteString("change", Verb(dataset.Change).ToLowerInvariant());
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static string Verb(DatasetChange change) => change switch
    {
        DatasetChange.Added => "Added",
        DatasetChange.Updated => "Updated",
        _ => "Unchanged",
    };
}

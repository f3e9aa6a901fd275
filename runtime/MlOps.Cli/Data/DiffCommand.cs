using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data diff</c>.</summary>
internal static class DiffCommand
{
    public static Command Create()
    {
        var first = new Argument<string>("first") { Description = "A revision of git.", DefaultValueFactory = static _ => "HEAD" };
        var second = new Argument<string?>("second") { Description = "Another; the workspace when none is named.", Arity = ArgumentArity.ZeroOrOne };
        var showHash = new Option<bool>("--show-hash") { Description = "Show digests, too." };
        var only = new Option<string[]>("--targets") { Description = "Only these files and folders.", AllowMultipleArgumentsPerToken = true };
        var json = DataOptions.Json();
        var command = new Command("diff", "Compare the data of two revisions. Exits with 1 when something differs.") { first, second, showHash, only, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var (from, to) = (parsed.GetValue(first)!, parsed.GetValue(second));
            var difference = DataProgressBar.Show("comparing", progress => DataComparison.Between(repository, from, to, progress, cancellationToken));
            if (parsed.GetValue(only) is { Length: > 0 } targets)
            {
                var wanted = targets.Select(target => repository.PathOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)))).ToArray();
                difference = difference with { Changes = [.. difference.Changes.Where(change => wanted.Any(path => IsIn(path, change.Path) || (change.OldPath is { } old && IsIn(path, old))))] };
            }

            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), from, to, difference);
            }
            else
            {
                Print(from, to, difference, parsed.GetValue(showHash));
            }

            return Task.FromResult(difference.Changes.Count == 0 ? ExitCode.Done : ExitCode.No);
        });
        return command;
    }

    private static bool IsIn(string target, string path) => target == "." || path == target || path.StartsWith(target + "/", StringComparison.Ordinal);

    private static void Print(string from, string? to, DataDifference difference, bool showHash)
    {
        var where = $"between {TerminalText.Of(from)} and {(to is null ? "the workspace" : TerminalText.Of(to))}";
        if (difference.Changes.Count == 0)
        {
            Console.WriteLine($"No data differ {where}.");
            return;
        }

        foreach (var group in difference.Changes.GroupBy(static change => change.State).OrderBy(static group => group.Key))
        {
            Console.WriteLine($"{char.ToUpperInvariant(Word(group.Key)[0])}{Word(group.Key)[1..]}:");
            foreach (var change in group)
            {
                var hash = showHash ? $"{Short(change.Old)}{(change.Old is not null && change.New is not null && change.Old != change.New ? ".." : "")}{(change.Old == change.New ? "" : Short(change.New))}  " : "";
                Console.WriteLine($"    {hash}{(change.OldPath is null ? "" : TerminalText.Of(change.OldPath) + " -> ")}{TerminalText.Of(change.Path)}");
            }
        }

        Console.WriteLine($"{Words.Count(difference.Changes.Count, "path differs", "paths differ")} {where}.");
    }

    private static string Short(string? md5) => md5 is null ? "" : md5[..Math.Min(8, md5.Length)];

    private static void WriteJson(Stream output, string from, string? to, DataDifference difference)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartObject();
        writer.WriteString("a", from);
        writer.WriteString("b", to);
        writer.WriteStartArray("changes");
        foreach (var change in difference.Changes)
        {
            writer.WriteStartObject();
            writer.WriteString("path", change.Path);
            writer.WriteString("state", Word(change.State).Replace(' ', '_'));
            writer.WriteString("old", change.Old);
            writer.WriteString("new", change.New);
            writer.WriteString("old_path", change.OldPath);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteDvc(writer, difference);
        writer.WriteEndObject();
    }

    /// <summary>What <c>dvc diff --json</c> prints; nothing at all in it when nothing differs.</summary>
    private static void WriteDvc(Utf8JsonWriter writer, DataDifference difference)
    {
        writer.WriteStartObject("dvc");
        foreach (var state in difference.Changes.Count == 0 ? [] : Enum.GetValues<DifferenceState>())
        {
            writer.WriteStartArray(Word(state));
            foreach (var change in difference.Changes.Where(change => change.State == state))
            {
                writer.WriteStartObject();
                if (change.OldPath is { } oldPath)
                {
                    writer.WriteStartObject("path");
                    writer.WriteString("old", oldPath);
                    writer.WriteString("new", change.Path);
                    writer.WriteEndObject();
                }
                else
                {
                    writer.WriteString("path", change.Path);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndObject();
    }

    private static string Word(DifferenceState state) => state switch
    {
        DifferenceState.Added => "added",
        DifferenceState.Deleted => "deleted",
        DifferenceState.Modified => "modified",
        DifferenceState.Renamed => "renamed",
        _ => "not in cache",
    };
}

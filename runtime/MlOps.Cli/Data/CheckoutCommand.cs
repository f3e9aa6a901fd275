using System.CommandLine;
using System.Text.Json;
using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data checkout</c>.</summary>
internal static class CheckoutCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("Data sets, their pointers, folders above them or files inside; all when none is named.");
        var force = DataOptions.Force("Even where changes are lost that the cache does not have.");
        var relink = new Option<bool>("--relink") { Description = "Link files anew after cache.type was changed." };
        var recursive = new Option<bool>("--recursive", "-R") { Description = "Does nothing: folders are always searched. Known because DVC has it." };
        var summary = new Option<bool>("--summary") { Description = "Tell how many, not which." };
        var allowMissing = new Option<bool>("--allow-missing") { Description = "Succeed although the cache lacks some of it." };
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("checkout", "Make data sets what their pointers say, from the cache.") { targets, force, relink, recursive, summary, allowMissing, quiet, json };
        command.SetAction((parsed, cancellationToken) =>
        {
            var repository = DataOptions.Repository();
            var results = DataProgressBar.Show("checking out", progress => DatasetCheckout.Run(
                repository,
                parsed.GetValue(targets)!,
                new CheckoutOptions { Force = parsed.GetValue(force), Relink = parsed.GetValue(relink), Progress = progress },
                cancellationToken));
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                writer.WriteStartObject();
                WriteJson(writer, results);
                writer.WriteEndObject();
                TellProblems(results);
            }
            else
            {
                if (parsed.GetValue(summary) && !parsed.GetValue(quiet))
                {
                    Console.WriteLine(Summary(results));
                }

                Print(results, parsed.GetValue(quiet) || parsed.GetValue(summary));
            }

            return Task.FromResult(CodeOf(parsed.GetValue(allowMissing) ? [.. results.Where(static result => result.Outcome != CheckoutOutcome.Missing)] : results));
        });
        return command;
    }

    public static int CodeOf(IReadOnlyList<CheckedOut> results) => results.All(static result => result.Problem is null) ? ExitCode.Done : ExitCode.Failed;

    // In DVC's words.
    private static string Summary(IReadOnlyList<CheckedOut> results)
    {
        var parts = ((CheckoutOutcome Outcome, string Word)[])[(CheckoutOutcome.Modified, "modified"), (CheckoutOutcome.Added, "added")];
        var told = parts.Select(part => (part.Word, Count: results.Count(result => result.Outcome == part.Outcome))).Where(static part => part.Count > 0).ToArray();
        return told.Length == 0 ? "No changes." : string.Join(", ", told.Select(static part => $"{Words.Count(part.Count, "file")} {part.Word}"));
    }

    public static void Print(IReadOnlyList<CheckedOut> results, bool quiet)
    {
        if (!quiet)
        {
            // The letters of DVC and git.
            foreach (var result in results.Where(static result => result.Outcome is CheckoutOutcome.Added or CheckoutOutcome.Modified))
            {
                Console.WriteLine($"{(result.Outcome == CheckoutOutcome.Added ? 'A' : 'M')}       {TerminalText.Of(result.Path)}");
            }

            if (results.All(static result => result.Outcome == CheckoutOutcome.Unchanged))
            {
                Console.WriteLine("Everything is as its pointers say.");
            }
        }

        TellProblems(results);
    }

    public static void TellProblems(IReadOnlyList<CheckedOut> results)
    {
        foreach (var result in results.Where(static result => result.Problem is not null))
        {
            Console.Error.WriteLine($"mlops: '{TerminalText.Of(result.Path)}' was left as it is: {TerminalText.Of(result.Problem)}.");
        }
    }

    /// <summary>Writes the property <c>checkout</c>.</summary>
    public static void WriteJson(Utf8JsonWriter writer, IReadOnlyList<CheckedOut> results)
    {
        writer.WriteStartArray("checkout");
        foreach (var result in results)
        {
            writer.WriteStartObject();
            writer.WriteString("path", result.Path);
            writer.WriteString("outcome", result.Outcome switch
            {
                CheckoutOutcome.Unchanged => "unchanged",
                CheckoutOutcome.Added => "added",
                CheckoutOutcome.Modified => "modified",
                CheckoutOutcome.Refused => "refused",
                CheckoutOutcome.Missing => "missing",
                _ => "corrupt",
            });
            writer.WriteNumber("written", result.Written);
            writer.WriteNumber("removed", result.Removed);
            writer.WriteString("problem", result.Problem);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}

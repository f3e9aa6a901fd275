using System.CommandLine;
using System.Text.Json;
using MlOps.Data;
using MlOps.Data.Git;

namespace MlOps.Cli.Data;

/// <summary><c>mlops data check-ignore</c>, with DVC's options and exit codes.</summary>
internal static class CheckIgnoreCommand
{
    public static Command Create()
    {
        var targets = DataOptions.Targets("File or folder paths to check.");
        var details = new Option<bool>("--details", "-d") { Description = "Show the exclude patterns along with each target path." };
        var all = new Option<bool>("--all", "-a") { Description = "Show all patterns that match, not only the last, which decides." };
        var nonMatching = new Option<bool>("--non-matching", "-n") { Description = "Include the target paths which don't match any pattern in the --details list." };
        var stdin = new Option<bool>("--stdin") { Description = "Read paths from standard input instead of providing targets." };
        var quiet = DataOptions.Quiet();
        var json = DataOptions.Json();
        var command = new Command("check-ignore", "Check whether files or folders are excluded due to .dvcignore. Exits with 1 when none is.") { targets, details, all, nonMatching, stdin, quiet, json };
        command.Validators.Add(result =>
        {
            var (isStdin, isDetails) = (result.GetValue(stdin), result.GetValue(details));
            var problem = isStdin == (result.GetValue(targets)!.Length > 0) ? "give either targets or --stdin."
                : result.GetValue(nonMatching) && !isDetails ? "--non-matching is only valid with --details."
                : result.GetValue(all) && !isDetails ? "--all is only valid with --details."
                : result.GetValue(quiet) && isDetails ? "--details and --quiet cannot be used together."
                : null;
            if (problem is not null)
            {
                result.AddError(problem);
            }
        });
        command.SetAction(parsed =>
        {
            var repository = DataOptions.Repository();
            var rules = DvcRepository.IgnoreRulesOf(repository.Root);
            Answer[] answers = [.. (parsed.GetValue(stdin) ? Lines() : parsed.GetValue(targets)!).Select(target => Check(repository, rules, target))];
            var isDetailed = parsed.GetValue(details);
            if (parsed.GetValue(json))
            {
                WriteJson(Console.OpenStandardOutput(), answers);
            }
            else if (!parsed.GetValue(quiet))
            {
                foreach (var line in answers.SelectMany(answer => isDetailed ? Details(answer, parsed.GetValue(all), parsed.GetValue(nonMatching)) : answer.IsIgnored ? [answer.Target] : []))
                {
                    Console.WriteLine(line);
                }
            }

            return answers.Any(answer => isDetailed ? answer.Rules.Count > 0 : answer.IsIgnored) ? ExitCode.Done : ExitCode.No;
        });
        return command;
    }

    private static IEnumerable<string> Lines()
    {
        while (Console.In.ReadLine() is { Length: > 0 } line)
        {
            yield return line;
        }
    }

    private static Answer Check(DvcRepository repository, IgnoreRules rules, string target)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        IReadOnlyList<IgnoreRule> found = TrackedOutput.IsBelow(repository.Root, full) ? rules.Matching(repository.PathOf(full), Directory.Exists(full)) : [];
        return new Answer(target, found, found is [.., { Pattern.Negated: false }]);
    }

    private static IEnumerable<string> Details(Answer answer, bool all, bool nonMatching) =>
        (answer.Rules.Count == 0 ? (nonMatching ? ["::"] : []) : answer.Rules.Skip(all ? 0 : answer.Rules.Count - 1).Select(static rule => rule.ToString()))
            .Select(rule => $"{TerminalText.Of(rule)}\t{TerminalText.Of(answer.Target)}");

    private static void WriteJson(Stream output, Answer[] answers)
    {
        using var writer = new Utf8JsonWriter(output, JsonOutput.Options);
        writer.WriteStartArray();
        foreach (var answer in answers)
        {
            writer.WriteStartObject();
            writer.WriteString("path", answer.Target);
            writer.WriteBoolean("ignored", answer.IsIgnored);
            writer.WriteStartArray("patterns");
            foreach (var rule in answer.Rules)
            {
                writer.WriteStringValue(rule.ToString());
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private sealed record Answer(string Target, IReadOnlyList<IgnoreRule> Rules, bool IsIgnored);
}

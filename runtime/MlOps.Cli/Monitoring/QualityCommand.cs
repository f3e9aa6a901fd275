using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary><c>mlops quality</c>: how good recorded predictions are.</summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The rows, with the true values and the predicted ones." };
        var target = new Option<string>("--target") { Description = "The column of the true labels or values; of a ranking, of the relevance.", DefaultValueFactory = static _ => "target" };
        var prediction = new Option<string>("--prediction") { Description = "The column of the predicted labels or values; of a ranking, of the score.", DefaultValueFactory = static _ => "prediction" };
        var probability = new Option<string[]>("--probability") { Description = "The column of the probability of the positive label, or with commas between them a column for each label, called like it." };
        var user = new Option<string?>("--user") { Description = "The column that says whose item a row of a ranking is." };
        var k = new Option<int>("--k") { Description = "The number of first items of a ranking that count.", DefaultValueFactory = static _ => 10 };
        var task = new Option<string?>("--task") { Description = "What was predicted; otherwise told by the columns." };
        task.AcceptOnlyFromAmong("classification", "regression", "ranking");
        var positive = new Option<string?>("--positive") { Description = "The positive one of two labels." };
        var threshold = new Option<double>("--threshold") { Description = "From which probability on the positive label is predicted.", DefaultValueFactory = static _ => 0.5 };
        threshold.Validators.Add(static result =>
        {
            if (result.Tokens is [{ Value: var text }] && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var share) && share is not (>= 0 and <= 1))
            {
                result.AddError($"--threshold takes a probability between 0 and 1; {text} is none.");
            }
        });
        var reference = new Option<string?>("--reference") { Description = "Rows to compare with; exits with 1 when the quality is not within the usual bounds of theirs, or a --check of yours fails." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var (input, asked) = (new InputOptions(), new CheckOptions());
        var command = new Command("quality", "Show how good recorded predictions are.") { file, target, prediction, probability, user, k, task, positive, threshold, reference, json };
        asked.AddTo(command);
        input.AddTo(command, hasReference: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            var roles = new QualityRoles
            {
                Target = parsed.GetRequiredValue(target),
                Prediction = parsed.GetRequiredValue(prediction),
                Probabilities = [.. (parsed.GetValue(probability) ?? []).SelectMany(static names => names.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
                User = parsed.GetValue(user),
                K = parsed.GetValue(k),
                Task = parsed.GetValue(task),
                Options = new ClassificationOptions { PositiveLabel = parsed.GetValue(positive), Threshold = parsed.GetValue(threshold) },
            };
            object current;
            object? compared;
            IReadOnlyList<CheckResult> checks;
            try
            {
                var rows = parsed.GetRequiredValue(file);
                current = roles.Judge(await input.ReadAsync(parsed, rows, cancellation).ConfigureAwait(false), rows);
                compared = parsed.GetValue(reference) is { } path ? roles.Judge(await input.ReadReferenceAsync(parsed, path, cancellation).ConfigureAwait(false), path) : null;
                checks = asked.Run(parsed, QualityRoles.Metrics(current), compared is null ? null : QualityRoles.Metrics(compared))
                    ?? (compared is null ? [] : QualityRoles.Checks(current, compared));
            }
            catch (ArgumentException problem)
            {
                // A column or a label that is not there.
                return Failure.Tell(parsed, "usage", UsageText.Of(problem), path: null, ExitCode.Usage);
            }

            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                QualityJson.Write(writer, current, checks);
            }
            else
            {
                QualityText.Print(Terminal.Console, current, compared, checks);
            }

            return CheckOutput.ExitOf(checks);
        });
        return command;
    }
}

using System.CommandLine;
using System.Text.Json;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary><c>mlops summary</c>: what a file of rows holds.</summary>
internal static class SummaryCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "The rows." };
        var reference = new Option<string?>("--reference") { Description = "Rows to compare with; exits with 1 when there are more of missing, repeated or constant ones than there, or a --check of yours fails." };
        var correlations = new Option<bool>("--correlations") { Description = "Measure how all columns go together as well; takes the square of their number." };
        var json = new Option<bool>("--json") { Description = "Print one JSON document and nothing else." };
        var (input, asked) = (new InputOptions(), new CheckOptions());
        var command = new Command("summary", "Show what a file of rows holds.") { file, reference, correlations, json };
        asked.AddTo(command);
        input.AddTo(command, hasReference: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            var table = await input.ReadAsync(parsed, parsed.GetRequiredValue(file), cancellation).ConfigureAwait(false);
            var statistics = DatasetStatistics.Of(table, cancellationToken: cancellation);
            var compared = parsed.GetValue(reference) is { } path
                ? DatasetStatistics.Of(await input.ReadReferenceAsync(parsed, path, cancellation).ConfigureAwait(false), cancellationToken: cancellation)
                : null;
            IReadOnlyList<CheckResult> checks;
            try
            {
                checks = asked.Run(parsed, statistics.Metrics, compared?.Metrics)
                    ?? (compared is null ? [] : DefaultChecks.Of(statistics, compared));
            }
            catch (ArgumentException problem)
            {
                return Failure.Tell(parsed, "usage", UsageText.Of(problem), path: null, ExitCode.Usage);
            }

            CorrelationMatrix[] matrices = parsed.GetValue(correlations)
                ? [.. Enum.GetValues<CorrelationKind>().Select(kind => CorrelationMatrix.Of(table, kind, cancellationToken: cancellation))]
                : [];
            if (parsed.GetValue(json))
            {
                using var writer = new Utf8JsonWriter(Console.OpenStandardOutput(), JsonOutput.Options);
                SummaryJson.Write(writer, table, input.Types(parsed), statistics, matrices, checks);
            }
            else
            {
                SummaryText.Print(Terminal.Console, table, statistics, matrices, checks);
            }

            return CheckOutput.ExitOf(checks);
        });
        return command;
    }
}

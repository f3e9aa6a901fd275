using System.CommandLine;
using System.CommandLine.Parsing;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary>Which conditions metrics have to meet, when the usual ones are not what is wanted.</summary>
internal sealed class CheckOptions
{
    private readonly Option<string[]> _check = new("--check") { Description = "What has to be true of a metric, such as 'accuracy gte 0.9' or 'rmse lte reference+-10%'; instead of the usual checks." };
    private readonly Option<string[]> _warn = new("--warn") { Description = "The same, but it only warns." };

    public CheckOptions()
    {
        _check.Validators.Add(Look);
        _warn.Validators.Add(Look);
    }

    public void AddTo(Command command)
    {
        command.Options.Add(_check);
        command.Options.Add(_warn);
    }

    /// <summary>What came of the checks; <see langword="null"/> when none was asked for.</summary>
    /// <exception cref="ArgumentException">One is about a reference, and there is none.</exception>
    public IReadOnlyList<CheckResult>? Run(ParseResult parsed, IEnumerable<QualityMetric> current, IEnumerable<QualityMetric>? reference)
    {
        Check[] checks = [.. Of(_check, isCritical: true), .. Of(_warn, isCritical: false)];
        if (reference is null && Array.Find(checks, static check => check.Condition.Holds(0, reference: null) is null) is { } lost)
        {
            throw new ArgumentException($"The check of '{lost.Metric}' is about a reference. Name one with --reference.");
        }

        return checks.Length == 0 ? null : Check.Run(checks, current, reference);

        IEnumerable<Check> Of(Option<string[]> option, bool isCritical) => (parsed.GetValue(option) ?? []).Select(text => Check.Parse(text, isCritical));
    }

    private static void Look(OptionResult result)
    {
        foreach (var token in result.Tokens)
        {
            try
            {
                Check.Parse(token.Value);
            }
            catch (FormatException problem)
            {
                result.AddError(problem.Message);
            }
        }
    }
}

using System.Globalization;
using MlOps.Monitoring.Checks;

namespace MlOps.Monitoring;

/// <summary>A condition that a metric has to meet.</summary>
/// <param name="Metric">The name of the metric, as the qualities and statistics list it.</param>
/// <param name="Condition">What must be true of it.</param>
/// <param name="IsCritical">Whether it fails when it is not true, or only warns.</param>
public sealed record Check(string Metric, Condition Condition, bool IsCritical = true)
{
    /// <summary>A check as people write it, in a configuration or on a command line.</summary>
    /// <param name="text">
    /// The metric, one of <c>gt, gte, lt, lte, eq, not_eq, in, not_in</c> (or <c>&gt; &gt;= &lt; &lt;= == !=</c>), and what it is held against: a number,
    /// <c>reference</c>, <c>reference+-10%</c> or <c>reference+-0.5</c>; after <c>in</c> and <c>not_in</c> several of these, with commas between them.
    /// </param>
    /// <param name="isCritical">Whether it fails when it is not true, or only warns.</param>
    /// <exception cref="FormatException">The text is no check; the message shows how one is written.</exception>
    public static Check Parse(string text, bool isCritical = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return CheckText.Read(text, isCritical);
    }

    /// <summary>Holds metrics against conditions.</summary>
    /// <param name="checks">The conditions.</param>
    /// <param name="current">The metrics that are judged.</param>
    /// <param name="reference">The metrics of the reference, for the conditions that speak of one.</param>
    /// <returns>A result for each check, in their order. A metric that is missing, or has no value, does not meet its condition.</returns>
    public static IReadOnlyList<CheckResult> Run(IEnumerable<Check> checks, IEnumerable<QualityMetric> current, IEnumerable<QualityMetric>? reference = null)
    {
        ArgumentNullException.ThrowIfNull(checks);
        ArgumentNullException.ThrowIfNull(current);
        var (values, references) = (ByName(current), ByName(reference ?? []));
        return [.. checks.Select(check => check.Run(values, references))];
    }

    private static Dictionary<string, double?> ByName(IEnumerable<QualityMetric> metrics)
    {
        var byName = new Dictionary<string, double?>(StringComparer.Ordinal);
        foreach (var metric in metrics)
        {
            byName[metric.Name] = metric.Value is double.NaN ? null : metric.Value;
        }

        return byName;
    }

    private CheckResult Run(Dictionary<string, double?> values, Dictionary<string, double?> references)
    {
        var reference = references.GetValueOrDefault(Metric);
        var expected = Condition.Text(reference);
        if (!values.TryGetValue(Metric, out var value))
        {
            return Result(false, $"There is no metric '{Metric}'; there are {string.Join(", ", values.Keys.Order(StringComparer.Ordinal))}.");
        }

        if (value is not { } number)
        {
            return Result(false, $"{Metric} has no value here, and so is not {expected}.");
        }

        var holds = Condition.Holds(number, reference);
        return Result(holds == true, string.Create(CultureInfo.InvariantCulture, $"{Metric} is {number:0.######}, {(holds is null ? $"and there is no reference to be {expected}" : holds.Value ? expected : $"not {expected}")}."));

        CheckResult Result(bool isMet, string text) => new(this, value, reference, isMet ? CheckStatus.Pass : IsCritical ? CheckStatus.Fail : CheckStatus.Warn, text);
    }
}

/// <summary>What came of a check.</summary>
public enum CheckStatus
{
    /// <summary>The condition is met.</summary>
    Pass,

    /// <summary>It is not met, and not critical.</summary>
    Warn,

    /// <summary>It is not met, and critical.</summary>
    Fail,
}

/// <summary>What came of a check, and of what.</summary>
/// <param name="Check">The check.</param>
/// <param name="Value">The metric; <see langword="null"/> where it has no value.</param>
/// <param name="Reference">The metric of the reference; <see langword="null"/> where it has no value.</param>
/// <param name="Status">Whether the condition is met.</param>
/// <param name="Text">All of it in a sentence.</param>
public sealed record CheckResult(Check Check, double? Value, double? Reference, CheckStatus Status, string Text);

namespace MlOps.Monitoring;

/// <summary>When a metric of a watched model is worth waking somebody for.</summary>
/// <param name="Metric">The name of the metric, such as <c>drift.share</c>; one that a window does not have counts as fine.</param>
/// <param name="Comparison">How it must compare with the threshold to be a breach.</param>
/// <param name="Threshold">The threshold, in the unit of the metric.</param>
public sealed record AlertRule(string Metric, AlertComparison Comparison, double Threshold)
{
    /// <summary>What the alert is called; the rule itself unless said.</summary>
    public string Name { get; init; } = $"{Metric} {Sign(Comparison)} {Threshold.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    /// <summary>For how many windows in a row there must be a breach before the alert is raised.</summary>
    public int Windows { get; init; } = 1;

    /// <summary>For how long after it was raised the same alert is not raised again, once it is resolved.</summary>
    public TimeSpan CoolDown { get; init; } = TimeSpan.FromHours(1);

    /// <summary>Whether a value is a breach. NaN never is: it says nothing.</summary>
    internal bool IsBreach(double value) => Comparison switch
    {
        AlertComparison.Above => value > Threshold,
        AlertComparison.AtLeast => value >= Threshold,
        AlertComparison.Below => value < Threshold,
        _ => value <= Threshold,
    };

    private static string Sign(AlertComparison comparison) => comparison switch
    {
        AlertComparison.Above => ">",
        AlertComparison.AtLeast => ">=",
        AlertComparison.Below => "<",
        _ => "<=",
    };
}

/// <summary>How a metric compares with a threshold.</summary>
public enum AlertComparison
{
    /// <summary>Larger.</summary>
    Above,

    /// <summary>As large, or larger.</summary>
    AtLeast,

    /// <summary>Smaller.</summary>
    Below,

    /// <summary>As small, or smaller.</summary>
    AtMost,
}

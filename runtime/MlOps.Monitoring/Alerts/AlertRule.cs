namespace MlOps.Monitoring;

/// <summary>When a metric of a watched model is worth waking somebody for.</summary>
/// <param name="Metric">The name of the metric, such as <c>drift.share</c>; a window that does not have it, as one without rows has no drift, leaves everything as it is.</param>
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

    /// <summary>Refuses what can never be meant.</summary>
    /// <exception cref="ArgumentException">No window has the metric, the threshold is no number, or a breach would have to last for no window or no time.</exception>
    internal void Check()
    {
        var problem = !MonitoredWindow.CanHave(Metric) ? $"has a metric '{Metric}' that no window has. There are {MonitoredWindow.AllMetrics}"
            : !double.IsFinite(Threshold) ? "has a threshold that is no number. Give one"
            : Windows < 1 ? $"takes a breach of {Windows} windows. Give 1 or more"
            : CoolDown < TimeSpan.Zero ? "has a cool-down below 0. Give none, or a time"
            : null;
        if (problem is not null)
        {
            throw new ArgumentException($"The alert '{Name}' {problem}.");
        }
    }

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

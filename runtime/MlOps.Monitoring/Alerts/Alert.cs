using System.Globalization;

namespace MlOps.Monitoring;

/// <summary>What is sent when a rule is broken, and once more when all is well again.</summary>
/// <param name="Monitor">The name of what is watched.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Value">The value of the metric in the window that decided.</param>
/// <param name="IsResolved">Whether all is well again.</param>
/// <param name="Since">When the first of the windows in breach ended, in UTC.</param>
/// <param name="Time">When the window that decided ended, in UTC.</param>
public sealed record Alert(string Monitor, AlertRule Rule, double Value, bool IsResolved, DateTimeOffset Since, DateTimeOffset Time)
{
    private const int MostNamed = 5;

    /// <summary>Tells this alert from all others: the same at each attempt to deliver it, so that who gets it twice can tell.</summary>
    public Guid Id { get; init; } = Guid.NewGuid();

    /// <summary>The columns that drift in that window.</summary>
    public IReadOnlyList<string> Drifted { get; init; } = [];

    /// <summary>The alert as a sentence.</summary>
    public string Message => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsResolved ? "Resolved" : "Alert")}: {Monitor}: {Rule.Name} ({Rule.Metric} is {Value:G6}, since {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC){Columns()}");

    private string Columns() => IsResolved || Drifted.Count == 0 ? ""
        : $"; drifting: {string.Join(", ", Drifted.Take(MostNamed))}{(Drifted.Count > MostNamed ? $" and {Drifted.Count - MostNamed} more" : "")}";
}

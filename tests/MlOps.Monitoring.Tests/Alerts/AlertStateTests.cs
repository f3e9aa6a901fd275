using MlOps.Monitoring.Alerts;

namespace MlOps.Monitoring.Tests.Alerts;

public sealed class AlertStateTests
{
    private static readonly DateTimeOffset s_start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly List<string> _sent = [];

    [Fact]
    public void AnAlertIsRaisedOnceAfterEnoughWindowsAndResolvedOnce()
    {
        Observe(new("drift.share", AlertComparison.AtLeast, 0.5) { Windows = 2 }, 0.6, 0.4, 0.5, 0.7, 0.9, 0.1, 0.1);
        Assert.Equal(["3 firing since 2", "5 resolved since 2"], _sent);
    }

    [Fact]
    public void WhatComesAndGoesIsNotRaisedAgainBeforeTheCoolDownIsOver()
    {
        Observe(new("drift.share", AlertComparison.Above, 0.5) { CoolDown = TimeSpan.FromMinutes(4) }, 1, 0, 1, 0, 1, 1);
        Assert.Equal(["0 firing since 0", "1 resolved since 0", "4 firing since 4"], _sent);
    }

    [Fact]
    public void WhatLastsBeyondTheCoolDownIsRaisedWhenItIsOver()
    {
        Observe(new("drift.share", AlertComparison.Above, 0.5) { CoolDown = TimeSpan.FromMinutes(4) }, 1, 0, 1, 1, 1, 1);
        Assert.Equal(["0 firing since 0", "1 resolved since 0", "4 firing since 2"], _sent);
    }

    [Theory]
    [InlineData(AlertComparison.Above, 2.0, false)]
    [InlineData(AlertComparison.AtLeast, 2.0, true)]
    [InlineData(AlertComparison.Below, 2.0, false)]
    [InlineData(AlertComparison.AtMost, 2.0, true)]
    [InlineData(AlertComparison.Above, 2.5, true)]
    [InlineData(AlertComparison.Below, 1.5, true)]
    [InlineData(AlertComparison.AtMost, double.NaN, false)]
    [InlineData(AlertComparison.Above, double.NaN, false)]
    public void AThresholdIsMeantAsItIsWritten(AlertComparison comparison, double value, bool isBreach)
    {
        Observe(new("rows", comparison, 2), value);
        Assert.Equal(isBreach, _sent.Count == 1);
    }

    [Fact]
    public void AMetricThatAWindowLacksChangesNothing()
    {
        var state = new AlertState("iris", new("drift", AlertComparison.AtLeast, 1) { Windows = 2 });
        Assert.Null(state.Observe(new Dictionary<string, double> { ["drift"] = 1 }, s_start));
        Assert.Null(state.Observe(new Dictionary<string, double>(), s_start.AddMinutes(1))); // A night without requests.
        Assert.NotNull(state.Observe(new Dictionary<string, double> { ["drift"] = 1 }, s_start.AddMinutes(2)));
        Assert.Null(state.Observe(new Dictionary<string, double>(), s_start.AddMinutes(3)));
        Assert.True(state.Observe(new Dictionary<string, double> { ["drift"] = 0 }, s_start.AddMinutes(4))?.IsResolved);
    }

    [Theory]
    [InlineData("drift.shar", 0.5, 1, 0, "The alert 'drift.shar >= 0.5' has a metric 'drift.shar' that no window has. There are rows, dropped, faults, drift, drift.columns, drift.share, drift.features, drift.targets, drift.predictions; and of each column missing.NAME, drift.score.NAME, drift.effect.NAME.")]
    [InlineData("missing.", 0.5, 1, 0, "has a metric 'missing.' that no window has.")]
    [InlineData("drift", double.NaN, 1, 0, "The alert 'drift >= NaN' has a threshold that is no number. Give one.")]
    [InlineData("drift", double.PositiveInfinity, 1, 0, "has a threshold that is no number.")]
    [InlineData("drift", 1, 0, 0, "The alert 'drift >= 1' takes a breach of 0 windows. Give 1 or more.")]
    [InlineData("drift", 1, 1, -1, "The alert 'drift >= 1' has a cool-down below 0. Give none, or a time.")]
    public void ARuleThatCanNeverBeMeantIsRefused(string metric, double threshold, int windows, int coolDown, string message)
    {
        var rule = new AlertRule(metric, AlertComparison.AtLeast, threshold) { Windows = windows, CoolDown = TimeSpan.FromHours(coolDown) };
        Assert.Contains(message, Assert.Throws<ArgumentException>(() => new AlertBoard(new MonitorOptions("iris") { Alerts = [rule] }, static _ => { }, TimeSpan.Zero)).Message, StringComparison.Ordinal);
    }

    private void Observe(AlertRule rule, params ReadOnlySpan<double> values)
    {
        var state = new AlertState("iris", rule);
        for (var minute = 0; minute < values.Length; minute++)
        {
            if (state.Observe(new Dictionary<string, double> { [rule.Metric] = values[minute] }, s_start.AddMinutes(minute)) is { } alert)
            {
                _sent.Add($"{(alert.Time - s_start).TotalMinutes} {(alert.IsResolved ? "resolved" : "firing")} since {(alert.Since - s_start).TotalMinutes}");
            }
        }
    }
}

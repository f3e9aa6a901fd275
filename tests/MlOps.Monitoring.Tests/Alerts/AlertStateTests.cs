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
    public void AMetricThatAWindowLacksIsFine()
    {
        var state = new AlertState("iris", new("rows", AlertComparison.Below, 10));
        Assert.NotNull(state.Observe(new Dictionary<string, double> { ["rows"] = 1 }, s_start));
        Assert.True(state.Observe(new Dictionary<string, double>(), s_start.AddMinutes(1))?.IsResolved);
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

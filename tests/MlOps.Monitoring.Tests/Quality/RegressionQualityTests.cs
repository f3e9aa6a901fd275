using static MlOps.Monitoring.Tests.Quality.ClassificationQualityTests;

namespace MlOps.Monitoring.Tests.Quality;

public sealed class RegressionQualityTests
{
    [Fact]
    public void WhatCannotBeAddedUpAndWhatHasNoSpreadIsSaid()
    {
        var large = RegressionQuality.Of(new NumberColumn("y", new[] { 1e308, -1e308, 1e308 }), new NumberColumn("p", new[] { -1e308, 1e308, -1e308 }));
        Assert.StartsWith("The numbers are too large to be added up: mean_error", Assert.Single(large.Notes), StringComparison.Ordinal);
        Assert.Equal(["One row has no spread, and so no standard deviation and no R²."], RegressionQuality.Of(new NumberColumn("y", new[] { 1.0 }), new NumberColumn("p", new[] { 2.0 })).Notes);
    }

    [Fact]
    public void PercentageErrorsOfNegativeTargetsAreRight()
    {
        var quality = RegressionQuality.Of(Numbers("y", -10, 10, 0, double.NaN, 4), Numbers("p", -9, 11, 5, 1, double.PositiveInfinity));
        Assert.Equal((3, 2, 1), (quality.Rows, quality.Skipped, quality.ZeroTargets));
        Assert.Equal(10, quality.MeanAbsolutePercentageError!.Value, 12);
        Assert.True(quality.EvidentlyPercentageError.Current > 1e15);
        Assert.Equal(["2 rows lack a finite target or prediction and are left out.", "1 rows have a target of 0, and so no percentage error: the mean is over the others."], quality.Notes);
    }

    [Fact]
    public void WhatIsNotDefinedHasAReason()
    {
        var constant = RegressionQuality.Of(Numbers("y", 2, 2), Numbers("p", 1, 3));
        Assert.Null(constant.R2);
        Assert.Equal("The target does not vary: there is no variance that could be explained, and so no R².", Assert.Single(constant.Notes));
        var empty = RegressionQuality.Of(Numbers("y"), Numbers("p"));
        Assert.All(empty.Metrics, static metric => Assert.Null(metric.Value));
        Assert.Equal("No row has both a target and a prediction: there is nothing to judge.", Assert.Single(empty.Notes));
    }

    /// <summary>No other constant among the targets has less of a percentage error than the dummy, nor among many others.</summary>
    [Fact]
    public void TheDummyIsTheBestConstant()
    {
        double[] targets = [-3, 1, 1.5, 2, 8, 40, 0];
        var dummy = RegressionQuality.Of(Numbers("y", targets), Numbers("p", targets)).Dummy;
        var best = Enumerable.Range(-500, 4600).Min(tenth => 100 * targets.Where(static target => target != 0).Average(target => Math.Abs(((tenth / 100.0) - target) / target)));
        Assert.Equal(best, dummy.MeanAbsolutePercentageError!.Value, 9);
    }
}

using static MlOps.Monitoring.Tests.Quality.ClassificationQualityTests;

namespace MlOps.Monitoring.Tests.Summaries;

public sealed class DatasetStatisticsTests
{
    [Fact]
    public void WhatIsThereTwiceOrSaysNothingIsNamed()
    {
        var table = new Table(
        [
            Numbers("x", 1, 2, 1, double.NaN, 0.0),
            Numbers("same", 1, 2, 1, double.NaN, -0.0),
            new NumberColumn("whole", new[] { 1.0, 2, 1, 2, 1 }, isInteger: true),
            Numbers("one", 7, 7, 7, double.NaN, 7),
            Numbers("none", double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
            new LevelColumn("t", new[] { 0, 1, 0, 1, 0 }, ["a", "b"]),
            new LevelColumn("u", new[] { 1, 0, 1, 0, 1 }, ["b", "a"]),
        ]);
        var statistics = DatasetStatistics.Of(table, almost: 0.8, TestContext.Current.CancellationToken);
        Assert.Equal((5, 7, 8L), (statistics.Rows, statistics.Columns, statistics.Missing));
        Assert.Equal(1, statistics.DuplicatedRows);
        Assert.Equal([new("x", "same"), new("t", "u")], statistics.DuplicatedColumns);
        Assert.Equal([new("x", "same"), new("t", "u")], statistics.AlmostDuplicatedColumns);
        Assert.Equal(["one", "none"], statistics.ConstantColumns);
        Assert.Equal(["one"], statistics.AlmostConstantColumns);
        Assert.Equal(["none"], statistics.EmptyColumns);
        Assert.Equal(0, statistics.EmptyRows);
        Assert.Equal(8 / 35.0, statistics.MissingShare);
    }

    [Fact]
    public void AnEmptyTableHasNothing()
    {
        var statistics = DatasetStatistics.Of(new Table([]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.All(statistics.Metrics, static metric => Assert.Equal(0, metric.Value));
    }

    [Fact]
    public void RowsWithoutAnyValueAreEmpty()
    {
        var statistics = DatasetStatistics.Of(new Table([Numbers("x", double.NaN, 1), new LevelColumn("t", new[] { LevelColumn.Missing, 0 }, ["a"])]), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(1, statistics.EmptyRows);
    }
}

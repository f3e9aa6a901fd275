using MlOps.Monitoring.Tests.Calibrated;

namespace MlOps.Monitoring.Tests.Drift;

public sealed class DriftDetectorTests
{
    [Fact]
    public void AShiftIsFoundAndTheOtherColumnIsNot()
    {
        var draws = new Draws(2);
        var report = Compared.Tables(
            new Table([draws.Normals("x", 500), draws.Normals("y", 500)]),
            new Table([draws.Normals("x", 500, mean: 0.5), draws.Normals("y", 500)]));
        Assert.Equal([true, false], report.Columns.Select(column => column.Drift));
        Assert.Equal(new DatasetDrift(true, 0.5, 1, 2), report.Dataset);
        Assert.All(report.Columns, column => Assert.Equal("ks", column.Method));
    }

    /// <summary>Against scipy 1.10.1: sums of numbers this large are right to a few units only, which ones the order of the rows decides.</summary>
    [Fact]
    public void StudentsMeansAreSummedInTheOrderOfTheRows()
    {
        var reference = new NumberColumn("id", Enumerable.Range(0, 100).Select(static i => 1e15 + (i * 7 % 40)).ToArray());
        var current = new NumberColumn("id", Enumerable.Range(0, 60).Select(static i => 1e15 + (i * 11 % 37)).ToArray());
        var column = Compared.Columns(reference, current, new DriftOptions { Mode = DriftMode.Evidently, Method = "t_test" });
        Assert.Equal(0.45972918110859706, column.Score!.Value, 1e-12);
    }

    [Fact]
    public void OneTruthIsALevelAndNoFreeText()
    {
        var column = Compared.Columns(LevelColumn.Of("x", ["True"]), LevelColumn.Of("x", ["False"]), new DriftOptions { Mode = DriftMode.Evidently });
        Assert.Equal((ColumnType.Categorical, "z"), (column.Type, column.Method));
    }

    [Fact]
    public void TextsThatWereSaidToBeNumbersAreNotSaidToBeNumbersOfOneSide()
    {
        var types = new Dictionary<string, ColumnType> { ["x"] = ColumnType.Numeric };
        var column = Compared.Columns(LevelColumn.Of("x", ["a", "b", "a"]), LevelColumn.Of("x", ["a", "b", "b"]), new DriftOptions { Types = types });
        Assert.Equal("Both sides have texts among the numbers: compared as levels.", column.Reason);
    }

    [Fact]
    public void ASideWithoutRowsIsSaidToBeEmpty()
    {
        var column = Compared.Columns(LevelColumn.Of("x", ["a", "b"]), new NumberColumn("x", Array.Empty<double>()), new DriftOptions { Mode = DriftMode.Evidently });
        Assert.Equal("The current side has no value to compare.", column.Reason);
    }
}

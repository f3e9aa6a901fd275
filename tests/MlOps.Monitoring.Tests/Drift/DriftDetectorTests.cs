using System.Globalization;
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
        Assert.Equal("The reference has no value to compare: all 3 are texts. 3 of 3 values of the reference, the first 'a', are no numbers. 3 of 3 values of the current side, the first 'a', are no numbers.", column.Reason);
        Assert.False(column.Drift);
    }

    [Theory]
    [InlineData(1, 3, true, "1 of 1001 values of the current side, 'n/k', is no number.")]
    [InlineData(1, 0, false, "1 of 1001 values of the current side, 'n/k', is no number.")]
    [InlineData(100, 0, true, "100 of 1100 values of the current side, the first 'n/k', are no numbers. Texts: 0 % in the reference, 9.09 % now.")]
    public void TextsAmongNumbersDoNotHideHowTheyMoved(int texts, double shift, bool isDrift, string reason)
    {
        var draws = new Draws(7);
        var then = draws.Normals("x", 1000);
        var now = draws.Normals("x", 1000, mean: shift).Values.ToArray().Select(static value => value.ToString("R", CultureInfo.InvariantCulture)).Concat(Enumerable.Repeat("n/k", texts));
        var column = Compared.Columns(then, LevelColumn.Of("x", [.. now]));
        Assert.Equal((ColumnType.Numeric, "ks", isDrift, reason), (column.Type, column.Method, column.Drift, column.Reason));
        Assert.Equal(texts, column.Current.Texts);

        var back = Compared.Columns(LevelColumn.Of("x", [.. now]), then);
        Assert.Equal((ColumnType.Numeric, "ks", isDrift), (back.Type, back.Method, back.Drift));
        Assert.Equal(texts, back.Reference.Texts);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TextsWhereThereWereEverOtherNumbersAreDrift(bool isCurrentOfNumbers)
    {
        // More of each than are kept one by one.
        var numbers = new Draws(8).Normals("x", 30_000);
        var texts = LevelColumn.Of("x", [.. Enumerable.Range(0, 30_000).Select(static row => $"user{row}")]);
        var column = isCurrentOfNumbers ? Compared.Columns(texts, numbers) : Compared.Columns(numbers, texts);
        Assert.True(column.Drift);
        Assert.Equal("kind", Assert.Single(column.Findings).Kind);
        Assert.Contains("too many to be taken for levels", column.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void ASideWithoutRowsIsSaidToBeEmpty()
    {
        var column = Compared.Columns(LevelColumn.Of("x", ["a", "b"]), new NumberColumn("x", Array.Empty<double>()), new DriftOptions { Mode = DriftMode.Evidently });
        Assert.Equal("The current side has no value to compare.", column.Reason);
    }
}

using CsCheck;
using static MlOps.Monitoring.Tests.Quality.ClassificationQualityTests;

namespace MlOps.Monitoring.Tests.Summaries;

public sealed class CorrelationTests
{
    /// <summary>Knight's method against the definition: all pairs, one by one.</summary>
    [Fact]
    public void KendallIsWhatAllPairsSay() =>
        Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[2, 40].Sample(
            static rows =>
            {
                long difference = 0, differX = 0, differY = 0;
                for (var i = 0; i < rows.Length; i++)
                {
                    for (var j = 0; j < i; j++)
                    {
                        var (x, y) = (Math.Sign(rows[i].Item1 - rows[j].Item1), Math.Sign(rows[i].Item2 - rows[j].Item2));
                        (difference, differX, differY) = (difference + (x * y), differX + (x * x), differY + (y * y));
                    }
                }

                var tau = Measure(CorrelationKind.Kendall, rows);
                return differX == 0 || differY == 0 ? tau is null : Math.Abs(tau!.Value - (difference / Math.Sqrt(differX) / Math.Sqrt(differY))) < 1e-12;
            },
            iter: 2000);

    [Fact]
    public void ARisingCurveIsPerfectForRanksOnly()
    {
        (int, int)[] rows = [.. Enumerable.Range(0, 20).Select(static x => (x, x * x * x))];
        Assert.Equal(1, Measure(CorrelationKind.Spearman, rows)!.Value, 12);
        Assert.Equal(1, Measure(CorrelationKind.Kendall, rows)!.Value, 12);
        Assert.InRange(Measure(CorrelationKind.Pearson, rows)!.Value, 0.8, 0.95);
    }

    [Fact]
    public void APairThatSharesNoVaryingRowsHasNoCorrelation()
    {
        var table = new Table([Numbers("x", 1, 2, double.NaN), Numbers("y", double.NaN, 5, 6)]);
        Assert.Null(CorrelationMatrix.Of(table, CorrelationKind.Pearson, cancellationToken: TestContext.Current.CancellationToken)[0, 1]);
        Assert.Null(CorrelationMatrix.Of(new Table([Texts("a", "p", "p", "q"), new LevelColumn("b", new[] { 0, 1, LevelColumn.Missing }, ["r", "s"])]), CorrelationKind.CramerV, cancellationToken: TestContext.Current.CancellationToken)[0, 1]);
    }

    private static double? Measure(CorrelationKind kind, (int X, int Y)[] rows)
    {
        var table = new Table([new NumberColumn("x", Array.ConvertAll(rows, static row => (double)row.X)), new NumberColumn("y", Array.ConvertAll(rows, static row => (double)row.Y))]);
        var matrix = CorrelationMatrix.Of(table, kind);
        return matrix.Columns.Count == 2 ? matrix[0, 1] : null;
    }
}

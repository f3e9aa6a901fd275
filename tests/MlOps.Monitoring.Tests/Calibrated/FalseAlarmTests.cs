using MlOps.Monitoring.Tests.Drift;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>The rate of false alarms, on fewer draws than <c>docs/calibrated.md</c> tells of (see the benchmark <c>monitoring-alarms</c>).</summary>
public sealed class FalseAlarmTests
{
    private const int Comparisons = 400;

    /// <summary>The 99.9 % quantile of Binomial(400, 0.05), as a share.</summary>
    private const double Most = 0.0875;

    [Theory]
    [InlineData(3, 500, 500)]
    [InlineData(20, 500, 500)]
    [InlineData(20, 1001, 100)]
    [InlineData(20, 50, 50)]
    [InlineData(50, 1000, 1000)]
    public void LevelsThatDoNotDriftAreLeftAlone(int levels, int reference, int current) =>
        AssertFew(draws => draws.Levels("c", reference, levels), draws => draws.Levels("c", current, levels));

    [Theory]
    [InlineData(20, 20)]
    [InlineData(500, 500)]
    [InlineData(1001, 100)]
    public void NumbersThatDoNotDriftAreLeftAlone(int reference, int current) => AssertFew(draws => draws.Normals("c", reference), draws => draws.Normals("c", current));

    [Theory]
    [InlineData(100, 30)]
    [InlineData(1001, 100)]
    public void NumbersManyOfWhichAreEqualAreLeftAlone(int reference, int current)
    {
        AssertFew(draws => Zeros(draws, reference), draws => Zeros(draws, current));

        static NumberColumn Zeros(Draws draws, int rows) => draws.Numbers("c", rows, () => draws.Uniform() < 0.5 ? 0 : draws.Normal());
    }

    [Theory]
    [InlineData("wasserstein")]
    [InlineData("psi")]
    [InlineData("anderson")]
    public void DistancesAreLeftAlone(string method) =>
        AssertFew(static draws => draws.Normals("c", 60), static draws => draws.Normals("c", 40), new DriftOptions { Method = method });

    [Fact]
    public void TwentyColumnsTogetherRaiseNoMoreAlarmsThanOne()
    {
        var alarms = 0;
        for (var draw = 0; draw < Comparisons; draw++)
        {
            var draws = new Draws((ulong)draw);
            alarms += Compared.Tables(Twenty(draws, 200), Twenty(draws, 100)).Dataset.Drift ? 1 : 0;
        }

        Assert.InRange((double)alarms / Comparisons, 0, Most);

        static Table Twenty(Draws draws, int rows) =>
            new([.. Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? (Column)draws.Normals($"c{i}", rows) : draws.Levels($"c{i}", rows, 20))]);
    }

    private static void AssertFew(Func<Draws, Column> reference, Func<Draws, Column> current, DriftOptions? options = null)
    {
        var (raw, alarms) = (0, 0);
        for (var draw = 0; draw < Comparisons; draw++)
        {
            var draws = new Draws((ulong)draw);
            var column = Compared.Columns(reference(draws), current(draws), options);
            raw += column.Score <= 0.05 ? 1 : 0;
            alarms += column.Drift ? 1 : 0;
        }

        Assert.InRange((double)raw / Comparisons, 0.01, Most); // Nor is it safe because it never finds anything.
        Assert.InRange((double)alarms / Comparisons, 0.0025, Most);
    }
}

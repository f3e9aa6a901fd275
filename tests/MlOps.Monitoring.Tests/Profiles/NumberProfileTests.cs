using CsCheck;

namespace MlOps.Monitoring.Tests.Profiles;

public sealed class NumberProfileTests
{
    [Fact]
    public void MissingAndInfiniteValuesAreCountedAndNotCompared()
    {
        var profile = new NumberProfile("x");
        profile.Add([1, double.NaN, 2, double.PositiveInfinity, 3, double.NegativeInfinity, double.NaN]);
        profile.AddMissing(4);
        var summary = profile.Summarize();
        Assert.Equal((11, 6, 2), (summary.Rows, summary.Missing, summary.Infinite));
        Assert.Equal((2.0, 1.0, 3L), (summary.Mean, summary.StandardDeviation, summary.Distinct));
        Assert.Equal([1, 1.1, 1.5, 2, 2.5, 2.9, 3], summary.Quantiles.Select(static quantile => Math.Round(quantile, 12)));
    }

    [Fact]
    public void AnEmptyColumnHasNothingToShow()
    {
        var summary = new NumberProfile("x").Summarize();
        Assert.Equal((0L, null, null, null), (summary.Rows, summary.Mean, summary.StandardDeviation, summary.Histogram));
        Assert.Empty(summary.Quantiles);
    }

    [Fact]
    public void OneNumberHasNoSpread()
    {
        var profile = new NumberProfile("x");
        profile.Add(7);
        Assert.Equal((7.0, null), (profile.Summarize().Mean, profile.Summarize().StandardDeviation));
        Assert.Equal([1.0], profile.Summarize().Histogram!.Counts);
    }

    [Fact]
    public void NumbersNearTheLargestHaveNoMeanRatherThanAnInfiniteOne()
    {
        var profile = new NumberProfile("x");
        profile.Add([double.MaxValue, double.MaxValue]);
        Assert.Null(profile.Summarize().Mean);
    }

    [Fact]
    public void BothZerosAreOneNumber()
    {
        var profile = new NumberProfile("x");
        profile.Add([0.0, -0.0]);
        Assert.Equal(1, profile.Summarize().Distinct);
    }

    [Fact]
    public void MomentsAreThoseOfTwoPassesInWhateverPartsTheyAreAdded() =>
        Gen.Select(Gen.Double[-1e6, 1e6].Array[2, 200], Gen.Int[1, 50]).Sample(static (values, part) =>
        {
            var parts = values.Chunk(part).Select(static chunk =>
            {
                var profile = new NumberProfile("x");
                profile.Add(chunk);
                return (ColumnProfile)profile;
            });
            var summary = parts.Aggregate(static (a, b) => a.Merge(b)).Summarize();
            var mean = values.Average();
            Assert.Equal(mean, summary.Mean!.Value, 1e-6);
            Assert.Equal(Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1)), summary.StandardDeviation!.Value, 1e-6);
            Assert.Equal(values.Length, summary.Histogram!.Counts.Sum());
        });

    [Fact]
    public void OnceWarmAddingAllocatesNothing()
    {
        var profile = new NumberProfile("x");
        var values = Enumerable.Range(0, 5000).Select(static value => value % 100 == 0 ? double.NaN : value % 50).ToArray();
        profile.Add(values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        profile.Add(values);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}

using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>Expected numbers are of scipy 1.10.</summary>
public sealed class SampleTestsTests
{
    private static readonly double[] A = [1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.9, 8.1, 0.3, 2.7, 3.9];
    private static readonly double[] B = [2.0, 3.1, 4.6, 7.7, 9.1, 8.8, 6.1];

    /// <summary><c>ttest_ind(equal_var=False)</c></summary>
    [Fact]
    public void MeansAreComparedAsByWelch() => Assert.Equal(0.21214436607928472, SampleTests.Means(Of(A), Of(B)).PValue!.Value, 1e-12);

    /// <summary><c>mannwhitneyu(use_continuity=False, method="asymptotic")</c></summary>
    [Fact]
    public void RanksAreComparedTwoSidedWithTies()
    {
        var x = Enumerable.Range(0, 60).Select(static i => Math.Round(Math.Sin(i) * 5)).ToArray();
        var y = Enumerable.Range(0, 45).Select(static i => Math.Round((Math.Cos(i) * 5) + 1)).ToArray();
        var result = SampleTests.Ranks(Of(x), Of(y));
        Assert.Equal(0.1305900644174173, result.PValue!.Value, 1e-9);
        Assert.Equal(Math.Abs((2 * 1117.5 / 60 / 45) - 1), result.Effect!.Value, 1e-12);
    }

    /// <summary><c>wasserstein_distance</c>, <c>energy_distance</c></summary>
    [Fact]
    public void DistancesAreThoseOfScipyOverTheSpreadOfTheReference()
    {
        var spread = Math.Sqrt(A.Sum(static value => Math.Pow(value - A.Average(), 2)) / A.Length);
        Assert.Equal(1.7324675324675325 / spread, SampleTests.Wasserstein(Of(A), Of(B)).Effect!.Value, 1e-12);
        Assert.Equal(0.8783676729777609 / Math.Sqrt(spread), SampleTests.Energy(Of(A), Of(B)).Effect!.Value, 1e-12);
    }

    [Fact]
    public void MeansThatHaveNoErrorGiveAReason()
    {
        Assert.NotNull(SampleTests.Means(Of([1, 1, 1]), Of([2, 2])).Reason);
        Assert.NotNull(SampleTests.Means(Of([1]), Of([2, 3])).Reason);
    }

    [Fact]
    public void EppsAndSingletonNeedAQuartileRange() => Assert.NotNull(SampleTests.EppsSingleton(Of([1, 1, 1, 1, 5]), Of([1, 1, 1, 1])).Reason);

    private static Distribution Of(double[] values)
    {
        var sorted = values.ToArray();
        Array.Sort(sorted);
        return Distribution.OfSorted(sorted);
    }
}

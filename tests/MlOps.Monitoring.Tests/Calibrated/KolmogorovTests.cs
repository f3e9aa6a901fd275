using CsCheck;
using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Tests.Calibrated;

public sealed class KolmogorovTests
{
    /// <summary>scipy 1.10: <c>ks_2samp(method="exact")</c>.</summary>
    [Fact]
    public void WithoutEqualNumbersTheChanceIsThatOfScipy()
    {
        var result = Kolmogorov.Test(Of([1, 2, 3, 4, 5, 6, 7, 8.5]), Of([4.5, 5.5, 6.5, 9, 10]));
        Assert.Equal(0.5, result.Effect!.Value, 1e-12);
        Assert.Equal(0.3162393162393163, result.PValue!.Value, 1e-12);
    }

    [Fact]
    public void WithEqualNumbersItIsThatOfDealingTheRowsOut() =>
        Gen.Select(Gen.Int[0, 3].Array[2, 5], Gen.Int[0, 3].Array[2, 5]).Sample(
            static (a, b) => Assert.Equal(Counted(a, b), Kolmogorov.Test(Of([.. a]), Of([.. b])).PValue!.Value, 1e-9),
            iter: 200);

    [Fact]
    public void ManyRowsComeNearTheLimitFromBelow()
    {
        var (a, b) = (Enumerable.Range(0, 2000).Select(static i => (double)i), Enumerable.Range(0, 2000).Select(static i => i + 80.5));
        var (result, limit) = (Kolmogorov.Test(Of([.. a]), Of([.. b])), Tails.Kolmogorov(Math.Sqrt(1000) * 0.0405));
        Assert.Equal(0.0405, result.Effect!.Value, 1e-12);
        Assert.InRange(result.PValue!.Value, limit * 0.9, limit);
    }

    [Fact]
    public void ManyEqualRowsGainThePowerThatTheLimitWouldWaste()
    {
        // Nine of ten rows are zero: as two levels the difference would have a p-value of 0.0008.
        var (a, b) = (Zeros(5000, 4500), Zeros(5000, 4400));
        var result = Kolmogorov.Test(a, b);
        Assert.Equal(0.02, result.Effect!.Value, 1e-12);
        Assert.True(Tails.Kolmogorov(Math.Sqrt(2500) * 0.02) > 0.2);
        Assert.InRange(result.PValue!.Value, 0.0002, 0.02);
    }

    [Fact]
    public void WhatASketchMayBeOffIsNotTakenForADifference()
    {
        var (exact, rough) = (Of([.. Enumerable.Range(0, 4000).Select(static i => (double)i)]), new Distribution([500, 3500], [2000, 4000], 4000, 0.4));
        Assert.Equal(1, Kolmogorov.Test(exact, rough).PValue!.Value, 1e-6);
    }

    [Fact]
    public void TheLimitIsThatOfKolmogorov()
    {
        Assert.Equal(1, Tails.Kolmogorov(0.1));
        Assert.Equal(0.05, Tails.Kolmogorov(1.3580986393225505), 1e-12);
        Assert.Equal(2 * Math.Exp(-2 * 64), Tails.Kolmogorov(8), 1e-65);
    }

    private static Distribution Of(double[] values)
    {
        Array.Sort(values);
        return Distribution.OfSorted(values);
    }

    private static Distribution Of(int[] values) => Of([.. values.Select(static value => (double)value)]);

    private static Distribution Zeros(int rows, int zeros) => Of([.. Enumerable.Range(0, rows).Select(i => i < zeros ? 0.0 : 1 + ((i - zeros) % 97))]);

    /// <summary>P(D ≥ observed) over all ways to deal the rows out.</summary>
    private static double Counted(int[] a, int[] b)
    {
        int[] pooled = [.. a, .. b];
        var (observed, ways, reached) = (Distance(a, b), 0, 0);
        for (var mask = 0; mask < 1 << pooled.Length; mask++)
        {
            if (int.PopCount(mask) == a.Length)
            {
                var one = pooled.Where((_, i) => (mask >> i & 1) == 1).ToArray();
                var other = pooled.Where((_, i) => (mask >> i & 1) == 0).ToArray();
                ways++;
                reached += Distance(one, other) >= observed - 1e-9 ? 1 : 0;
            }
        }

        return (double)reached / ways;
    }

    private static double Distance(int[] a, int[] b) =>
        Enumerable.Range(0, 4).Max(value => Math.Abs((a.Count(x => x <= value) / (double)a.Length) - (b.Count(x => x <= value) / (double)b.Length)));
}

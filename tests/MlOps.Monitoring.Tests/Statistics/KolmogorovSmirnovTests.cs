using CsCheck;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Tests.Statistics;

/// <summary>The distributions against scipy 1.10.1, and the statistic against its definition.</summary>
public sealed class KolmogorovSmirnovTests
{
    [Theory]
    [InlineData(5, 0.3, 0.664)]
    [InlineData(5, 0.08, 1.0)]
    [InlineData(10, 0.274, 0.3715203845434957)]
    [InlineData(50, 0.12, 0.4337679661310233)]
    [InlineData(140, 0.05, 0.857648029765611)]
    [InlineData(140, 0.1, 0.11353657290090946)]
    [InlineData(141, 0.03, 0.9992107601012719)]
    [InlineData(141, 0.0467, 0.9038676644987236)]
    [InlineData(500, 0.02, 0.9859871786857471)]
    [InlineData(500, 0.05, 0.15866260223815365)]
    [InlineData(1000, 0.04, 0.07933956059000224)]
    [InlineData(5217, 0.01, 0.6700219363799035)]
    [InlineData(5217, 0.02, 0.030379590198800988)]
    [InlineData(100000, 0.002, 0.8178408363081542)]
    [InlineData(100000, 0.0008, 0.9999999545023941)]
    [InlineData(100000, 0.006, 0.0014871489301131564)]
    [InlineData(500000, 0.0009, 0.812395309857193)]
    [InlineData(500000, 0.003, 0.00024632301239186754)]
    [InlineData(500000, 0.02, 3.6481966551764204e-174)]
    [InlineData(1500000, 0.002, 1.2272050604051577e-05)]
    [InlineData(20, 0.6, 2.0483011649719853e-07)]
    [InlineData(7, 0.9, 1.999999999999997e-07)]
    [InlineData(7, 1, 0.0)]
    public void ManyRowsAreTakenForOneSample(int n, double distance, double expected) => Near.Holds(expected, KolmogorovDistribution.Above(n, distance));

    [Theory]
    [InlineData(7, 5, 18, 0.3282828282828283)]
    [InlineData(100, 30, 750, 0.0945272925749847)]
    [InlineData(1000, 100, 12000, 0.1364256498116172)]
    [InlineData(1000, 100, 60000, 1.7328451865424215e-31)]
    [InlineData(997, 1000, 49850, 0.1569147141366166)]
    [InlineData(10000, 9999, 1999800, 0.03589605170521495)]
    [InlineData(3, 10000, 21000, 0.05407561469454095)]
    [InlineData(10000, 10000, 3000000, 0.00024659749681697865)]
    public void FewRowsHaveAnExactChance(int one, int other, long reach, double expected) =>
        Near.Holds(expected, KolmogorovSmirnov.Exact(Math.Min(one, other), Math.Max(one, other), reach));

    [Fact]
    public void TheExactChanceIsThatOfAllOrders() => Gen.Int[1, 7].Select(Gen.Int[1, 7], Gen.Int[1, 49]).Sample(
        static (n, m, reach) =>
        {
            (n, m) = (Math.Min(n, m), Math.Max(n, m));
            var orders = Enumerable.Range(0, 1 << (n + m)).Where(order => int.PopCount(order) == n).ToArray();
            var reached = orders.Count(order => Reach(order, n, m) >= reach);
            Near.Holds((double)reached / orders.Length, KolmogorovSmirnov.Exact(n, m, reach), 1e-12);
        },
        iter: 60);

    [Fact]
    public void DifferencesOfStepsAreThoseOfTheirDefinition() => Gen.Int[-9, 9].Array[1, 40].Select(Gen.Int[-9, 9].Array[1, 40]).Sample(
        static (one, other) =>
        {
            var (a, b) = (one.Select(static value => value / 3.0).Order().ToArray(), other.Select(static value => value / 3.0).Order().ToArray());
            var steps = StepDifference.Of(a, b);
            var all = a.Concat(b).Distinct().Order().ToArray();
            var offs = Array.ConvertAll(all, value => ((double)a.Count(x => x <= value) / a.Length) - ((double)b.Count(x => x <= value) / b.Length));
            var gaps = all.Zip(all.Skip(1), static (left, right) => right - left).Append(0).ToArray();
            Assert.Equal(offs.Max(Math.Abs), (double)steps.Reach / a.Length / b.Length, 1e-12);
            Assert.Equal(offs.Zip(gaps, static (off, gap) => Math.Abs(off) * gap).Sum(), steps.Area, 1e-12);
            Assert.Equal(offs.Zip(gaps, static (off, gap) => off * off * gap).Sum(), steps.SquaredArea, 1e-12);
        },
        iter: 500);

    [Fact]
    public void TheTestAllocatesNothing()
    {
        var random = new Random(1);
        double[] a = [.. Enumerable.Range(0, 1000).Select(_ => random.NextDouble()).Order()], b = [.. Enumerable.Range(0, 100).Select(_ => random.NextDouble()).Order()];
        KolmogorovSmirnov.PValue(a, b);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 20; i++)
        {
            KolmogorovSmirnov.PValue(a, b);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    /// <summary>The largest |i m − j n| after any of the rows; a set bit is a row of the smaller side.</summary>
    private static long Reach(int order, int n, int m)
    {
        var (i, j, reach) = (0L, 0L, 0L);
        for (var step = 0; step < n + m; step++)
        {
            (i, j) = (order >> step & 1) == 1 ? (i + 1, j) : (i, j + 1);
            reach = Math.Max(reach, Math.Abs((i * m) - (j * n)));
        }

        return reach;
    }
}

using CsCheck;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Tests.Statistics;

public sealed class DoubleSortTests
{
    private static readonly double[] s_extremes = [0.0, -0.0, double.Epsilon, double.MaxValue, double.MinValue, double.PositiveInfinity, double.NegativeInfinity];

    [Fact]
    public void NumbersComeInTheOrderThatComparingGives()
    {
        var number = Gen.OneOf(Gen.Double.Where(static value => !double.IsNaN(value)), Gen.Int[-50, 50].Select(static value => (double)value), Gen.Int[0, s_extremes.Length - 1].Select(static place => s_extremes[place]));
        number.Array[0, 3000].Sample(
            static values =>
            {
                var (expected, sorted) = (values.ToArray(), values.ToArray());
                Array.Sort(expected);
                DoubleSort.Sort(sorted);
                Assert.Equal(expected, sorted);
            },
            iter: 200);
    }

    [Fact]
    public void NumbersThatLeadingDigitsDoNotTellApartAreSortedToo()
    {
        // All but one of them within a share of 10⁻⁹, in the worst order, beside one that is far away: too many moves for insertion.
        foreach (var far in new[] { -1e300, 0, 1e300 })
        {
            double[] values = [.. Enumerable.Range(0, 1023).Select(static i => 1 - (i * 1e-12)), far];
            DoubleSort.Sort(values);
            Assert.Equal(values.Order(), values);
            Assert.Equal(1024, values.Distinct().Count());
        }
    }

    [Theory]
    [InlineData(64)]
    [InlineData(1024)]
    [InlineData(NearlySort.Most)]
    [InlineData(NearlySort.Most + 1)]
    public void AnyNumberOfThemIsSorted(int count)
    {
        var values = Random(count);
        var expected = values.Order().ToArray();
        DoubleSort.Sort(values);
        Assert.Equal(expected, values);
    }

    [Fact]
    public void SortingAgainAndAgainAllocatesNothing()
    {
        var values = Random(5000);
        Sort(values);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            Sort(values);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        static void Sort(double[] values)
        {
            Array.Reverse(values);
            DoubleSort.Sort(values);
        }
    }

    [Fact]
    public void WhatIsToldOfSortedNumbersIsWhatCountingTells()
    {
        Gen.Int[0, 20].Array[1, 200].Sample(
            static numbers =>
            {
                var sorted = Array.ConvertAll(numbers, static number => number / 2.0);
                DoubleSort.Sort(sorted);
                Assert.Equal(sorted.Distinct().Count(), Sorted.Distinct(sorted));
                Assert.Equal(sorted.Count(static value => value < 5), Sorted.Below(sorted, 5));
                Assert.Equal(sorted.Count(static value => value <= 5), Sorted.UpTo(sorted, 5));
                Assert.Equal(sorted.Distinct().Count() > 3, Sorted.HaveMoreThan(3, sorted, []));
                Assert.Equal(sorted.Concat(sorted).Order(), Sorted.Merge(sorted, sorted));
            },
            iter: 500);
    }

    private static double[] Random(int count)
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5)];
    }
}

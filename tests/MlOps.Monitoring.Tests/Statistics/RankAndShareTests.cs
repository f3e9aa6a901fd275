using CsCheck;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Tests.Statistics;

public sealed class RankAndShareTests
{
    /// <summary>Against scipy 1.10.1, which loses the last digits of the large ones to logarithms of factorials.</summary>
    [Theory]
    [InlineData(3, 4, 1, 4, 0.48571428571428565)]
    [InlineData(8, 10, 1, 6, 0.034965034965034975)]
    [InlineData(120, 1000, 160, 1000, 0.011861898653907299)]
    [InlineData(5, 1000, 30, 1000, 1.915557557143737e-05)]
    [InlineData(0, 500, 20, 500, 1.5713305204493155e-06)]
    [InlineData(2000, 1000000, 2300, 1000000, 4.962494609819342e-06)]
    [InlineData(0, 10, 0, 7, 1.0)]
    [InlineData(10, 10, 7, 7, 1.0)]
    public void FishersExactTest(long reference, long references, long current, long currents, double expected) =>
        Near.Holds(expected, TwoShares.Fisher(reference, references, current, currents), 2e-8);

    [Fact]
    public void FishersChancesAddUpToThoseOfAllTables() => Gen.Long[0, 12].Select(Gen.Long[0, 12], Gen.Long[1, 12], Gen.Long[1, 12]).Sample(
        static (reference, current, references, currents) =>
        {
            (reference, current) = (Math.Min(reference, references), Math.Min(current, currents));
            var marked = reference + current;
            var chances = Enumerable.Range(0, (int)references + 1).Where(count => count <= marked && marked - count <= currents)
                .ToDictionary(static count => (long)count, count => MathNet.Numerics.SpecialFunctions.Binomial((int)references, count) * MathNet.Numerics.SpecialFunctions.Binomial((int)currents, (int)marked - count));
            var expected = chances.Values.Where(chance => chance <= chances[reference] * (1 + 1e-7)).Sum() / chances.Values.Sum();
            Near.Holds(expected, TwoShares.Fisher(reference, references, current, currents), 1e-10);
        },
        iter: 1000);

    [Fact]
    public void TheExactChanceOfRanksIsThatOfAllOrders() => Gen.Int[1, 5].Select(Gen.Int[1, 7], Gen.Int[0, 10_000]).Sample(
        static (n, m, seed) =>
        {
            var ranks = Enumerable.Range(1, n + m).Select(static rank => (double)rank).ToArray();
            new Random(seed).Shuffle(ranks);
            double[] reference = [.. ranks[..n].Order()], current = [.. ranks[n..].Order()];
            var orders = Enumerable.Range(0, 1 << (n + m)).Where(order => int.PopCount(order) == n).ToArray();
            var sum = reference.Sum();
            var below = orders.Count(order => Enumerable.Range(0, n + m).Sum(place => (order >> place & 1) == 1 ? place + 1 : 0) <= sum);
            Near.Holds((double)below / orders.Length, MannWhitney.PValue(reference, current), 1e-12);
        },
        iter: 100);

    /// <summary>Against scipy 1.10.1: more different distances than numpy has room for in one of its buffers of sums.</summary>
    [Fact]
    public void TheExactChanceOfCramerAndVonMisesIsRoundedAsNumpyRoundsIt() => Near.Holds(
        0.9387914915653593,
        CramerVonMises.PValue([3, 3, 5, 8, 9, 10, 10, 12, 12, 20, 21, 21, 23, 24, 24, 24, 29], [1, 3, 6, 7, 9, 9, 13, 13, 18, 22, 22, 23, 23, 26, 28, 29]),
        1e-12);

    [Fact]
    public void RanksOfManyAgainstFewAreStillExact()
    {
        // Only the smallest of 3000 ranks is lower: two of the orders of one row among 3001 have a sum of ranks as low.
        var current = Enumerable.Range(0, 3000).Select(static i => i + 0.5).ToArray();
        Near.Holds(2.0 / 3001, MannWhitney.PValue([1.0], current), 1e-12);
    }

    [Fact]
    public void PermutationsThatAreAsFarApartCount()
    {
        // Of the 20 ways to deal three of each to both sides, two part them as the rows are parted.
        Assert.Equal(0.1, TotalVariation.PValue([0, 0, 0], [1, 1, 1], 2), 0.03);
        Assert.Equal(1, TotalVariation.PValue([0, 1, 0, 1], [1, 0], 2));
        Assert.Equal(1, TotalVariation.PValue(new int[15_000], new int[6_000], 1));
    }

    [Fact]
    public void EqualSamplesAreAtNoDistance() => Gen.Long[0, 50].Array[1, 20].Where(static counts => counts.Sum() > 0).Sample(
        static counts =>
        {
            var shares = Shares.Of(counts, counts.Sum());
            Assert.Equal(0, Shares.Psi(shares, shares));
            Assert.Equal(0, Shares.KullbackLeibler(shares, shares), 1e-15);
            Assert.Equal(0, Shares.JensenShannon(shares, shares), 1e-7);
            Assert.Equal(0, Shares.Hellinger(shares, shares), 1e-7);
            Assert.Equal(0, Shares.TotalVariation(shares, shares));
        },
        iter: 500);
}

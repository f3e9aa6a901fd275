using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>
/// The p-value of a statistic whose distribution without drift can be drawn from, by as few draws as will do (Besag and Clifford:
/// Sequential Monte Carlo p-values, 1991): a column that does not drift, as most do not, takes some forty of them.
/// </summary>
internal static class SequentialTest
{
    /// <summary>Draws end when so many were as large as what was observed: the p-value is then known to about a fifth of itself.</summary>
    private const int Enough = 20;

    /// <summary>Draws at most.</summary>
    private const int MostDraws = 1_999;

    /// <summary>So many of the largest draws tell how the tail falls beyond them.</summary>
    private const int TailDraws = 100;

    /// <summary>
    /// Where the draws for these counts come from. Seeded by them: the same rows give the same verdict, and no two comparisons share the luck
    /// of one seed, which would make all of them a little too strict or too lax together.
    /// </summary>
    public static SplitMix Chance(ReadOnlySpan<long> one, ReadOnlySpan<long> pooled)
    {
        var random = new SplitMix(0);
        for (var i = 0; i < pooled.Length; i++)
        {
            random = new SplitMix(random.Next() ^ (ulong)pooled[i]);
            random = new SplitMix(random.Next() ^ (ulong)one[i]);
        }

        return random;
    }

    /// <summary>P(statistic ≥ observed) without drift.</summary>
    public static double PValue(double observed, Func<double> draw)
    {
        var (bound, large, draws) = (observed - (Math.Abs(observed) * 1e-12), 0, new double[MostDraws]); // Sums in another order may differ in the last digits.
        for (var drawn = 0; drawn < MostDraws; drawn++)
        {
            if ((draws[drawn] = draw()) >= bound && ++large == Enough)
            {
                return (double)Enough / (drawn + 1);
            }
        }

        var counted = (large + 1.0) / (MostDraws + 1);
        return large == 0 ? Math.Min(counted, Tail(draws, observed)) : counted;
    }

    /// <summary>
    /// Beyond all draws: the largest of them go on as an exponential tail does (after Knijnenburg et al.: Fewer permutations, more accurate
    /// P-values, 2009). Tails of squares fall like that, those of roots faster, so that the p-value is too large rather than too small.
    /// Without it no column among hundreds could ever be found.
    /// </summary>
    private static double Tail(double[] draws, double observed)
    {
        Array.Sort(draws);
        var top = draws.AsSpan(^TailDraws);
        var (start, sum) = (draws[^(TailDraws + 1)], 0.0);
        foreach (var value in top)
        {
            sum += value - start;
        }

        return sum > 0 ? (double)TailDraws / MostDraws * Math.Exp(-(observed - start) * TailDraws / sum) : 1;
    }
}

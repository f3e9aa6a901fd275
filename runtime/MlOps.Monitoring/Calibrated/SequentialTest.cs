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

    /// <summary>Draws at most: no p-value is below 1 / (1 + this).</summary>
    public const int MostDraws = 9_999;

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

    /// <summary>P(statistic ≥ observed) without drift. A valid p-value: its own chance is in it.</summary>
    public static double PValue(double observed, Func<double> draw, int mostDraws = MostDraws)
    {
        var (bound, large) = (observed - (Math.Abs(observed) * 1e-12), 0); // Sums in another order may differ in the last digits.
        for (var drawn = 1; drawn <= mostDraws; drawn++)
        {
            if (draw() >= bound && ++large == Enough)
            {
                return (double)Enough / drawn;
            }
        }

        return (large + 1.0) / (mostDraws + 1.0);
    }
}

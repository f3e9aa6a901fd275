using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Calibrated;

/// <summary>Whether two sides spread over levels alike: tests of a table of two rows that take both as samples.</summary>
internal static class Contingency
{
    /// <summary>Cells in which fewer rows are expected than this are put together, or their chance is drawn.</summary>
    private const double Few = 5;

    /// <summary>The same for G, whose χ² is near enough only later: at five expected rows a cell it is a tenth of its level too lax.</summary>
    private const double FewForG = 20;

    /// <summary>
    /// Below, how rare exactly something is does not matter, as long as a row is expected in every cell: even a cell of one expected row
    /// (Poisson) has then as many as are there with a chance below 10⁻⁶, and thousands of draws would only tell that they are too few.
    /// </summary>
    private const double Rare = 1e-20;

    /// <summary>In tables up to so many rows the chance of few expected rows is drawn; in larger ones such cells are put together.</summary>
    private const long SmallTable = 20_000;

    /// <summary>The p-value of Pearson's χ² for both sides.</summary>
    public static double ChiSquare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current) => PValue(reference, current, Pearson, Few);

    /// <summary>The p-value of the likelihood ratio G for both sides.</summary>
    public static double LikelihoodRatio(ReadOnlySpan<long> reference, ReadOnlySpan<long> current) => PValue(reference, current, G, FewForG);

    /// <summary>The p-value of two shares: exact (Fisher) where few rows are expected, else that of the pooled z.</summary>
    public static double Shares(long reference, long references, long current, long currents) =>
        AreFew(reference, references, current, currents) ? Fisher(reference, references, current, currents) : Z(reference, references, current, currents);

    /// <summary>Whether two shares are told apart exactly.</summary>
    public static bool AreFew(long reference, long references, long current, long currents)
    {
        var marked = (double)(reference + current);
        return Math.Min(marked, references + currents - marked) * Math.Min(references, currents) / (references + currents) < 2 * Few;
    }

    /// <summary>The two-sided p-value of the pooled z of two shares.</summary>
    public static double Z(long reference, long references, long current, long currents) =>
        TwoShares.Z(reference, references, current, currents) is var z && double.IsNaN(z) ? 1 : Tails.Normal(z);

    /// <summary>Fisher's exact p-value, two-sided.</summary>
    public static double Fisher(long reference, long references, long current, long currents) => TwoShares.Fisher(reference, references, current, currents);

    /// <summary>Σ (count − expected)² / expected over both sides.</summary>
    private static double Pearson(ReadOnlySpan<long> one, ReadOnlySpan<long> pooled, double share)
    {
        var sum = 0.0;
        for (var level = 0; level < pooled.Length; level++)
        {
            var off = one[level] - (pooled[level] * share);
            sum += off * off / pooled[level];
        }

        return sum / (share * (1 - share));
    }

    /// <summary>2 Σ count · ln(count / expected) over both sides.</summary>
    private static double G(ReadOnlySpan<long> one, ReadOnlySpan<long> pooled, double share)
    {
        var sum = 0.0;
        for (var level = 0; level < pooled.Length; level++)
        {
            sum += Term(one[level], pooled[level] * share) + Term(pooled[level] - one[level], pooled[level] * (1 - share));
        }

        return 2 * sum;

        static double Term(long count, double expected) => count == 0 ? 0 : count * Math.Log(count / expected);
    }

    private static double PValue(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, Statistic statistic, double few)
    {
        var (sizes, currents) = (Sum(reference), Sum(current));
        var share = (double)currents / (sizes + currents);
        var least = few / Math.Min(share, 1 - share); // Rows on both sides together of which few are expected on the smaller one.
        var isSmall = sizes + currents <= SmallTable;
        var (one, pooled, below) = Cells(reference, current, isSmall ? 0 : least, least);
        if (pooled.Length < 2)
        {
            return 1;
        }

        if (pooled.Length == 2)
        {
            return Shares(pooled[0] - one[0], sizes, one[0], currents);
        }

        var observed = statistic(one, pooled, share);

        // χ² is near enough while no cell expects fewer rows than five times the share of cells that expect fewer than five
        // (Yarnold: The minimum expectation in χ² goodness of fit tests, 1970).
        var limit = Tails.ChiSquare(observed, pooled.Length - 1);
        if (!isSmall || pooled.Min() * (double)pooled.Length >= least * below || (limit < Rare && pooled.Min() * few >= least))
        {
            return limit;
        }

        var (random, dealt) = (SequentialTest.Chance(one, pooled), new long[pooled.Length]);
        return SequentialTest.PValue(observed, () =>
        {
            Hypergeometric.Deal(pooled, currents, ref random, dealt);
            return statistic(dealt, pooled, share);
        });
    }

    /// <summary>The levels that are there, those below <paramref name="least"/> as one.</summary>
    private static (long[] One, long[] Pooled, int Below) Cells(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double least, double enough)
    {
        var (one, pooled, below) = (new List<long>(current.Length), new List<long>(current.Length), 0);
        var (restOne, rest) = (0L, 0L);
        for (var level = 0; level < current.Length; level++)
        {
            var both = reference[level] + current[level];
            if (both == 0)
            {
                continue;
            }

            if (both < least)
            {
                (restOne, rest) = (restOne + current[level], rest + both);
                continue;
            }

            one.Add(current[level]);
            pooled.Add(both);
            below += both < enough ? 1 : 0;
        }

        if (rest > 0)
        {
            one.Add(restOne);
            pooled.Add(rest);
        }

        return ([.. one], [.. pooled], below);
    }

    public static long Sum(ReadOnlySpan<long> counts)
    {
        var sum = 0L;
        foreach (var count in counts)
        {
            sum += count;
        }

        return sum;
    }

    private delegate double Statistic(ReadOnlySpan<long> one, ReadOnlySpan<long> pooled, double share);
}

using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Quality;

namespace MlOps.Monitoring.Statistics;

/// <summary>How likely levels are as far apart when rows are dealt out to both sides by chance.</summary>
internal static class TotalVariation
{
    private const int Permutations = 1000;

    /// <summary>Up to so many rows they are dealt as Evidently deals them; of more only the counts are drawn, which is as good and costs nothing.</summary>
    private const int MostDealt = 20_000;

    /// <summary>The share of permutations as far apart as the rows are.</summary>
    /// <param name="reference">The level of each row.</param>
    /// <param name="current">The level of each row.</param>
    /// <param name="levels">How many levels there are.</param>
    public static double PValue(ReadOnlySpan<int> reference, ReadOnlySpan<int> current, int levels)
    {
        int[] rows = [.. reference, .. current];
        var (n, m) = ((long)reference.Length, (long)current.Length);
        var (pooled, side) = (Count(rows, levels), Count(reference, levels));
        var (observed, reached) = (Distance(side), 0);
        var (dealer, drawer) = (new NumpyRandom(0), new SplitMix(0));
        var order = new int[rows.Length];
        for (var i = 0; i < Permutations; i++)
        {
            if (rows.Length > MostDealt)
            {
                Hypergeometric.Deal(pooled, n, ref drawer, side);
            }
            else
            {
                Deal();
            }

            reached += observed <= Distance(side) ? 1 : 0;
        }

        return (double)reached / Permutations;

        void Deal()
        {
            for (var row = 0; row < order.Length; row++)
            {
                order[row] = row;
            }

            dealer.Shuffle(order);
            Array.Clear(side);
            foreach (var row in order.AsSpan(0, (int)n))
            {
                side[rows[row]]++;
            }
        }

        // Σ |r/n − c/m|, times both sizes: whole numbers, so that equal distances are equal.
        Int128 Distance(ReadOnlySpan<long> ofReference)
        {
            var sum = Int128.Zero;
            for (var level = 0; level < pooled.Length; level++)
            {
                sum += Int128.Abs(((Int128)ofReference[level] * m) - ((Int128)(pooled[level] - ofReference[level]) * n));
            }

            return sum;
        }
    }

    private static long[] Count(ReadOnlySpan<int> rows, int levels)
    {
        var counts = new long[levels];
        foreach (var level in rows)
        {
            counts[level]++;
        }

        return counts;
    }
}

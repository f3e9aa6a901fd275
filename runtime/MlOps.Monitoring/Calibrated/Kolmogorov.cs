using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Calibrated;

/// <summary>The two-sample test of Kolmogorov and Smirnov: right for few rows, for many, and where many rows are equal.</summary>
internal static class Kolmogorov
{
    /// <summary>Steps of the recursion for equal rows that are worth it.</summary>
    private const long Worth = 1 << 20;

    /// <summary>Below, how rare exactly something is does not matter: the limit, which is too large there, will do.</summary>
    private const double Rare = 1e-6;

    /// <summary>With a value of such a share of all rows, the limit for continuous numbers would waste power.</summary>
    private const double Heavy = 0.01;

    /// <summary>Whether two sides are spread alike; the effect is the largest difference of the shares below a point.</summary>
    public static TestResult Test(Distribution reference, Distribution current)
    {
        var (distance, pooled) = Compare(reference, current);
        var (n, m) = (reference.Effective, current.Effective);
        var certain = Math.Max(0, distance - Math.Sqrt((reference.Error * reference.Error) + (current.Error * current.Error)));
        var effective = (double)n * m / (n + m);
        var isTied = pooled.Length < n + m;

        // For many continuous numbers; for fewer, and where rows are equal, it is too large, never too small.
        var limit = Tails.Kolmogorov(Math.Sqrt(effective) * certain);
        if (limit < Rare)
        {
            return new TestResult(limit, distance);
        }

        if (reference.IsExact && current.IsExact && !isTied)
        {
            return new TestResult(KolmogorovSmirnov.Exact((int)Math.Min(n, m), (int)Math.Max(n, m), (long)Math.Round(distance * n * m)), distance);
        }

        if (reference.IsExact && current.IsExact && (n + m) * Math.Min(n, m) <= Worth)
        {
            return new TestResult(Exact(pooled, n, m, distance), distance);
        }

        if (!isTied || HeaviestShare(pooled) < Heavy)
        {
            return new TestResult(limit, distance);
        }

        return new TestResult(Math.Min(limit, Bridge(pooled, Math.Sqrt(effective) * certain)), distance);
    }

    /// <summary>The largest difference of shares, and the share of pooled weight up to each different number.</summary>
    private static (double Distance, double[] Pooled) Compare(Distribution reference, Distribution current)
    {
        var a = reference.Values;
        var b = current.Values;
        var (n, m) = ((double)reference.Total, (double)current.Total);
        var share = (double)reference.Effective / (reference.Effective + current.Effective);
        var pooled = new double[a.Length + b.Length];
        var (i, j, count, most, left, right) = (0, 0, 0, 0.0, 0.0, 0.0);
        while (i < a.Length || j < b.Length)
        {
            var value = j == b.Length || (i < a.Length && a[i] <= b[j]) ? a[i] : b[j];
            if (i < a.Length && a[i] == value)
            {
                left = reference.Through[i++] / n;
            }

            if (j < b.Length && b[j] == value)
            {
                right = current.Through[j++] / m;
            }

            most = Math.Max(most, Math.Abs(left - right));
            pooled[count++] = (share * left) + ((1 - share) * right);
        }

        return (most, pooled[..count]);
    }

    private static double HeaviestShare(double[] pooled)
    {
        var (heaviest, before) = (0.0, 0.0);
        foreach (var through in pooled)
        {
            heaviest = Math.Max(heaviest, through - before);
            before = through;
        }

        return heaviest;
    }

    /// <summary>
    /// The chance of a difference as large when the pooled rows are dealt out to both sides anew: rows are dealt in ascending order, and
    /// what reaches the distance where a run of equal numbers ends has reached it (Schröer and Trenkler: Exact and randomization
    /// distributions of Kolmogorov-Smirnov tests two or three samples, 1995).
    /// </summary>
    private static double Exact(double[] pooled, long n, long m, double distance)
    {
        if (n > m)
        {
            (n, m) = (m, n);
        }

        var bound = distance - 1e-9; // Shares are whole multiples of 1 / (n m), which is far more.
        var chance = new double[n + 1]; // Of so many rows of the smaller side among those dealt.
        chance[0] = 1;
        var (dealt, reached, low, high) = (0L, 0.0, 0L, 0L);
        foreach (var through in pooled)
        {
            for (var end = (long)Math.Round(through * (n + m)); dealt < end; dealt++)
            {
                var left = (double)(n + m - dealt);
                high = Math.Min(high + 1, n);
                for (var small = high; small >= low; small--)
                {
                    var stays = chance[small] * (m - (dealt - small)) / left;
                    chance[small] = stays + (small > low ? chance[small - 1] * (n - small + 1) / left : 0);
                }
            }

            while (low <= high && Off(low) is var off && off <= -bound)
            {
                reached += chance[low];
                chance[low++] = 0;
            }

            while (high >= low && Off(high) >= bound)
            {
                reached += chance[high];
                chance[high--] = 0;
            }

            if (low > high)
            {
                return 1;
            }
        }

        return Math.Min(1, reached);

        double Off(long small) => ((double)small / n) - ((double)(dealt - small) / m);
    }

    /// <summary>The chance that a Brownian bridge, looked at where the pooled numbers are, reaches a height.</summary>
    private static double Bridge(double[] pooled, double height)
    {
        var random = new SplitMix(BitConverter.DoubleToUInt64Bits(height) ^ (ulong)pooled.Length); // No two comparisons share the luck of one seed.
        return SequentialTest.PValue(height, () =>
        {
            var (at, bridge, most) = (0.0, 0.0, 0.0);
            foreach (var through in pooled.AsSpan(0, pooled.Length - 1))
            {
                var rest = (1 - through) / (1 - at);
                bridge = (bridge * rest) + (Math.Sqrt((through - at) * rest) * Hypergeometric.Normal(ref random));
                at = through;
                most = Math.Max(most, Math.Abs(bridge));
            }

            return most;
        });
    }
}

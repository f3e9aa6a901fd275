using System.Buffers;
using System.Numerics;

namespace MlOps.Monitoring.Statistics;

/// <summary>The two-sample test of Kolmogorov and Smirnov for continuous numbers, two-sided.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>Up to so many rows of the larger side the p-value is exact, as in scipy.</summary>
    private const int MostExact = 10_000;

    /// <summary>The p-value of two samples: exact, or that of one sample of round(n m / (n + m)) rows.</summary>
    /// <param name="reference">Ascending, finite, not empty.</param>
    /// <param name="current">Ascending, finite, not empty.</param>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (n, m) = (Math.Min(reference.Length, current.Length), Math.Max(reference.Length, current.Length));
        var reach = StepDifference.Of(reference, current).Reach;
        return reach == 0 ? 1
            : m <= MostExact ? Exact(n, m, reach)
            : KolmogorovDistribution.Above((int)Math.Round((double)n * m / ((double)n + m)), (double)reach / ((double)n * m));
    }

    /// <summary>P(n m D ≥ reach) without drift: of all orders in which the rows of both sides may come, how many lead that far off.</summary>
    /// <remarks>
    /// An order is a path of n + m steps, and i of its first s steps are rows of the smaller side. The last of them was one with chance
    /// i / s: so the chance of having been outside follows from that of the two points before (Hodges 1958, but with chances instead of
    /// counts, which overflow, and of the outside, so that the tail keeps its digits). The points after s steps need each other only of
    /// the step before: they are computed several at once.
    /// </remarks>
    internal static double Exact(int n, int m, long reach)
    {
        var lanes = Vector<double>.Count;
        var rented = ArrayPool<double>.Shared.Rent(n + 1 + lanes);
        var outside = rented.AsSpan(0, n + 1 + lanes);
        outside.Fill(1);
        outside[0] = 0;
        var (low, high, ramp) = (0, 0, Vector.CreateSequence(0.0, 1.0));
        for (var s = 1; s <= n + m; s++)
        {
            // Inside: |i m − (s − i) n| < reach, which is |i (n + m) − s n| < reach.
            var middle = (long)s * n;
            var lowest = Math.Max(low, s - m);
            lowest += (long)lowest * (n + m) <= middle - reach ? 1 : 0;
            high += high < Math.Min(s, n) && (high + 1L) * (n + m) < middle + reach ? 1 : 0;
            if (lowest > high)
            {
                outside[n] = 1;
                break;
            }

            // From the top down, since a point needs the one below it as it was.
            var scale = 1.0 / s;
            var i = high + 1 - lanes;
            for (; i >= Math.Max(lowest, 1); i -= lanes)
            {
                var step = new Vector<double>(i) + ramp;
                var mixed = (step * new Vector<double>(outside[(i - 1)..])) + ((new Vector<double>(s) - step) * new Vector<double>(outside[i..]));
                (mixed * scale).CopyTo(outside[i..]);
            }

            for (i += lanes - 1; i >= Math.Max(lowest, 1); i--)
            {
                outside[i] = ((i * outside[i - 1]) + ((s - i) * outside[i])) * scale;
            }

            outside[low..lowest].Fill(1);
            low = lowest;
        }

        var chance = outside[n];
        ArrayPool<double>.Shared.Return(rented);
        return Math.Clamp(chance, 0, 1);
    }
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace MlOps.Monitoring.Statistics;

/// <summary>What is easily told of sorted numbers.</summary>
internal static class Sorted
{
    /// <summary>How many are smaller than a bound.</summary>
    public static int Below(ReadOnlySpan<double> sorted, double bound)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = sorted[middle] < bound ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>How many are no larger than a bound.</summary>
    public static int UpTo(ReadOnlySpan<double> sorted, double bound) => Below(sorted, Math.BitIncrement(bound));

    /// <summary>How many different ones there are.</summary>
    public static int Distinct(ReadOnlySpan<double> sorted)
    {
        if (sorted.IsEmpty)
        {
            return 0;
        }

        // Neighbours that are equal, several at once; a lane of a comparison is −1 where it holds.
        var left = MemoryMarshal.Cast<double, Vector<double>>(sorted[..^1]);
        var equal = Vector<long>.Zero;
        for (var right = 0; right < left.Length; right++)
        {
            equal -= Vector.Equals(left[right], new Vector<double>(sorted[((right * Vector<double>.Count) + 1)..]));
        }

        var repeated = (int)Vector.Sum(equal);
        for (var i = (left.Length * Vector<double>.Count) + 1; i < sorted.Length; i++)
        {
            repeated += sorted[i] == sorted[i - 1] ? 1 : 0;
        }

        return sorted.Length - repeated;
    }

    /// <summary>Whether both together have more different numbers than a limit.</summary>
    public static bool HaveMoreThan(int limit, ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var walk = new PooledWalk(reference, current);
        for (var distinct = 0; distinct <= limit; distinct++)
        {
            if (!walk.MoveNext())
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A quantile, interpolated between neighbours as numpy does by default (Hyndman and Fan's type 7); NaN without any.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="share">0 … 1.</param>
    public static double Quantile(ReadOnlySpan<double> sorted, double share)
    {
        if (sorted.IsEmpty)
        {
            return double.NaN;
        }

        var place = share * (sorted.Length - 1);
        var (low, high) = (sorted[(int)place], sorted[Math.Min((int)place + 1, sorted.Length - 1)]);
        var weight = place - Math.Floor(place);
        return low == high ? low : weight < 0.5 ? low + ((high - low) * weight) : high - ((high - low) * (1 - weight));
    }

    /// <summary>The numbers of both, ascending.</summary>
    public static double[] Merge(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var merged = new double[reference.Length + current.Length];
        var walk = new PooledWalk(reference, current);
        for (var filled = 0; walk.MoveNext(); filled += walk.Equal)
        {
            merged.AsSpan(filled, walk.Equal).Fill(walk.Value);
        }

        return merged;
    }
}

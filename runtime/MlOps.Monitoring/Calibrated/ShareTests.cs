using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>A distance of shares as a test: its distribution without drift comes from dealing the rows out anew.</summary>
internal static class ShareTests
{
    /// <summary>Numbers are compared in so many groups of about equal size.</summary>
    private const int Groups = 20;

    public delegate double Distance(ReadOnlySpan<double> reference, ReadOnlySpan<double> current);

    public static TestResult Levels(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, Distance distance)
    {
        var (n, m) = (Contingency.Sum(reference), Contingency.Sum(current));
        var (pooled, dealt) = (new long[reference.Length], new long[reference.Length]);
        var (r, c) = (new double[pooled.Length], new double[pooled.Length]);
        for (var i = 0; i < pooled.Length; i++)
        {
            pooled[i] = reference[i] + current[i];
        }

        var (observed, random) = (Of(current), SequentialTest.Chance(current, pooled));
        return new TestResult(SequentialTest.PValue(observed, () =>
        {
            Hypergeometric.Deal(pooled, m, ref random, dealt);
            return Of(dealt);
        }), observed);

        double Of(ReadOnlySpan<long> one)
        {
            for (var i = 0; i < pooled.Length; i++)
            {
                (r[i], c[i]) = ((double)(pooled[i] - one[i]) / n, (double)one[i] / m);
            }

            return distance(r, c);
        }
    }

    public static TestResult Numbers(Distribution reference, Distribution current, Distance distance)
    {
        var cuts = Cuts(reference, current);
        return Levels(Count(reference, cuts), Count(current, cuts), distance);
    }

    /// <summary>Where groups of the pooled rows end, the numbers themselves included.</summary>
    private static double[] Cuts(Distribution reference, Distribution current)
    {
        var share = (double)reference.Effective / (reference.Effective + current.Effective);
        var (cuts, i, j, next) = (new List<double>(), 0, 0, 1);
        while (i < reference.Values.Length || j < current.Values.Length)
        {
            var value = j == current.Values.Length || (i < reference.Values.Length && reference.Values[i] <= current.Values[j]) ? reference.Values[i] : current.Values[j];
            i += i < reference.Values.Length && reference.Values[i] == value ? 1 : 0;
            j += j < current.Values.Length && current.Values[j] == value ? 1 : 0;
            var through = (share * Through(reference, i)) + ((1 - share) * Through(current, j));
            if (through * Groups >= next)
            {
                cuts.Add(value);
                next = (int)(through * Groups) + 1;
            }
        }

        return [.. cuts, double.PositiveInfinity];

        static double Through(Distribution side, int values) => values == 0 ? 0 : (double)side.Through[values - 1] / side.Total;
    }

    private static long[] Count(Distribution side, double[] cuts)
    {
        var (counts, group) = (new double[cuts.Length], 0);
        for (var i = 0; i < side.Values.Length; i++)
        {
            while (side.Values[i] > cuts[group])
            {
                group++;
            }

            counts[group] += side.Weight(i);
        }

        return Array.ConvertAll(counts, count => (long)Math.Round(count / side.Total * side.Effective));
    }
}

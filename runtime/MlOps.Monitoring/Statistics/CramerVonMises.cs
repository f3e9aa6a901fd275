using MathNet.Numerics;

namespace MlOps.Monitoring.Statistics;

/// <summary>The two-sample test of Cramér and von Mises.</summary>
/// <remarks>T. W. Anderson, "On the distribution of the two-sample Cramér-von Mises criterion", Ann. Math. Statist. 33 (1962).</remarks>
internal static class CramerVonMises
{
    /// <summary>Up to so many rows of the larger side the p-value is exact.</summary>
    private const int Few = 20;

    /// <summary>The p-value; both sides have at least two rows.</summary>
    /// <param name="reference">Ascending.</param>
    /// <param name="current">Ascending.</param>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double n = reference.Length, m = current.Length, total = n + m, product = n * m;
        var u = RankDistance(reference, current);
        if (Math.Max(n, m) <= Few)
        {
            return Exact(u, (int)n, (int)m);
        }

        var statistic = (u / (product * total)) - (((4 * product) - 1) / (6 * total));
        var mean = (1 + (1 / total)) / 6;
        var variance = (total + 1) * ((4 * product * total) - (3 * ((n * n) + (m * m))) - (2 * product)) / (45 * total * total * 4 * product);
        return CramerVonMisesDistribution.Above((1.0 / 6) + ((statistic - mean) / Math.Sqrt(45 * variance)));
    }

    /// <summary>U of equation (10): what the ranks of each side in both together are off those in the side alone, squared.</summary>
    private static double RankDistance(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (left, right) = (0.0, 0.0);
        var walk = new PooledWalk(reference, current);
        while (walk.MoveNext())
        {
            left += Squares(walk.Rank, walk.References, walk.EqualReferences);
            right += Squares(walk.Rank, walk.Currents, walk.EqualCurrents);
        }

        return (reference.Length * left) + (current.Length * right);

        static double Squares(double rank, int last, int equal)
        {
            var sum = 0.0;
            for (var own = last - equal + 1; own <= last; own++)
            {
                sum += (rank - own) * (rank - own);
            }

            return sum;
        }
    }

    /// <summary>
    /// The share of all orders of n and m rows whose distance is as large: a table of how many orders lead to each, row by row
    /// (Xiao, Gordon and Yakovlev, J. Stat. Soft. 17, 2006).
    /// </summary>
    private static double Exact(double u, int n, int m)
    {
        var multiple = (int)Euclid.LeastCommonMultiple(n, m);
        var (a, b) = ((long)multiple / n, (long)multiple / m);
        var product = (double)n * m;
        var bound = Math.Floor((double)multiple * multiple * (n + m) * ((6 * u) - (product * ((4 * product) - 1))) / (6 * product * product));
        var all = Math.Round(SpecialFunctions.Binomial(n + m, n));
        var orders = RankOrders.Precision(all, (double)multiple * multiple * (n + m));
        var table = new RankOrders[n + 1];
        Array.Fill(table, orders);
        table[0] = orders.One();
        for (var i = 0; i <= m; i++)
        {
            var before = orders;
            for (var j = 0; j <= n; j++)
            {
                var off = (a * j) - (b * i);
                table[j] = before = RankOrders.Merge(before, table[j], off * off);
            }
        }

        return table[n].From(bound) / all;
    }
}

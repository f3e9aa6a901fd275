namespace MlOps.Monitoring.Statistics;

/// <summary>The test of Mann and Whitney (1947), one-sided: whether numbers of the reference tend to be smaller.</summary>
internal static class MannWhitney
{
    /// <summary>So few rows on one side, and none equal: the p-value is exact, as in scipy.</summary>
    private const int Few = 8;

    /// <summary>Beyond so many values of U scipy's own table would not fit into memory; the normal limit is right there.</summary>
    private const long MostValues = 1 << 22;

    /// <summary>P(U ≤ the one observed) without drift.</summary>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (n, m) = ((double)reference.Length, (double)current.Length);
        var (ranks, ties) = (0.0, 0.0);
        var walk = new PooledWalk(reference, current);
        while (walk.MoveNext())
        {
            var equal = (double)walk.Equal;
            ranks += walk.EqualReferences * walk.Rank;
            ties += (equal * equal * equal) - equal;
        }

        var u = ranks - (n * (n + 1) / 2);
        if (Math.Min(n, m) <= Few && ties == 0 && n * m <= MostValues)
        {
            return Exact((int)Math.Min(n, m), (int)Math.Max(n, m), (int)u);
        }

        var spread = Math.Sqrt(n * m / 12 * (n + m + 1 - (ties / ((n + m) * (n + m - 1)))));
        return Tails.NormalAbove(((n * m / 2) - u - 0.5) / spread);
    }

    /// <summary>
    /// P(U ≤ u): the orders of n and m rows with each U are the coefficients of a Gaussian polynomial, the product of
    /// (1 − qᵐ⁺ⁱ) / (1 − qⁱ) for i = 1 … n (Mann and Whitney 1947; Knuth 3, 5.1.1).
    /// </summary>
    private static double Exact(int n, int m, int u)
    {
        // Both halves are alike, and the lower one has smaller numbers.
        if (u >= n * m / 2.0)
        {
            return u >= n * m ? 1 : 1 - Exact(n, m, (n * m) - u - 1);
        }

        var counts = new double[u + 1];
        counts[0] = 1;
        var orders = 1.0;
        for (var i = 1; i <= n; i++)
        {
            orders *= (double)(m + i) / i;
            for (var k = i; k <= u; k++)
            {
                counts[k] += counts[k - i];
            }

            for (var k = u; k >= m + i; k--)
            {
                counts[k] -= counts[k - m - i];
            }
        }

        return counts.Sum() / orders;
    }
}

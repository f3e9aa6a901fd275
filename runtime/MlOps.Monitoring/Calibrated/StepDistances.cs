namespace MlOps.Monitoring.Calibrated;

/// <summary>Distances of two samples that only look at their cumulative shares, F of the reference and G of the other.</summary>
internal static class StepDistances
{
    /// <summary>∫|F − G|: how far a row must be moved on average (Wasserstein's distance of order 1).</summary>
    public static double Wasserstein(Pool pool, int[] reference) => Sum(pool, reference, static (off, gap, _, _) => Math.Abs(off) * gap);

    /// <summary>√(2 ∫(F − G)²), the energy distance (Székely 2003).</summary>
    public static double Energy(Pool pool, int[] reference) => Math.Sqrt(2 * Sum(pool, reference, static (off, gap, _, _) => off * off * gap));

    /// <summary>√ of the mean of (F − G)² over the rows (Cramér and von Mises; Anderson 1962).</summary>
    public static double CramerVonMises(Pool pool, int[] reference) => Math.Sqrt(Sum(pool, reference, static (off, _, rows, _) => off * off * rows));

    /// <summary>The same with each square over H (1 − H), H the pooled share: tails weigh more (Pettitt 1976).</summary>
    public static double AndersonDarling(Pool pool, int[] reference) =>
        Math.Sqrt(Sum(pool, reference, static (off, _, rows, pooled) => pooled < 1 ? off * off * rows / (pooled * (1 - pooled)) : 0));

    private static double Sum(Pool pool, int[] reference, Term term)
    {
        var (n, m, total) = (1.0 / pool.ReferenceSize, 1.0 / pool.CurrentSize, 1.0 / (pool.ReferenceSize + pool.CurrentSize));
        var (values, rows, sum, one, both) = (pool.Values, pool.Rows, 0.0, 0, 0);
        for (var i = 0; i < rows.Length; i++)
        {
            one += reference[i];
            both += rows[i];
            var gap = i + 1 < values.Length ? values[i + 1] - values[i] : 0;
            sum += term((one * n) - ((both - one) * m), gap, rows[i] * total, both * total);
        }

        return sum;
    }

    private delegate double Term(double off, double gap, double rows, double pooled);
}

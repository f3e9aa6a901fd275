namespace MlOps.Monitoring.Calibrated;

/// <summary>Corrections for many tests at once.</summary>
internal static class Adjustment
{
    /// <summary>
    /// Holm's (A simple sequentially rejective multiple test procedure, 1979), with weights: the chance that any of these is below the level
    /// without drift stays below it, and tests that matter more keep more of the level.
    /// </summary>
    /// <param name="pValues">The p-values that are there.</param>
    /// <param name="weights">The weight of each.</param>
    /// <param name="idle">The weight of tests that could have found something and did not.</param>
    public static double[] Holm(ReadOnlySpan<double> pValues, ReadOnlySpan<double> weights, double idle)
    {
        var (scaled, adjusted, left, most) = (new double[pValues.Length], new double[pValues.Length], idle, 0.0);
        for (var i = 0; i < scaled.Length; i++)
        {
            scaled[i] = pValues[i] / weights[i];
            left += weights[i];
        }

        foreach (var i in Order(scaled))
        {
            most = Math.Max(most, Math.Min(1, scaled[i] * left));
            adjusted[i] = most;
            left -= weights[i];
        }

        return adjusted;
    }

    /// <summary>Benjamini and Hochberg's (Controlling the false discovery rate, 1995): of what is below the level, no larger share is false.</summary>
    public static double[] BenjaminiHochberg(ReadOnlySpan<double> pValues)
    {
        var (order, adjusted, least) = (Order(pValues), new double[pValues.Length], 1.0);
        for (var rank = order.Length - 1; rank >= 0; rank--)
        {
            least = Math.Min(least, pValues[order[rank]] * order.Length / (rank + 1));
            adjusted[order[rank]] = least;
        }

        return adjusted;
    }

    private static int[] Order(ReadOnlySpan<double> pValues)
    {
        var (keys, order) = (pValues.ToArray(), new int[pValues.Length]);
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(keys, order);
        return order;
    }
}

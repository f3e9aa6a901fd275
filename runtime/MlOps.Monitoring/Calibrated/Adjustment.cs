namespace MlOps.Monitoring.Calibrated;

/// <summary>Corrections for many tests at once.</summary>
internal static class Adjustment
{
    /// <summary>Holm's (A simple sequentially rejective multiple test procedure, 1979): the chance that any of these is below the level stays below it.</summary>
    /// <param name="pValues">The p-values that are there.</param>
    /// <param name="tests">The number of tests, those among them that found nothing to test included.</param>
    public static double[] Holm(ReadOnlySpan<double> pValues, int tests)
    {
        var (order, adjusted, most) = (Order(pValues), new double[pValues.Length], 0.0);
        for (var rank = 0; rank < order.Length; rank++)
        {
            most = Math.Max(most, Math.Min(1, pValues[order[rank]] * (tests - rank)));
            adjusted[order[rank]] = most;
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

namespace MlOps.Monitoring.Statistics;

/// <summary>Whether counts follow shares that are known exactly: tests of one sample.</summary>
internal static class GoodnessOfFit
{
    /// <summary>Pearson's χ² (1900): the p-value of counts against expected ones; NaN for a single level, 0 where none was expected.</summary>
    public static double ChiSquare(ReadOnlySpan<long> expected, double scale, ReadOnlySpan<long> observed)
    {
        var sum = 0.0;
        for (var i = 0; i < observed.Length; i++)
        {
            var (mean, count) = (expected[i] * scale, observed[i]);
            sum += (count - mean) * (count - mean) / mean;
        }

        return Tails.ChiSquare(sum, observed.Length - 1);
    }

    /// <summary>The likelihood ratio G = 2 Σ observed · ln(observed / expected) (Wilks 1938), with the same tail.</summary>
    public static double LikelihoodRatio(ReadOnlySpan<long> expected, ReadOnlySpan<long> observed)
    {
        var sum = 0.0;
        for (var i = 0; i < observed.Length; i++)
        {
            sum += observed[i] == 0 ? 0 : observed[i] * Math.Log((double)observed[i] / expected[i]);
        }

        return Tails.ChiSquare(2 * sum, observed.Length - 1);
    }
}

namespace MlOps.Monitoring.Statistics;

/// <summary>Student's test of two means (1908), both sides taken for equally spread.</summary>
internal static class StudentTest
{
    /// <summary>The two-sided p-value; NaN where the spread is not known, or there is none and the means are equal.</summary>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (n, m) = ((double)reference.Length, (double)current.Length);
        var (mean, other) = (NumpySum.Mean(reference), NumpySum.Mean(current));
        var pooled = (((n - 1) * Variance(reference, mean)) + ((m - 1) * Variance(current, other))) / (n + m - 2);
        return Tails.Student((mean - other) / Math.Sqrt(pooled * ((1 / n) + (1 / m))), n + m - 2);
    }

    private static double Variance(ReadOnlySpan<double> values, double mean) =>
        NumpySum.MeanSquare(values, mean) * (values.Length / (values.Length - 1.0));
}

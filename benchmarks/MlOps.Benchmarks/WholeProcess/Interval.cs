namespace MlOps.Benchmarks.WholeProcess;

/// <summary>A mean and the interval that holds the true one in 95 of 100 measurements.</summary>
internal readonly record struct Interval(double Mean, double Low, double High)
{
    public static Interval Of(IReadOnlyCollection<double> values)
    {
        // Student's t for a two-sided interval: 19 degrees of freedom, or at least 29.
        var t = values.Count < 30 ? 2.093 : 2.045;
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
        var half = t * deviation / Math.Sqrt(values.Count);
        return new(mean, mean - half, mean + half);
    }

    /// <summary>Of ratios, whose logarithms are what spreads evenly.</summary>
    public static Interval OfRatios(IEnumerable<double> ratios)
    {
        var (mean, low, high) = Of([.. ratios.Select(static ratio => Math.Log(ratio))]);
        return new(Math.Exp(mean), Math.Exp(low), Math.Exp(high));
    }
}

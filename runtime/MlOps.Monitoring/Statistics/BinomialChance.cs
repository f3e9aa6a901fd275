namespace MlOps.Monitoring.Statistics;

/// <summary>Chances of a binomial count with all their digits, however many rows there are.</summary>
/// <remarks>C. Loader, "Fast and accurate computation of binomial probabilities" (2000): differences of large logarithms are never formed.</remarks>
internal static class BinomialChance
{
    /// <summary>ln n! less its approximation by Stirling, for n = 0 … 15.</summary>
    private static readonly double[] SmallErrors = Enumerable.Range(0, 16).Select(static n =>
        n == 0 ? 0 : Enumerable.Range(1, n).Sum(static i => Math.Log(i)) - (0.5 * Math.Log(2 * Math.PI * n)) - (n * Math.Log(n)) + n).ToArray();

    /// <summary>P(X = count) for n rows of chance p.</summary>
    public static double Of(int count, int n, double p)
    {
        var q = 1 - p;
        if (count == 0 || count == n)
        {
            return Math.Pow(count == 0 ? q : p, n);
        }

        var rest = (double)n - count;
        var exponent = StirlingError(n) - StirlingError(count) - StirlingError(n - count) - Deviance(count, n * p) - Deviance(rest, n * q);
        return Math.Exp(exponent) * Math.Sqrt(n / (2 * Math.PI * count * rest));
    }

    private static double StirlingError(int n)
    {
        if (n < SmallErrors.Length)
        {
            return SmallErrors[n];
        }

        var r2 = 1 / ((double)n * n);
        return (1.0 / 12 - ((1.0 / 360 - ((1.0 / 1260 - ((1.0 / 1680 - (r2 / 1188)) * r2)) * r2)) * r2)) / n;
    }

    /// <summary>x ln(x / mean) + mean − x.</summary>
    private static double Deviance(double x, double mean)
    {
        var off = x - mean;
        if (Math.Abs(off) >= 0.1 * (x + mean))
        {
            return (x * Math.Log(x / mean)) - off;
        }

        // ln(x / mean) = 2 (v + v³/3 + v⁵/5 + …): what cancels is left out.
        var v = off / (x + mean);
        var (sum, term) = (off * v, 2 * x * v);
        for (var j = 1; ; j++)
        {
            term *= v * v;
            var next = sum + (term / ((2 * j) + 1));
            if (next == sum)
            {
                return sum;
            }

            sum = next;
        }
    }
}

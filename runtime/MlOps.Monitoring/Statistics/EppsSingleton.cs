using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Statistics;

/// <summary>The test of Epps and Singleton: whether two samples have the same characteristic function.</summary>
/// <remarks>T. Epps and K. Singleton, J. Stat. Comput. Simul. 26 (1986), at t = 0.4 and 0.8 semi-interquartile ranges, as they advise.</remarks>
internal static class EppsSingleton
{
    private const int Size = 4;

    /// <summary>Below so many rows of both sides W is corrected (equation 3 there).</summary>
    private const int FewRows = 25;

    /// <summary>
    /// Directions in which the spread is less than this share of the largest have none. Where numbers have few different values there are such,
    /// and what rounding leaves of them must not count; numpy's 1e-15, which Evidently takes, lets it count.
    /// </summary>
    private const double LeastSpread = 1e-13;

    /// <summary>The p-value of two samples of at least five rows.</summary>
    /// <param name="reference">Ascending.</param>
    /// <param name="current">Ascending.</param>
    /// <param name="range">The interquartile range of both together, not 0.</param>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, double range)
    {
        var (n, m) = ((double)reference.Length, (double)current.Length);
        var total = n + m;
        var (left, right) = (Waves(reference, range / 2), Waves(current, range / 2));
        double[][] covariance = [new double[Size], new double[Size], new double[Size], new double[Size]];
        AddCovariance(left, total / n, covariance);
        AddCovariance(right, total / m, covariance);
        var off = new double[Size];
        for (var i = 0; i < Size; i++)
        {
            off[i] = Mean(left[i]) - Mean(right[i]);
        }

        var (w, rank) = SymmetricMatrix.InverseForm(covariance, off, LeastSpread);
        w *= total;
        if (Math.Max(n, m) < FewRows)
        {
            w /= 1 + Math.Pow(total, -0.45) + (10.1 * (Math.Pow(n, -1.7) + Math.Pow(m, -1.7)));
        }

        return Tails.ChiSquare(w, rank);
    }

    /// <summary>cos(t₁x), cos(t₂x), sin(t₁x) and sin(t₂x) of each row.</summary>
    private static double[][] Waves(ReadOnlySpan<double> values, double unit)
    {
        var waves = new double[Size][];
        for (var i = 0; i < Size; i++)
        {
            waves[i] = new double[values.Length];
        }

        for (var row = 0; row < values.Length; row++)
        {
            (waves[2][row], waves[0][row]) = Math.SinCos(0.4 / unit * values[row]);
            (waves[3][row], waves[1][row]) = Math.SinCos(0.8 / unit * values[row]);
        }

        return waves;
    }

    private static double Mean(double[] values) => Sums.Of(values).Mean;

    private static void AddCovariance(double[][] waves, double weight, double[][] covariance)
    {
        var means = Array.ConvertAll(waves, Mean);
        for (var i = 0; i < Size; i++)
        {
            for (var j = 0; j < Size; j++)
            {
                var sum = 0.0;
                for (var row = 0; row < waves[i].Length; row++)
                {
                    sum += (waves[i][row] - means[i]) * (waves[j][row] - means[j]);
                }

                covariance[i][j] += weight * sum / waves[i].Length;
            }
        }
    }
}

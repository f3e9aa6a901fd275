namespace MlOps.Monitoring.Statistics;

/// <summary>The two-sample test of Anderson and Darling, with mean ranks for equal numbers.</summary>
/// <remarks>F. Scholz and M. Stephens, "K-sample Anderson-Darling tests", J. Am. Stat. Assoc. 82 (1987), for two samples.</remarks>
internal static class AndersonDarling
{
    /// <summary>
    /// ln p as a parabola of the statistic: the least squares through ln of the levels 0.25, 0.1, 0.05, 0.025, 0.01, 0.005, 0.001 at their
    /// critical values 0.325, 1.226, 1.961, 2.718, 3.752, 4.592, 6.546 (table 2 there), which scipy computes on every call.
    /// </summary>
    private static readonly double[] Parabola = [-1.0777702798204876, -1.008226564465251, 0.01819809457411139];

    private const double Least = 0.325;
    private const double Most = 6.546;

    /// <summary>The p-value, within 0.001 … 0.25 as the table goes; NaN where the statistic has no spread.</summary>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var statistic = Statistic(reference, current);
        return double.IsNaN(statistic) ? double.NaN
            : statistic < Least ? 0.25
            : statistic > Most ? 0.001
            : Math.Exp(Parabola[0] + (statistic * (Parabola[1] + (statistic * Parabola[2]))));
    }

    /// <summary>A² less its mean, over its standard deviation.</summary>
    internal static double Statistic(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        double n = reference.Length, m = current.Length, total = n + m;
        var (left, right) = (0.0, 0.0);
        var walk = new PooledWalk(reference, current);
        while (walk.MoveNext())
        {
            var equal = (double)walk.Equal;
            var before = walk.References + walk.Currents - (equal / 2);
            var weight = equal / total / ((before * (total - before)) - (total * equal / 4));
            var (one, other) = (walk.References - (walk.EqualReferences / 2.0), walk.Currents - (walk.EqualCurrents / 2.0));
            left += weight * Square((total * one) - (before * n));
            right += weight * Square((total * other) - (before * m));
        }

        return ((((left / n) + (right / m)) * (total - 1) / total) - 1) / Math.Sqrt(Variance(n, m));
    }

    /// <summary>The variance of A² without drift, equation (4) there with k = 2.</summary>
    private static double Variance(double n, double m)
    {
        var total = n + m;
        var (harmonic, g) = (0.0, 0.0);
        for (var i = (long)total - 1; i > 1; i--)
        {
            harmonic += 1.0 / i;
            g += harmonic / (total - i + 1);
        }

        var h = harmonic + 1;
        var sizes = (1 / n) + (1 / m);
        var a = ((4 * g) - 6) + ((10 - (6 * g)) * sizes);
        var b = (((2 * g) - 4) * 4) + (16 * h) + (((2 * g) - (14 * h) - 4) * sizes) - (8 * h) + (4 * g) - 6;
        var c = (((6 * h) + (2 * g) - 2) * 4) + (((4 * h) - (4 * g) + 6) * 2) + (((2 * h) - 6) * sizes) + (4 * h);
        var d = (((2 * h) + 6) * 4) - (8 * h);
        return ((((((a * total) + b) * total) + c) * total) + d) / ((total - 1) * (total - 2) * (total - 3));
    }

    private static double Square(double value) => value * value;
}

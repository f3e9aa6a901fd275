namespace MlOps.Monitoring.Calibrated;

/// <summary>Distances of two spreads over the same levels or bins, with Evidently's logarithms and its cure for empty cells.</summary>
internal static class ShareDistances
{
    /// <summary>Σ (r − c) ln(r / c), the population stability index.</summary>
    public static double Psi(ReadOnlySpan<double> r, ReadOnlySpan<double> c) => Sum(Filled(r), Filled(c), static (a, b) => (a - b) * Math.Log(a / b));

    /// <summary>Σ r ln(r / c), the divergence of Kullback and Leibler.</summary>
    public static double KullbackLeibler(ReadOnlySpan<double> r, ReadOnlySpan<double> c) => Math.Max(0, Sum(Filled(r), Filled(c), static (a, b) => a * Math.Log(a / b)));

    /// <summary>The root of the divergence from the middle of both (Endres and Schindelin 2003), in nats.</summary>
    public static double JensenShannon(ReadOnlySpan<double> r, ReadOnlySpan<double> c) =>
        Math.Sqrt(Math.Max(0, Sum(r, c, static (a, b) => (Term(a, b) + Term(b, a)) / 2)));

    /// <summary>√(1 − Σ √(r c)).</summary>
    public static double Hellinger(ReadOnlySpan<double> r, ReadOnlySpan<double> c) => Math.Sqrt(Math.Clamp(1 - Sum(r, c, static (a, b) => Math.Sqrt(a * b)), 0, 1));

    /// <summary>½ Σ |r − c|: the share of rows that would have to be of another level.</summary>
    public static double TotalVariation(ReadOnlySpan<double> r, ReadOnlySpan<double> c) => Sum(r, c, static (a, b) => Math.Abs(a - b)) / 2;

    private static double Term(double a, double b) => a == 0 ? 0 : a * Math.Log(2 * a / (a + b));

    private static double Sum(ReadOnlySpan<double> r, ReadOnlySpan<double> c, Func<double, double, double> term)
    {
        var sum = 0.0;
        for (var i = 0; i < r.Length; i++)
        {
            sum += term(r[i], c[i]);
        }

        return sum;
    }

    /// <summary>Empty cells as Evidently fills them: with 0.0001, or a millionth of the least share where that is no more.</summary>
    private static double[] Filled(ReadOnlySpan<double> shares)
    {
        var least = 1.0;
        foreach (var share in shares)
        {
            least = share > 0 ? Math.Min(least, share) : least;
        }

        var filled = shares.ToArray();
        filled.AsSpan().Replace(0.0, least <= 0.0001 ? least / 1e6 : 0.0001);
        return filled;
    }
}

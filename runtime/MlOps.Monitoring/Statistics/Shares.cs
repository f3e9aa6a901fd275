namespace MlOps.Monitoring.Statistics;

/// <summary>Distances of how two sides are spread over the same levels or bins.</summary>
internal static class Shares
{
    /// <summary>Empty cells are filled with this, or with a millionth of the least share where that is no more.</summary>
    private const double Fill = 0.0001;

    /// <summary>Counts as shares of a size.</summary>
    public static double[] Of(ReadOnlySpan<long> counts, double size)
    {
        var shares = new double[counts.Length];
        for (var i = 0; i < shares.Length; i++)
        {
            shares[i] = counts[i] / size;
        }

        return shares;
    }

    /// <summary>Σ (r − c) ln(r / c), the population stability index; empty cells are filled.</summary>
    public static double Psi(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (r, c, sum) = (Filled(reference), Filled(current), 0.0);
        for (var i = 0; i < r.Length; i++)
        {
            sum += (r[i] - c[i]) * Math.Log(r[i] / c[i]);
        }

        return sum;
    }

    /// <summary>Σ r ln(r / c), the divergence of Kullback and Leibler (1951) in nats; empty cells are filled, and both add up to 1 again.</summary>
    public static double KullbackLeibler(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (r, c) = (Normalized(Filled(reference)), Normalized(Filled(current)));
        var sum = 0.0;
        for (var i = 0; i < r.Length; i++)
        {
            sum += r[i] * Math.Log(r[i] / c[i]);
        }

        return sum;
    }

    /// <summary>The root of the mean divergence from the middle of both (Endres and Schindelin 2003), in nats.</summary>
    public static double JensenShannon(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (r, c) = (Normalized(reference.ToArray()), Normalized(current.ToArray()));
        var (left, right) = (0.0, 0.0);
        for (var i = 0; i < r.Length; i++)
        {
            var middle = (r[i] + c[i]) / 2;
            left += r[i] == 0 ? 0 : r[i] * Math.Log(r[i] / middle);
            right += c[i] == 0 ? 0 : c[i] * Math.Log(c[i] / middle);
        }

        // Sums that should be 0 may come out just below.
        return Math.Sqrt(Math.Max(0, left + right) / 2);
    }

    /// <summary>√(1 − Σ √(r c)), the distance of Hellinger (1909).</summary>
    public static double Hellinger(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            sum += Math.Sqrt(reference[i] * current[i]);
        }

        return Math.Sqrt(1 - Math.Clamp(sum, 0, 1));
    }

    /// <summary>½ Σ |r − c|: the share of rows that would have to be of another level.</summary>
    public static double TotalVariation(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var sum = 0.0;
        for (var i = 0; i < reference.Length; i++)
        {
            sum += Math.Abs(reference[i] - current[i]);
        }

        return sum / 2;
    }

    private static double[] Filled(ReadOnlySpan<double> shares)
    {
        var least = double.PositiveInfinity;
        foreach (var share in shares)
        {
            least = share > 0 ? Math.Min(least, share) : least;
        }

        var filled = shares.ToArray();
        filled.AsSpan().Replace(0.0, least <= Fill ? least / 1e6 : Fill);
        return filled;
    }

    private static double[] Normalized(double[] shares)
    {
        var sum = 0.0;
        foreach (var share in shares)
        {
            sum += share;
        }

        foreach (ref var share in shares.AsSpan())
        {
            share /= sum;
        }

        return shares;
    }
}

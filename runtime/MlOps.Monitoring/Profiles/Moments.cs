using System.Numerics;
using System.Runtime.InteropServices;

namespace MlOps.Monitoring.Profiles;

/// <summary>Count, mean, spread and range of finite numbers, added a block at a time.</summary>
/// <remarks>
/// A block's mean and squared deviations come from two passes over it, and blocks are joined by the formula of Chan, Golub and
/// LeVeque (Updating formulae and a pairwise algorithm for computing sample variances, 1979): as accurate as two passes over all of it.
/// </remarks>
internal struct Moments
{
    /// <summary>No numbers.</summary>
    public static Moments None => new() { Minimum = double.PositiveInfinity, Maximum = double.NegativeInfinity };

    public long Count { get; private set; }

    public double Mean { get; private set; }

    /// <summary>The sum of the squared deviations from the mean.</summary>
    public double Deviations { get; private set; }

    public double Minimum { get; private set; }

    public double Maximum { get; private set; }

    /// <summary>The standard deviation of the sample (n − 1); NaN below two numbers.</summary>
    public readonly double StandardDeviation => Count < 2 ? double.NaN : Math.Sqrt(Deviations / (Count - 1));

    public static Moments Of(long count, double mean, double deviations, double minimum, double maximum) =>
        new() { Count = count, Mean = mean, Deviations = deviations, Minimum = minimum, Maximum = maximum };

    public static Moments Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
        {
            return None;
        }

        var lanes = MemoryMarshal.Cast<double, Vector<double>>(values);
        var rest = values[(lanes.Length * Vector<double>.Count)..];
        var (sums, low, high) = (Vector<double>.Zero, new Vector<double>(double.PositiveInfinity), new Vector<double>(double.NegativeInfinity));
        foreach (var lane in lanes)
        {
            sums += lane;
            low = Vector.Min(low, lane);
            high = Vector.Max(high, lane);
        }

        var (sum, minimum, maximum) = (Vector.Sum(sums), double.PositiveInfinity, double.NegativeInfinity);
        for (var i = 0; i < Vector<double>.Count; i++)
        {
            minimum = Math.Min(minimum, low[i]);
            maximum = Math.Max(maximum, high[i]);
        }

        foreach (var value in rest)
        {
            sum += value;
            minimum = Math.Min(minimum, value);
            maximum = Math.Max(maximum, value);
        }

        var mean = sum / values.Length;
        var means = new Vector<double>(mean);
        var squares = Vector<double>.Zero;
        foreach (var lane in lanes)
        {
            squares += (lane - means) * (lane - means);
        }

        var deviations = Vector.Sum(squares);
        foreach (var value in rest)
        {
            deviations += (value - mean) * (value - mean);
        }

        return Of(values.Length, mean, deviations, minimum, maximum);
    }

    /// <summary>The moments of the numbers of both.</summary>
    public static Moments operator +(Moments a, Moments b)
    {
        if (a.Count == 0 || b.Count == 0)
        {
            return a.Count == 0 ? b : a;
        }

        var count = a.Count + b.Count;
        var difference = b.Mean - a.Mean;
        var share = (double)b.Count / count;
        return Of(
            count,
            a.Mean + (difference * share),
            a.Deviations + b.Deviations + (difference * difference * a.Count * share),
            Math.Min(a.Minimum, b.Minimum),
            Math.Max(a.Maximum, b.Maximum));
    }
}

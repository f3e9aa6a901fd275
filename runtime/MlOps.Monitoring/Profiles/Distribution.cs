namespace MlOps.Monitoring.Profiles;

/// <summary>Numbers with weights, in ascending order, each number once: what a sketch knows of how a column is spread.</summary>
internal sealed class Distribution
{
    private readonly double[] _values;
    private readonly long[] _through;

    /// <param name="values">Ascending, each once. Not copied.</param>
    /// <param name="through">For each, the weight of it and of all before it. Not copied.</param>
    /// <param name="effective">The number of independent draws that tell as much.</param>
    /// <param name="error">How far a share of the weights may be from the share of the values themselves, beyond chance; 0 when they are exact.</param>
    public Distribution(double[] values, long[] through, long effective, double error)
    {
        _values = values;
        _through = through;
        Effective = effective;
        Error = error;
    }

    /// <summary>The different numbers, ascending.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>For each number, the weight of it and of all before it.</summary>
    public ReadOnlySpan<long> Through => _through;

    /// <summary>All weights together.</summary>
    public long Total => _through.Length == 0 ? 0 : _through[^1];

    /// <summary>The number of independent draws that tell as much: that of the values when it is exact, that of the sample when one was taken.</summary>
    public long Effective { get; }

    /// <summary>How far a share of the weights may be from the share of the values themselves, beyond chance; 0 when they are exact.</summary>
    public double Error { get; }

    /// <summary>Whether it holds each value with its count.</summary>
    public bool IsExact => Error == 0 && Effective == Total;

    /// <summary>The weight of a number.</summary>
    public long Weight(int index) => _through[index] - (index == 0 ? 0 : _through[index - 1]);

    /// <summary>A quantile, interpolated between neighbours as numpy does by default (Hyndman and Fan's type 7).</summary>
    /// <param name="share">0 … 1.</param>
    public double Quantile(double share)
    {
        if (_values.Length == 0)
        {
            return double.NaN;
        }

        var place = share * (Total - 1);
        var below = (long)Math.Floor(place);
        var (low, high) = (At(below), At(Math.Min(below + 1, Total - 1)));
        return low + ((high - low) * (place - below));
    }

    /// <summary>How many of them fall into bins of equal width.</summary>
    public double[] Histogram(double minimum, double maximum, int bins)
    {
        var counts = new double[maximum > minimum ? bins : 1];
        var scale = counts.Length / (maximum - minimum);
        for (var i = 0; i < _values.Length; i++)
        {
            var bin = maximum > minimum ? (int)Math.Clamp((_values[i] - minimum) * scale, 0, counts.Length - 1) : 0;
            counts[bin] += Weight(i);
        }

        return counts;
    }

    /// <summary>Sorted values as they are, each counting once.</summary>
    public static Distribution OfSorted(ReadOnlySpan<double> sorted)
    {
        var values = new double[sorted.Length];
        var through = new long[sorted.Length];
        var count = 0;
        for (var i = 0; i < sorted.Length; i++)
        {
            if (count == 0 || sorted[i] != values[count - 1])
            {
                values[count++] = sorted[i];
            }

            through[count - 1] = i + 1;
        }

        if (count < sorted.Length)
        {
            Array.Resize(ref values, count);
            Array.Resize(ref through, count);
        }

        return new Distribution(values, through, sorted.Length, 0);
    }

    /// <summary>Values in any order with their weights; equal ones are put together. Both spans are sorted in place.</summary>
    public static Distribution OfWeighted(Span<double> values, Span<long> weights, long effective, double error)
    {
        values.Sort(weights);
        var (different, through, total, count) = (new double[values.Length], new long[values.Length], 0L, 0);
        for (var i = 0; i < values.Length; i++)
        {
            if (count == 0 || values[i] != different[count - 1])
            {
                different[count++] = values[i];
            }

            through[count - 1] = total += weights[i];
        }

        Array.Resize(ref different, count);
        Array.Resize(ref through, count);
        return new Distribution(different, through, effective, error);
    }

    private double At(long rank)
    {
        var place = _through.AsSpan().BinarySearch(rank + 1);
        return _values[place < 0 ? ~place : place];
    }
}

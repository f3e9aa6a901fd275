namespace MlOps.Monitoring.Summaries;

/// <summary>What a column of numbers holds, with the numbers of Evidently's column metrics.</summary>
/// <remarks>
/// As there, infinities are values like others: they are sorted, counted and summed, and a mean with one among them is infinite (NaN with both).
/// </remarks>
public sealed class NumberStatistics
{
    private readonly double[] _sorted;

    private NumberStatistics(NumberColumn column)
    {
        Rows = column.Count;
        _sorted = Present(column.Values);
        Array.Sort(_sorted);

        var sums = Sums.Of(_sorted);
        Sum = sums.Total;
        Mean = sums.Mean;
        StandardDeviation = Sums.StandardDeviation(_sorted, Mean);
        (Distinct, MostCommon, MostCommonCount) = Runs(_sorted);
    }

    /// <summary>The number of rows, missing values included.</summary>
    public int Rows { get; }

    /// <summary>The number of values that are there.</summary>
    public int Count => _sorted.Length;

    /// <summary>The number of missing values.</summary>
    public int Missing => Rows - Count;

    /// <summary>The number of values that are infinite.</summary>
    public int Infinite => CountInRange(double.NegativeInfinity, double.NegativeInfinity) + CountInRange(double.PositiveInfinity, double.PositiveInfinity);

    /// <summary>The number of different values.</summary>
    public int Distinct { get; }

    /// <summary>The most frequent value, the smallest of several; NaN without any.</summary>
    public double MostCommon { get; }

    /// <summary>How often <see cref="MostCommon"/> is there.</summary>
    public int MostCommonCount { get; }

    /// <summary>The smallest value; NaN without any.</summary>
    public double Minimum => Count == 0 ? double.NaN : _sorted[0];

    /// <summary>The largest value; NaN without any.</summary>
    public double Maximum => Count == 0 ? double.NaN : _sorted[^1];

    /// <summary>The sum of the values.</summary>
    public double Sum { get; }

    /// <summary>Their mean; NaN without any.</summary>
    public double Mean { get; }

    /// <summary>Their standard deviation, of the sample (n − 1); NaN below two.</summary>
    public double StandardDeviation { get; }

    /// <summary>Their median; NaN without any.</summary>
    public double Median => Quantile(0.5);

    /// <summary>The statistics of a column; takes the time of sorting it.</summary>
    public static NumberStatistics Of(NumberColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new NumberStatistics(column);
    }

    /// <summary>A quantile, interpolated between its neighbours (type 7 of Hyndman and Fan 1996, the default of numpy and R); NaN without values.</summary>
    /// <param name="share">The share of values below it, 0 … 1.</param>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (Count == 0)
        {
            return double.NaN;
        }

        var place = share * (Count - 1);
        var (low, high) = (_sorted[(int)place], _sorted[Math.Min((int)place + 1, Count - 1)]);
        return low == high ? low : low + ((high - low) * (place - Math.Floor(place)));
    }

    /// <summary>The number of values from <paramref name="left"/> to <paramref name="right"/>, both included.</summary>
    public int CountInRange(double left, double right) => left > right ? 0 : Below(right, orEqual: true) - Below(left, orEqual: false);

    /// <summary>The values that are not missing, in the order of their rows.</summary>
    internal static double[] Present(ReadOnlySpan<double> values)
    {
        var present = new double[values.Length];
        var count = 0;
        foreach (var value in values)
        {
            present[count] = value;
            count += double.IsNaN(value) ? 0 : 1;
        }

        Array.Resize(ref present, count);
        return present;
    }

    private static (int Distinct, double MostCommon, int Count) Runs(double[] sorted)
    {
        var (distinct, mostCommon, most, begin) = (0, double.NaN, 0, 0);
        for (var end = 1; end <= sorted.Length; end++)
        {
            if (end < sorted.Length && sorted[end] == sorted[begin])
            {
                continue;
            }

            distinct++;
            if (end - begin > most)
            {
                (mostCommon, most) = (sorted[begin], end - begin);
            }

            begin = end;
        }

        return (distinct, mostCommon, most);
    }

    private int Below(double bound, bool orEqual)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_sorted[middle] < bound || (orEqual && _sorted[middle] == bound))
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}

namespace MlOps.Monitoring.Summaries;

/// <summary>Sums that keep the digits a plain loop would lose: Neumaier's compensated summation.</summary>
/// <remarks>
/// A. Neumaier, "Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen", ZAMM 54 (1974). NaN stands for a missing value and is left out.
/// </remarks>
internal struct Sums
{
    private double _sum;
    private double _lost;

    /// <summary>The number of values that went in.</summary>
    public int Count { get; private set; }

    /// <summary>What they add up to; infinite, or NaN, when the values are.</summary>
    public readonly double Total => double.IsFinite(_lost) ? _sum + _lost : _sum;

    /// <summary>Their mean; NaN without any.</summary>
    public readonly double Mean => Count == 0 ? double.NaN : Total / Count;

    public static Sums Of(ReadOnlySpan<double> values)
    {
        var sums = default(Sums);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                sums.Add(value);
            }
        }

        return sums;
    }

    /// <summary>The standard deviation of a sample (n − 1) around the mean of its values; NaN below two.</summary>
    public static double StandardDeviation(ReadOnlySpan<double> values, double mean)
    {
        var squares = default(Sums);
        foreach (var value in values)
        {
            if (!double.IsNaN(value))
            {
                squares.Add((value - mean) * (value - mean));
            }
        }

        return squares.Count < 2 ? double.NaN : Math.Sqrt(squares.Total / (squares.Count - 1));
    }

    public void Add(double value)
    {
        var next = _sum + value;
        _lost += Math.Abs(_sum) >= Math.Abs(value) ? _sum - next + value : value - next + _sum;
        _sum = next;
        Count++;
    }
}

using MlOps.Monitoring.Statistics;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Evidently;

/// <summary>One side of a column of numbers, cleaned as Evidently does it: infinities are missing, and missing values are left out.</summary>
internal sealed class NumberSide
{
    private const int Bins = 30;
    private const int MostLevels = 10;

    private readonly NumberColumn _column;
    private readonly double[] _sorted;
    private readonly Lazy<(double Mean, double MeanSquare)> _moments;

    public NumberSide(NumberColumn column)
    {
        _column = column;
        _sorted = Finite(column.Values);
        DoubleSort.Sort(_sorted);
        _moments = new(Moments);
    }

    /// <summary>The finite values, ascending: sorted once for all that is asked of them.</summary>
    public ReadOnlySpan<double> Sorted => _sorted;

    /// <summary>The number of finite values.</summary>
    public int Count => _sorted.Length;

    /// <summary>Their standard deviation, of all of them (n).</summary>
    public double Spread => Math.Sqrt(_moments.Value.MeanSquare);

    /// <summary>The finite values in the order of their rows.</summary>
    public ReadOnlySpan<double> Rows => Count == _column.Count ? _column.Values : Finite(_column.Values);

    /// <summary>What the column holds.</summary>
    /// <param name="type">How it is compared: of what are levels the most frequent are named.</param>
    public ColumnSummary Summarize(ColumnType type)
    {
        var missing = 0;
        foreach (var value in _column.Values)
        {
            missing += double.IsNaN(value) ? 1 : 0;
        }

        var summary = new ColumnSummary { Rows = _column.Count, Missing = missing, Infinite = _column.Count - missing - Count, Distinct = Statistics.Sorted.Distinct(_sorted) };
        return Count == 0 ? summary : summary with
        {
            Mean = FiniteOrNull(_moments.Value.Mean),
            StandardDeviation = FiniteOrNull(Math.Sqrt(_moments.Value.MeanSquare * Count / (Count - 1.0))),
            Quantiles = Array.ConvertAll<double, double>([0, 0.05, 0.25, 0.5, 0.75, 0.95, 1], share => Statistics.Sorted.Quantile(_sorted, share)),
            Levels = type == ColumnType.Categorical ? Levels() : [],
            Histogram = Histogram(),
        };
    }

    /// <summary>In the order of the rows, in which pandas forms them: for large numbers that lie close together the last digits decide.</summary>
    private (double Mean, double MeanSquare) Moments()
    {
        var mean = NumpySum.Mean(Rows);
        return (mean, NumpySum.MeanSquare(Rows, mean));
    }

    private static double? FiniteOrNull(double value) => double.IsFinite(value) ? value : null;

    private static double[] Finite(ReadOnlySpan<double> values)
    {
        var (finite, count) = (new double[values.Length], 0);
        foreach (var value in values)
        {
            finite[count] = value;
            count += double.IsFinite(value) ? 1 : 0;
        }

        return count == finite.Length ? finite : finite[..count];
    }

    private LevelCount[] Levels()
    {
        var levels = new List<LevelCount>();
        var walk = new PooledWalk(_sorted, []);
        while (walk.MoveNext())
        {
            levels.Add(new LevelCount(LevelCodes.Text(walk.Value), walk.Equal));
        }

        return [.. levels.OrderByDescending(static level => level.Count).Take(MostLevels)];
    }

    private Histogram Histogram()
    {
        var (minimum, maximum) = (_sorted[0], _sorted[^1]);
        var edges = new double[maximum > minimum ? Bins + 1 : 2];
        for (var i = 0; i < edges.Length; i++)
        {
            edges[i] = minimum + ((maximum - minimum) * i / (edges.Length - 1));
        }

        edges[^1] = maximum;
        return new Histogram(minimum, maximum, Array.ConvertAll(Sturges.Count(_sorted, edges), static count => (double)count));
    }
}

namespace MlOps.Monitoring.Statistics;

/// <summary>Bins of equal width, as many as Sturges (1926) advises, with the edges that numpy gives them to the last digit.</summary>
internal static class Sturges
{
    /// <summary>The edges, one more than there are bins.</summary>
    /// <param name="minimum">The least number of all.</param>
    /// <param name="maximum">The largest.</param>
    /// <param name="count">How many there are.</param>
    public static double[] Edges(double minimum, double maximum, long count)
    {
        var width = (maximum - minimum) / (Math.Log2(count) + 1);
        var bins = width > 0 ? (int)Math.Ceiling((maximum - minimum) / width) : 1;
        var (first, last) = minimum == maximum ? (minimum - 0.5, maximum + 0.5) : (minimum, maximum);
        var edges = new double[bins + 1];
        var step = (last - first) / bins;
        for (var i = 0; i < bins; i++)
        {
            edges[i] = first + (step == 0 ? (double)i / bins * (last - first) : i * step);
        }

        edges[bins] = last;
        return edges;
    }

    /// <summary>How many fall into each bin: the lower edge belongs to it, the upper one to the next, the very last to the last.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="edges">Ascending.</param>
    public static long[] Count(ReadOnlySpan<double> sorted, ReadOnlySpan<double> edges)
    {
        var counts = new long[edges.Length - 1];
        var begin = Sorted.Below(sorted, edges[0]);
        for (var bin = 0; bin < counts.Length; bin++)
        {
            var end = bin == counts.Length - 1 ? Sorted.UpTo(sorted, edges[bin + 1]) : Sorted.Below(sorted, edges[bin + 1]);
            (counts[bin], begin) = (Math.Max(0, end - begin), end);
        }

        return counts;
    }
}

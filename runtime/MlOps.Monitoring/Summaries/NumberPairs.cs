namespace MlOps.Monitoring.Summaries;

/// <summary>The rows of two numeric columns where both values are there and finite.</summary>
internal readonly struct NumberPairs
{
    private readonly double[] _x;
    private readonly double[] _y;

    private NumberPairs(double[] x, double[] y) => (_x, _y) = (x, y);

    public static NumberPairs Of(NumberColumn one, NumberColumn other)
    {
        var (x, y) = (new double[one.Count], new double[one.Count]);
        var count = 0;
        for (var row = 0; row < one.Count; row++)
        {
            if (double.IsFinite(one.Values[row]) && double.IsFinite(other.Values[row]))
            {
                (x[count], y[count]) = (one.Values[row], other.Values[row]);
                count++;
            }
        }

        Array.Resize(ref x, count);
        Array.Resize(ref y, count);
        return new NumberPairs(x, y);
    }

    /// <summary>Pearson's correlation; <see langword="null"/> when a side does not vary.</summary>
    public double? Pearson() => Pearson(_x, _y);

    /// <summary>Pearson's correlation of the mean ranks.</summary>
    public double? Spearman() => Pearson(Ranks.Of(_x), Ranks.Of(_y));

    /// <summary>Kendall's tau-b, with Knight's method: one sort of the pairs, then the exchanges of a merge sort.</summary>
    /// <remarks>
    /// W. R. Knight, "A computer method for calculating Kendall's tau with ungrouped data", JASA 61 (1966), O(n log n);
    /// the formula with ties: M. G. Kendall, "The treatment of ties in ranking problems", Biometrika 33 (1945).
    /// </remarks>
    public double? Kendall()
    {
        var (x, y) = (_x, _y);
        var order = new int[x.Length];
        for (var i = 0; i < order.Length; i++)
        {
            order[i] = i;
        }

        Array.Sort(order, (a, b) => x[a].CompareTo(x[b]) is var byX && byX != 0 ? byX : y[a].CompareTo(y[b]));
        long tiedX = 0, tiedBoth = 0, runX = 1, runBoth = 1;
        for (var i = 1; i <= order.Length; i++)
        {
            var sameX = i < order.Length && x[order[i]] == x[order[i - 1]];
            (tiedX, runX) = Run(sameX, tiedX, runX);
            (tiedBoth, runBoth) = Run(sameX && y[order[i]] == y[order[i - 1]], tiedBoth, runBoth);
        }

        var byX = Array.ConvertAll(order, i => y[i]);
        var exchanges = Exchanges(byX, new double[byX.Length]);
        long tiedY = 0, runY = 1;
        for (var i = 1; i <= byX.Length; i++)
        {
            (tiedY, runY) = Run(i < byX.Length && byX[i] == byX[i - 1], tiedY, runY);
        }

        var pairs = (long)x.Length * (x.Length - 1) / 2;
        if (pairs == tiedX || pairs == tiedY)
        {
            return null;
        }

        var difference = pairs - tiedX - tiedY + tiedBoth - (2 * exchanges);
        return Math.Clamp(difference / Math.Sqrt(pairs - tiedX) / Math.Sqrt(pairs - tiedY), -1, 1);

        static (long Tied, long Run) Run(bool goesOn, long tied, long run) => goesOn ? (tied, run + 1) : (tied + (run * (run - 1) / 2), 1);
    }

    private static double? Pearson(double[] x, double[] y)
    {
        var (meanX, meanY) = (Sums.Of(x).Mean, Sums.Of(y).Mean);
        Sums squaresX = default, squaresY = default, products = default;
        for (var i = 0; i < x.Length; i++)
        {
            squaresX.Add((x[i] - meanX) * (x[i] - meanX));
            squaresY.Add((y[i] - meanY) * (y[i] - meanY));
            products.Add((x[i] - meanX) * (y[i] - meanY));
        }

        var scale = Math.Sqrt(squaresX.Total) * Math.Sqrt(squaresY.Total);
        return scale > 0 ? Math.Clamp(products.Total / scale, -1, 1) : null;
    }

    /// <summary>Sorts, and counts the pairs that stood the wrong way round.</summary>
    private static long Exchanges(Span<double> values, Span<double> spare)
    {
        if (values.Length < 2)
        {
            return 0;
        }

        var half = values.Length / 2;
        var exchanges = Exchanges(values[..half], spare[..half]) + Exchanges(values[half..], spare[half..]);
        values.CopyTo(spare);
        var (left, right) = (0, half);
        for (var i = 0; i < values.Length; i++)
        {
            if (right == values.Length || (left < half && spare[left] <= spare[right]))
            {
                values[i] = spare[left++];
            }
            else
            {
                values[i] = spare[right++];
                exchanges += half - left;
            }
        }

        return exchanges;
    }
}

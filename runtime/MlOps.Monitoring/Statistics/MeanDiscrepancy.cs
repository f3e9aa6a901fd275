using MlOps.Monitoring.Quality;

namespace MlOps.Monitoring.Statistics;

/// <summary>The maximum mean discrepancy of two samples under a Gaussian kernel, by permutations of their rows.</summary>
/// <remarks>A. Gretton et al., "A kernel two-sample test", J. Mach. Learn. Res. 13 (2012); the width is the median distance within the reference.</remarks>
internal static class MeanDiscrepancy
{
    /// <summary>Every pair of rows is a number in memory: 200 MB for so many.</summary>
    public const int MostRows = 5_000;

    private const int Permutations = 100;

    /// <summary>Sums of the same numbers in another order differ by less than this.</summary>
    private const double Rounding = 1e-12;

    /// <summary>The share of permutations that are as far apart; NaN squares count as not.</summary>
    /// <param name="reference">In the order of the rows, at least two.</param>
    /// <param name="current">In the order of the rows, at least two.</param>
    /// <param name="seed">Where chance begins: that of <c>numpy.random.seed</c>, whose permutations are drawn.</param>
    public static double PValue(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, uint seed)
    {
        var (rows, n) = (reference.Length + current.Length, reference.Length);
        var kernel = Kernel([.. reference, .. current], -1 / (2 * Math.Pow(Width(reference), 2)));
        var sums = new double[rows];
        for (var row = 0; row < rows; row++)
        {
            foreach (var value in kernel.AsSpan(row * rows, rows))
            {
                sums[row] += value;
            }
        }

        var all = sums.Sum();
        var order = Enumerable.Range(0, rows).ToArray();
        var observed = Discrepancy(order);
        var (random, reached) = (new NumpyRandom(seed), 0);
        for (var i = 0; i < Permutations; i++)
        {
            for (var row = 0; row < rows; row++)
            {
                order[row] = row;
            }

            random.Shuffle(order);
            reached += observed <= Discrepancy(order) + Rounding ? 1 : 0;
        }

        return (double)reached / Permutations;

        // All pairs are known, so those within one side and the sums of its rows tell the others.
        double Discrepancy(ReadOnlySpan<int> order)
        {
            var side = order[..n];
            var (within, ofSide) = (0.0, 0.0);
            foreach (var row in side)
            {
                var pairs = kernel.AsSpan(row * rows, rows);
                ofSide += sums[row];
                foreach (var other in side)
                {
                    within += pairs[other];
                }
            }

            var (between, m) = (ofSide - within, (double)(rows - n));
            return (within / ((double)n * (n - 1))) + ((all - within - (2 * between)) / (m * (m - 1))) - (2 * between / (n * m));
        }
    }

    /// <summary>exp(scale · distance²) of all pairs of different rows, and 0 of a row with itself.</summary>
    private static double[] Kernel(double[] values, double scale)
    {
        var kernel = new double[values.Length * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                kernel[(i * values.Length) + j] = i == j ? 0 : Math.Exp(scale * Square(values[i], values[j]));
            }
        }

        return kernel;
    }

    /// <summary>The root of half the median squared distance, that of a row to itself included.</summary>
    private static double Width(ReadOnlySpan<double> values)
    {
        var squares = new double[values.Length * values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            for (var j = 0; j < values.Length; j++)
            {
                squares[(i * values.Length) + j] = Square(values[i], values[j]);
            }
        }

        if (squares.Any(double.IsNaN))
        {
            return double.NaN;
        }

        DoubleSort.Sort(squares);
        var width = Math.Sqrt(0.5 * squares[(int)Math.Round((squares.Length - 1) * 0.5)]);
        return width == 0 ? Math.Sqrt(0.5) : width;
    }

    /// <summary>(x − y)² in the order of operations of Evidently, which decides what is left of nearly equal numbers.</summary>
    private static double Square(double x, double y) => (y * y) - (2 * (x * y)) + (x * x);
}

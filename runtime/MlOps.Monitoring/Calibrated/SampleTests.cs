using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Calibrated;

/// <summary>The tests of two samples of numbers besides <see cref="Kolmogorov"/>.</summary>
internal static class SampleTests
{
    /// <summary>Below so many rows of a side ranks are dealt out anew instead of taken for normal.</summary>
    private const int FewRanks = 20;

    /// <summary>So many rows of a side take part where every pair of rows counts.</summary>
    private const int MostPaired = 250;

    /// <summary>Evidently's least spread: a distance is not divided by less.</summary>
    private const double LeastSpread = 0.001;

    /// <summary>Wasserstein's distance over the spread of the reference.</summary>
    public static TestResult Wasserstein(Distribution reference, Distribution current) =>
        Dealt(reference, current, StepDistances.Wasserstein, distance => distance / Math.Max(Moments(reference).Spread, LeastSpread));

    /// <summary>The energy distance over the root of the spread of the reference, its unit.</summary>
    public static TestResult Energy(Distribution reference, Distribution current) =>
        Dealt(reference, current, StepDistances.Energy, distance => distance / Math.Sqrt(Math.Max(Moments(reference).Spread, LeastSpread)));

    public static TestResult CramerVonMises(Distribution reference, Distribution current) => Dealt(reference, current, StepDistances.CramerVonMises);

    public static TestResult AndersonDarling(Distribution reference, Distribution current) => Dealt(reference, current, StepDistances.AndersonDarling);

    /// <summary>Student's test of two means, each side with its own spread (Welch 1947); the effect is Cohen's d.</summary>
    public static TestResult Means(Distribution reference, Distribution current)
    {
        var (a, b) = (Moments(reference), Moments(current));
        var (n, m) = ((double)reference.Effective, (double)current.Effective);
        var (x, y) = (a.Spread * a.Spread / (n - 1), b.Spread * b.Spread / (m - 1));
        var difference = Math.Abs(a.Mean - b.Mean);
        var spread = Math.Sqrt(((a.Spread * a.Spread * n) + (b.Spread * b.Spread * m)) / (n + m));
        var effect = spread > 0 ? difference / spread : double.PositiveInfinity;
        if (n < 2 || m < 2)
        {
            return new TestResult(null, null, "The spread of a side with one value is not known.");
        }

        var degrees = (x + y) * (x + y) / ((x * x / (n - 1)) + (y * y / (m - 1)));
        return x + y > 0
            ? new TestResult(Tails.Student(difference / Math.Sqrt(x + y), degrees), effect)
            : new TestResult(null, null, "Both sides are constant: their means have no error to hold the difference against.");
    }

    /// <summary>Mann and Whitney's U, two-sided, ties corrected; the effect is |2 P(r &lt; c) − 1|, ties half.</summary>
    public static TestResult Ranks(Distribution reference, Distribution current)
    {
        if (Math.Min(reference.Effective, current.Effective) < FewRanks)
        {
            return Dealt(reference, current, static (pool, dealt) => Math.Abs(RankOff(pool, dealt)));
        }

        var (off, ties, i, before, seen) = (0.0, 0.0, 0, 0.0, 0.0);
        var share = (double)reference.Effective / (reference.Effective + current.Effective);
        for (var j = 0; j < current.Values.Length; j++)
        {
            while (i < reference.Values.Length && reference.Values[i] < current.Values[j])
            {
                AddTie(share * reference.Weight(i) / reference.Total);
                before = (double)reference.Through[i++] / reference.Total;
            }

            var isEqual = i < reference.Values.Length && reference.Values[i] == current.Values[j];
            var equal = isEqual ? (double)reference.Weight(i) / reference.Total : 0;
            var weight = (double)current.Weight(j) / current.Total;
            AddTie((share * equal) + ((1 - share) * weight));
            off += weight * ((2 * before) + equal - 1);
            before += equal;
            i += isEqual ? 1 : 0;
            seen += weight;
        }

        for (; i < reference.Values.Length; i++)
        {
            AddTie(share * reference.Weight(i) / reference.Total);
        }

        var (n, m) = ((double)reference.Effective, (double)current.Effective);
        var rows = n + m;
        var spread = rows + 1 - (((rows * rows * ties) - 1) / (rows - 1)); // ties: Σ t³ / N³ for runs of t equal rows.
        var error = Math.Sqrt(spread / (3 * n * m)); // Of 2 U / (n m) − 1.
        return new TestResult(error > 0 ? Tails.Normal(off / error) : 1, Math.Abs(off));

        void AddTie(double tied) => ties += tied * tied * tied;
    }

    /// <summary>The test of Epps and Singleton (1986): means of cosines and sines at 0.4 and 0.8 over half the pooled quartile range.</summary>
    public static TestResult EppsSingleton(Distribution reference, Distribution current)
    {
        var pool = new Pool(reference, current);
        var scale = (Quartile(pool, 0.75) - Quartile(pool, 0.25)) / 2;
        if (scale == 0)
        {
            return new TestResult(null, null, "Half of all values are one: Epps and Singleton's test has no scale there. Try 'ks'.");
        }

        var features = DenseMatrix.Create(pool.Values.Length, 4, (row, column) =>
            column % 2 == 0 ? Math.Cos((column + 2) * 0.2 * pool.Values[row] / scale) : Math.Sin((column + 1) * 0.2 * pool.Values[row] / scale));
        var weights = Vector<double>.Build.Dense(pool.Rows.Length, i => pool.Rows[i] / (double)(pool.ReferenceSize + pool.CurrentSize));
        var centre = features.TransposeThisAndMultiply(weights);
        var covariance = features.TransposeThisAndMultiply(DiagonalMatrix.OfDiagonal(weights.Count, weights.Count, weights) * features) - centre.OuterProduct(centre);
        var values = covariance.Evd(Symmetricity.Symmetric);
        var white = features * values.EigenVectors; // Directions in which there is spread, each to the scale of it.
        var spread = values.EigenValues.Map(static value => value.Real > 1e-12 ? 1 / Math.Sqrt(value.Real) : 0).ToArray();
        var result = pool.PValue(Off);
        return new TestResult(result, Kolmogorov.Test(reference, current).Effect);

        double Off(int[] dealt)
        {
            var sum = 0.0;
            for (var column = 0; column < 4; column++)
            {
                var (one, both) = (0.0, 0.0);
                for (var row = 0; row < dealt.Length; row++)
                {
                    one += dealt[row] * white.At(row, column);
                    both += pool.Rows[row] * white.At(row, column);
                }

                var off = ((one / pool.ReferenceSize) - ((both - one) / pool.CurrentSize)) * spread[column];
                sum += off * off;
            }

            return sum;
        }
    }

    /// <summary>The maximum mean discrepancy under a Gaussian kernel as wide as the median distance (Gretton et al. 2012).</summary>
    public static TestResult MeanDiscrepancy(Distribution reference, Distribution current)
    {
        var pool = new Pool(reference, current, MostPaired);
        var values = pool.Values;
        var distances = values.SelectMany((a, i) => values.Skip(i + 1).Select(b => Math.Abs(a - b))).Order().ToArray();
        var width = distances.Length == 0 ? 1 : distances[distances.Length / 2];
        var kernel = DenseMatrix.Create(values.Length, values.Length, (i, j) => Math.Exp(-0.5 * Math.Pow((values[i] - values[j]) / width, 2)));
        var weights = new double[values.Length];
        return new TestResult(pool.PValue(Off), Math.Sqrt(Math.Max(0, Off(pool.Reference))));

        double Off(int[] dealt)
        {
            for (var i = 0; i < weights.Length; i++)
            {
                weights[i] = ((double)dealt[i] / pool.ReferenceSize) - ((double)(pool.Rows[i] - dealt[i]) / pool.CurrentSize);
            }

            var vector = Vector<double>.Build.Dense(weights);
            return vector * (kernel * vector);
        }
    }

    private static TestResult Dealt(Distribution reference, Distribution current, Func<Pool, int[], double> statistic, Func<double, double>? scaled = null)
    {
        var pool = new Pool(reference, current);
        var observed = statistic(pool, pool.Reference);
        return new TestResult(pool.PValue(dealt => statistic(pool, dealt)), scaled is null ? observed : scaled(observed));
    }

    /// <summary>P(r &lt; c) − P(r &gt; c).</summary>
    private static double RankOff(Pool pool, int[] reference)
    {
        var (sum, below) = (0.0, 0);
        for (var i = 0; i < reference.Length; i++)
        {
            sum += (pool.Rows[i] - reference[i]) * ((2.0 * below) + reference[i]);
            below += reference[i];
        }

        return (sum / pool.ReferenceSize / pool.CurrentSize) - 1;
    }

    private static double Quartile(Pool pool, double share)
    {
        var (place, wanted) = (0, share * (pool.ReferenceSize + pool.CurrentSize));
        for (double seen = pool.Rows[0]; seen < wanted; seen += pool.Rows[place])
        {
            place++;
        }

        return pool.Values[place];
    }

    private static (double Mean, double Spread) Moments(Distribution side)
    {
        var (mean, square) = (0.0, 0.0);
        for (var i = 0; i < side.Values.Length; i++)
        {
            mean += side.Values[i] * side.Weight(i) / side.Total;
        }

        for (var i = 0; i < side.Values.Length; i++)
        {
            square += (side.Values[i] - mean) * (side.Values[i] - mean) * side.Weight(i) / side.Total;
        }

        return (mean, Math.Sqrt(square));
    }
}

using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Evidently;

/// <summary>Evidently's tests of numbers: what each of them asks of the statistics, and where it says nothing.</summary>
internal static class NumberTests
{
    /// <summary>The least spread that Wasserstein's distance is divided by.</summary>
    private const double LeastSpread = 0.001;

    private const int LeastEpps = 5;

    /// <summary>Evidently does not seed its permutations; here the same rows have the same p-value.</summary>
    private const uint Seed = 0;

    public static Score KolmogorovSmirnov(NumberPair pair) => Statistics.KolmogorovSmirnov.PValue(pair.R, pair.C);

    public static Score Student(NumberPair pair) => StudentTest.PValue(pair.Reference.Rows, pair.Current.Rows) is var p && double.IsNaN(p)
        ? Score.None("The means have no error to hold their difference against: both sides are constant and equal, or have one value each.")
        : p;

    public static Score MannWhitney(NumberPair pair) => Statistics.MannWhitney.PValue(pair.R, pair.C);

    public static Score EppsSingleton(NumberPair pair)
    {
        if (Math.Min(pair.R.Length, pair.C.Length) < LeastEpps)
        {
            return Score.None($"The test of Epps and Singleton needs {LeastEpps} values on each side, and there are {pair.R.Length} and {pair.C.Length}.");
        }

        var both = Sorted.Merge(pair.R, pair.C);
        var range = Sorted.Quantile(both, 0.75) - Sorted.Quantile(both, 0.25);
        return range == 0
            ? Score.None("The middle half of the values of both sides are equal: their interquartile range, the unit of this test, is 0.")
            : Statistics.EppsSingleton.PValue(pair.R, pair.C, range);
    }

    public static Score AndersonDarling(NumberPair pair) =>
        !Sorted.HaveMoreThan(1, pair.R, pair.C) ? Score.None("All values of both sides are equal.")
        : Statistics.AndersonDarling.PValue(pair.R, pair.C) is var p && double.IsNaN(p) ? Score.None("The test of Anderson and Darling needs four values on both sides together.")
        : p;

    public static Score CramerVonMises(NumberPair pair) => Math.Min(pair.R.Length, pair.C.Length) < 2
        ? Score.None("The test of Cramér and von Mises needs two values on each side.")
        : Statistics.CramerVonMises.PValue(pair.R, pair.C);

    public static Score MeanDiscrepancy(NumberPair pair)
    {
        var rows = (long)pair.R.Length + pair.C.Length;
        return Math.Min(pair.R.Length, pair.C.Length) < 2 ? Score.None("The mean discrepancy needs two values on each side.")
            : rows > Statistics.MeanDiscrepancy.MostRows ? Score.None($"The mean discrepancy takes every pair of rows into memory, and {rows} values are too many: up to {Statistics.MeanDiscrepancy.MostRows}, or the calibrated mode.")
            : Statistics.MeanDiscrepancy.PValue(pair.Reference.Rows, pair.Current.Rows, Seed);
    }

    /// <summary>Wasserstein's distance over the spread of the reference.</summary>
    public static Score Wasserstein(NumberPair pair) => StepDifference.Of(pair.R, pair.C).Area / Math.Max(pair.Reference.Spread, LeastSpread);

    public static Score Energy(NumberPair pair) => Math.Sqrt(2 * StepDifference.Of(pair.R, pair.C).SquaredArea);

    public static Score Psi(NumberPair pair) => pair.Binned() is var (r, c) ? Shares.Psi(r, c) : default;

    public static Score KullbackLeibler(NumberPair pair) => pair.Binned() is var (r, c) ? Shares.KullbackLeibler(r, c) : default;

    public static Score JensenShannon(NumberPair pair) => pair.Binned() is var (r, c) ? Shares.JensenShannon(r, c) : default;

    /// <summary>Hellinger's distance of two histograms, whose bins Evidently takes from the different values alone.</summary>
    public static Score Hellinger(NumberPair pair)
    {
        var edges = Sturges.Edges(pair.Minimum, pair.Maximum, pair.Distinct());
        var (r, c) = (Densities(pair.R, edges), Densities(pair.C, edges));
        var (width, sum) = ((edges[^1] - edges[0]) / (edges.Length - 1), 0.0);
        for (var bin = 0; bin < r.Length; bin++)
        {
            sum += Math.Sqrt(r[bin] * c[bin]) * width;
        }

        return Math.Sqrt(1 - Math.Clamp(sum, 0, 1));
    }

    private static double[] Densities(ReadOnlySpan<double> sorted, double[] edges)
    {
        var densities = Shares.Of(Sturges.Count(sorted, edges), 1);
        for (var bin = 0; bin < densities.Length; bin++)
        {
            densities[bin] = densities[bin] / (edges[bin + 1] - edges[bin]) / sorted.Length;
        }

        return densities;
    }
}

using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>What rows of a pool fall to one side when they are dealt out without regard to what they hold.</summary>
internal static class Hypergeometric
{
    /// <summary>Beyond this variance a rounded normal number is as good as a hypergeometric one.</summary>
    private const double Large = 100;

    private const int Tabled = 2048;

    private static readonly double[] LogFactorials = Tabulate();

    /// <summary>Deals the rows of all levels out anew.</summary>
    /// <param name="pooled">The rows of each level on both sides.</param>
    /// <param name="rows">How many go to the one side.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="dealt">How many of each level do.</param>
    public static void Deal(ReadOnlySpan<long> pooled, long rows, ref SplitMix random, Span<long> dealt)
    {
        var (left, open) = (0L, rows);
        foreach (var count in pooled)
        {
            left += count;
        }

        for (var level = 0; level < pooled.Length; level++)
        {
            dealt[level] = Draw(pooled[level], left, open, ref random);
            left -= pooled[level];
            open -= dealt[level];
        }
    }

    /// <summary>How many of <paramref name="marked"/> rows are among <paramref name="drawn"/> of <paramref name="total"/>.</summary>
    private static long Draw(long marked, long total, long drawn, ref SplitMix random)
    {
        var (low, high) = (Math.Max(0, drawn + marked - total), Math.Min(drawn, marked));
        if (low == high)
        {
            return low;
        }

        var share = (double)marked / total;
        var (mean, variance) = (drawn * share, drawn * share * (1 - share) * (total - drawn) / (total - 1));
        return variance > Large
            ? Math.Clamp((long)Math.Round(mean + (Math.Sqrt(variance) * Normal(ref random))), low, high)
            : Invert(marked, total, drawn, low, high, (long)mean, ref random);
    }

    /// <summary>From the mode outwards until the probabilities passed reach a uniform number.</summary>
    private static long Invert(long marked, long total, long drawn, long low, long high, long start, ref SplitMix random)
    {
        start = Math.Clamp(start, low, high);
        var middle = Math.Exp(LogProbability(start, marked, total, drawn));
        var (rest, up, down, above, below) = (random.NextDouble() - middle, start, start, middle, middle);
        while (rest > 0 && (up < high || down > low))
        {
            if (up < high)
            {
                above *= (double)(marked - up) * (drawn - up) / ((double)(up + 1) * (total - marked - drawn + up + 1));
                up++;
                if ((rest -= above) <= 0)
                {
                    return up;
                }
            }

            if (down > low)
            {
                below *= (double)down * (total - marked - drawn + down) / ((double)(marked - down + 1) * (drawn - down + 1));
                down--;
                if ((rest -= below) <= 0)
                {
                    return down;
                }
            }
        }

        return start;
    }

    /// <summary>The logarithm of the probability of a count.</summary>
    public static double LogProbability(long count, long marked, long total, long drawn) =>
        LogChoose(marked, count) + LogChoose(total - marked, drawn - count) - LogChoose(total, drawn);

    /// <summary>A standard normal number (Box and Muller 1958).</summary>
    public static double Normal(ref SplitMix random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    public static double LogChoose(long n, long k) => LogFactorial(n) - LogFactorial(k) - LogFactorial(n - k);

    /// <summary>ln n!, from a table and beyond it by Stirling's series, which is right to the last digit there.</summary>
    private static double LogFactorial(long n) => n < Tabled
        ? LogFactorials[n]
        : ((n + 0.5) * Math.Log(n)) - n + MathNet.Numerics.Constants.LogSqrt2Pi + (1.0 / (12.0 * n)) - (1.0 / (360.0 * n * n * n));

    private static double[] Tabulate()
    {
        var table = new double[Tabled];
        for (var n = 2; n < Tabled; n++)
        {
            table[n] = table[n - 1] + Math.Log(n);
        }

        return table;
    }
}

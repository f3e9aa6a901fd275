namespace MlOps.Monitoring.Calibrated;

/// <summary>Whether levels that the reference does not have are more than rare levels that happened to fall to the other side.</summary>
/// <remarks>
/// Without drift each row of the pool is as likely to be of the one side as of the other. A level of t rows is then "new" with probability
/// π = C(N − t, n) / C(N, n), n of N rows being the reference's: what Good and Turing estimate from levels seen once follows from t = 1.
/// The rows of new levels are a sum of such levels; its tail is bounded by Chernoff's min e^(−θs) Π(1 − π + π e^(θt)), which holds because the
/// levels hinder each other (Joag-Dev and Proschan: Negative association of random variables, 1983). A bound, so the level holds; and it
/// falls as fast as the chance itself when a level of a hundred rows appears.
/// </remarks>
internal static class NewLevels
{
    /// <summary>P(so many rows of new levels) without drift, at most.</summary>
    /// <param name="reference">The rows of each level in the reference.</param>
    /// <param name="current">The rows of the same levels on the other side.</param>
    /// <returns>The bound, and the rows of new levels.</returns>
    public static (double PValue, long Rows) Test(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        var (references, currents, rows) = (0L, 0L, 0L);
        var sizes = new Dictionary<long, int>(); // Levels of one size are alike.
        for (var level = 0; level < reference.Length; level++)
        {
            references += reference[level];
            currents += current[level];
            rows += reference[level] == 0 ? current[level] : 0;
            var size = reference[level] + current[level];
            sizes[size] = sizes.GetValueOrDefault(size) + 1;
        }

        sizes.Remove(0);
        if (rows == 0 || references == 0)
        {
            return (1, rows);
        }

        var total = references + currents;
        var chances = sizes.Where(size => size.Key <= currents)
            .Select(size => (Rows: size.Key, Levels: size.Value, Log: Hypergeometric.LogChoose(total - size.Key, references) - Hypergeometric.LogChoose(total, references)))
            .ToArray();
        return (Math.Exp(Math.Min(0, Bound(chances, rows))), rows);
    }

    /// <summary>The logarithm of the bound: convex in θ, so a golden section finds its least.</summary>
    private static double Bound((long Rows, int Levels, double Log)[] chances, long rows)
    {
        const double Section = 0.6180339887498949;
        var (low, high) = (0.0, 50.0); // Beyond that a bound is as good: no table has e⁵⁰ rows.
        for (var step = 0; step < 60; step++)
        {
            var (left, right) = (high - (Section * (high - low)), low + (Section * (high - low)));
            (low, high) = At(left) < At(right) ? (low, right) : (left, high);
        }

        return At((low + high) / 2);

        double At(double theta) => chances.Sum(level => level.Levels * Log1PlusExp(level.Log, theta * level.Rows)) - (theta * rows);
    }

    /// <summary>ln(1 − π + π eˣ), where eˣ itself may be beyond all numbers.</summary>
    private static double Log1PlusExp(double logChance, double x)
    {
        var chance = Math.Exp(logChance);
        var large = logChance + x;
        return large > 30 ? large + Math.Log(1 + ((1 - chance) * Math.Exp(-large))) : Math.Log(1 - chance + Math.Exp(large));
    }
}

namespace MlOps.Monitoring.Statistics;

/// <summary>Tests of two shares: of the rows of both sides some are marked.</summary>
internal static class TwoShares
{
    /// <summary>Tables no less likely than the one at hand but for rounding count as equally likely.</summary>
    private const double Equal = 1 + 1e-9;

    /// <summary>The z of two proportions with a pooled error; NaN where all rows of both are marked, or none.</summary>
    public static double Z(long reference, long references, long current, long currents)
    {
        var share = (double)(reference + current) / (references + currents);
        var difference = ((double)reference / references) - ((double)current / currents);
        return difference / Math.Sqrt(share * (1 - share) * ((1.0 / references) + (1.0 / currents)));
    }

    /// <summary>Fisher's exact p-value (1934), two-sided: all tables with the same margins that are no more likely than this one.</summary>
    /// <remarks>Chances follow from each other outwards from the most likely table, so that no logarithm of a factorial takes their digits.</remarks>
    public static double Fisher(long reference, long references, long current, long currents)
    {
        var (marked, total) = (reference + current, references + currents);
        var (low, high) = (Math.Max(0, references + marked - total), Math.Min(references, marked));
        var mode = Math.Clamp((long)((marked + 1.0) * (references + 1) / (total + 2)), low, high);
        var observed = 1.0; // The chances of all tables are relative to that of the most likely one.
        for (var count = mode; count < reference; count++)
        {
            observed *= Up(count);
        }

        for (var count = mode; count > reference; count--)
        {
            observed /= Up(count - 1);
        }

        var (all, unlikely, chance) = (0.0, 0.0, 1.0);
        for (var count = mode; count <= high && chance > 0; chance *= Up(count++))
        {
            Add(chance);
        }

        chance = 1;
        for (var count = mode; count > low && chance > 0; count--)
        {
            chance /= Up(count - 1);
            Add(chance);
        }

        return Math.Min(1, unlikely / all);

        // How much likelier one more marked row of the reference is.
        double Up(long count) => (double)(marked - count) * (references - count) / ((count + 1.0) * (total - marked - references + count + 1));

        void Add(double chance)
        {
            all += chance;
            unlikely += chance <= observed * Equal ? chance : 0;
        }
    }
}

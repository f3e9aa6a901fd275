namespace MlOps.Monitoring.Statistics;

/// <summary>How far the cumulative shares F of a reference and G of another sample are apart.</summary>
/// <param name="Reach">The largest |F − G|, times both sizes: a whole number, so that it is exact.</param>
/// <param name="Area">∫|F − G|, Wasserstein's distance of order 1: how far a row must be moved on average.</param>
/// <param name="SquaredArea">∫(F − G)², half the square of the energy distance (Székely 2003).</param>
internal readonly record struct StepDifference(long Reach, double Area, double SquaredArea)
{
    /// <summary>One pass over both, without a branch that depends on the numbers: those of random samples cannot be foreseen.</summary>
    /// <param name="reference">Ascending, finite, not empty.</param>
    /// <param name="current">Ascending, finite, not empty.</param>
    public static StepDifference Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> current)
    {
        var (i, j, off, reach, area, squared) = (0, 0, 0L, 0L, 0.0, 0.0);
        var (n, m) = ((long)reference.Length, (long)current.Length);
        var unit = 1.0 / ((double)n * m);
        var value = Math.Min(reference[0], current[0]);
        while (i < reference.Length && j < current.Length)
        {
            var (left, right) = (reference[i], current[j]);
            var isLeft = left <= right;
            Step(isLeft ? left : right, isLeft ? m : -n);
            i += isLeft ? 1 : 0;
            j += isLeft ? 0 : 1;
        }

        foreach (var rest in reference[i..])
        {
            Step(rest, m);
        }

        foreach (var rest in current[j..])
        {
            Step(rest, -n);
        }

        return new StepDifference(reach, area, squared);

        // Between two equal numbers there is no gap, and the difference there is none of F and G.
        void Step(double next, long step)
        {
            var share = Math.Abs(off) * unit;
            var gap = next - value;
            area += share * gap;
            squared += share * share * gap;
            reach = gap > 0 ? Math.Max(reach, Math.Abs(off)) : reach;
            off += step;
            value = next;
        }
    }
}

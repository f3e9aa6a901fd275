using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Evidently;

/// <summary>Both sides of a column of numbers, neither empty.</summary>
internal sealed record NumberPair(NumberSide Reference, NumberSide Current)
{
    /// <summary>Numbers of which the reference has no more different ones are bins of their own.</summary>
    private const int FewNumbers = 20;

    public ReadOnlySpan<double> R => Reference.Sorted;

    public ReadOnlySpan<double> C => Current.Sorted;

    public double Minimum => Math.Min(R[0], C[0]);

    public double Maximum => Math.Max(R[^1], C[^1]);

    /// <summary>The shares of both sides in the bins that Evidently's distances have.</summary>
    public (double[] Reference, double[] Current) Binned()
    {
        var (reference, current) = Bin();
        return (Shares.Of(reference, R.Length), Shares.Of(current, C.Length));
    }

    /// <summary>The number of different values of both sides together.</summary>
    public int Distinct()
    {
        var walk = new PooledWalk(R, C);
        var distinct = 0;
        while (walk.MoveNext())
        {
            distinct++;
        }

        return distinct;
    }

    /// <summary>The counts of both sides in Sturges's bins of the values of both, or of each value where the reference has few.</summary>
    internal (long[] Reference, long[] Current) Bin()
    {
        if (!Sorted.HaveMoreThan(FewNumbers, R, []))
        {
            return CountValues();
        }

        var edges = Sturges.Edges(Minimum, Maximum, (long)R.Length + C.Length);
        return (Sturges.Count(R, edges), Sturges.Count(C, edges));
    }

    /// <summary>How often each value is there.</summary>
    internal (long[] Reference, long[] Current) CountValues()
    {
        var (reference, current) = (new List<long>(), new List<long>());
        var walk = new PooledWalk(R, C);
        while (walk.MoveNext())
        {
            reference.Add(walk.EqualReferences);
            current.Add(walk.EqualCurrents);
        }

        return ([.. reference], [.. current]);
    }
}

using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>
/// The rows of both sides together, to be dealt out to them anew: the distribution of any statistic without drift. Of a side with more
/// than <see cref="Most"/> rows as many are drawn, which bounds the cost and leaves the p-value right.
/// </summary>
internal sealed class Pool
{
    /// <summary>So many rows of a side take part.</summary>
    public const int Most = 2_000;

    private readonly int[] _rows; // Places in Values, a row each.
    private readonly int[] _dealt;

    public Pool(Distribution reference, Distribution current, int most = Most)
    {
        var (a, b) = (Draw(reference, most, 1), Draw(current, most, 2));
        var support = new SortedDictionary<double, (int A, int B)>();
        for (var i = 0; i < a.Length; i++)
        {
            support[reference.Values[i]] = (a[i], 0);
        }

        for (var i = 0; i < b.Length; i++)
        {
            support[current.Values[i]] = (support.GetValueOrDefault(current.Values[i]).A, b[i]);
        }

        var there = support.Where(static value => value.Value.A + value.Value.B > 0).ToArray();
        Values = [.. there.Select(static value => value.Key)];
        Reference = [.. there.Select(static value => value.Value.A)];
        Rows = [.. there.Select(static value => value.Value.A + value.Value.B)];
        ReferenceSize = Reference.Sum();
        CurrentSize = Rows.Sum() - ReferenceSize;
        _rows = [.. Rows.SelectMany(static (count, place) => Enumerable.Repeat(place, count))];
        _dealt = new int[Rows.Length];
    }

    /// <summary>The different numbers of both, ascending.</summary>
    public double[] Values { get; }

    /// <summary>How often each is there on both sides.</summary>
    public int[] Rows { get; }

    /// <summary>How often each is there in the reference.</summary>
    public int[] Reference { get; }

    public int ReferenceSize { get; }

    public int CurrentSize { get; }

    /// <summary>P(a statistic of the reference's rows among all ≥ the one observed) when rows are dealt out by chance.</summary>
    public double PValue(Func<int[], double> statistic)
    {
        var random = SequentialTest.Chance(Array.ConvertAll(Reference, static rows => (long)rows), Array.ConvertAll(Rows, static rows => (long)rows));
        return SequentialTest.PValue(statistic(Reference), () => statistic(Deal(ref random)));
    }

    private int[] Deal(ref SplitMix random)
    {
        // The smaller side is dealt, the other has the rest.
        var isReference = ReferenceSize <= CurrentSize;
        Array.Clear(_dealt);
        for (var i = 0; i < (isReference ? ReferenceSize : CurrentSize); i++)
        {
            var place = i + random.Next(_rows.Length - i);
            (_rows[i], _rows[place]) = (_rows[place], _rows[i]);
            _dealt[_rows[i]]++;
        }

        for (var i = 0; i < _dealt.Length && !isReference; i++)
        {
            _dealt[i] = Rows[i] - _dealt[i];
        }

        return _dealt;
    }

    private static int[] Draw(Distribution side, int most, ulong seed)
    {
        var weights = new long[side.Values.Length];
        for (var i = 0; i < weights.Length; i++)
        {
            weights[i] = side.Weight(i);
        }

        if (side.Total > most)
        {
            var random = new SplitMix(seed);
            Hypergeometric.Deal(weights.ToArray(), most, ref random, weights);
        }

        return Array.ConvertAll(weights, static weight => (int)weight);
    }
}

using System.Runtime.InteropServices;
using MlOps.Monitoring.Statistics;

namespace MlOps.Monitoring.Evidently;

/// <summary>Both sides of a column of levels: how often each is there, in ascending order of the levels.</summary>
internal sealed class LevelPair
{
    private readonly Func<(int[] Reference, int[] Current)> _rows;

    private LevelPair(long[] reference, long[] current, Func<(int[] Reference, int[] Current)> rows)
    {
        (Reference, Current, _rows) = (reference, current, rows);
        (References, Currents) = (reference.Sum(), current.Sum());
    }

    /// <summary>The rows of each level in the reference.</summary>
    public long[] Reference { get; }

    /// <summary>The rows of each level on the current side.</summary>
    public long[] Current { get; }

    /// <summary>All rows of the reference that have a level.</summary>
    public long References { get; }

    /// <summary>All rows of the current side that have a level.</summary>
    public long Currents { get; }

    /// <summary>The number of different levels of both sides.</summary>
    public int Count => Reference.Length;

    /// <summary>The level of each row that has one, as a place in the counts.</summary>
    public (int[] Reference, int[] Current) Rows() => _rows();

    public (double[] Reference, double[] Current) ToShares() => (Shares.Of(Reference, References), Shares.Of(Current, Currents));

    /// <summary>Numbers as levels.</summary>
    public static LevelPair Of(NumberPair numbers)
    {
        var (reference, current) = numbers.CountValues();
        return new LevelPair(reference, current, () =>
        {
            var values = new List<double>();
            var walk = new PooledWalk(numbers.R, numbers.C);
            while (walk.MoveNext())
            {
                values.Add(walk.Value);
            }

            return (Places(numbers.Reference), Places(numbers.Current));

            int[] Places(NumberSide side) => Array.ConvertAll(side.Rows.ToArray(), value => Sorted.Below(CollectionsMarshal.AsSpan(values), value));
        });
    }

    /// <summary>Texts as levels.</summary>
    public static LevelPair Of(LevelSide reference, LevelSide current)
    {
        var texts = reference.Levels.Concat(current.Levels).Select(static level => level.Level).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var places = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        foreach (var text in texts)
        {
            places[text] = places.Count;
        }

        return new LevelPair(Counts(reference), Counts(current), () => (reference.Places(places), current.Places(places)));

        long[] Counts(LevelSide side)
        {
            var counts = new long[texts.Length];
            foreach (var level in side.Levels)
            {
                counts[places[level.Level]] += level.Count;
            }

            return counts;
        }
    }
}

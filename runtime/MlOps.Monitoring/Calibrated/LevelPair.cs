using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>The levels of two sides, one beside the other.</summary>
/// <param name="Names">The levels; <see langword="null"/> where they are hashed groups of levels.</param>
/// <param name="Reference">The rows of each in the reference.</param>
/// <param name="Current">The rows of each on the other side.</param>
/// <param name="IsHidden">Whether the names are hashes that tell a reader nothing.</param>
internal sealed record LevelPair(string[]? Names, long[] Reference, long[] Current, bool IsHidden)
{
    /// <summary>Puts the levels of two columns side by side.</summary>
    /// <param name="reference">A column of levels, or of numbers that are taken for levels.</param>
    /// <param name="current">The same column on the other side.</param>
    /// <param name="reason">Why there is no such pair.</param>
    public static LevelPair? Of(ColumnProfile reference, ColumnProfile current, out string? reason)
    {
        reason = null;
        var (a, b) = (Levels(reference), Levels(current));
        if (a is null || b is null)
        {
            reason = $"It has more than {QuantileSketch.ExactDistinct} different numbers: too many to be taken for levels.";
            return null;
        }

        if (a.Salt.IsEmpty != b.Salt.IsEmpty)
        {
            var isClear = a.Salt.IsEmpty ? a : b;
            if (!isClear.Counts.IsExact)
            {
                reason = "One side hides its levels, and the other has more than can be hidden afterwards: profile both with one salt (ProfileOptions.Salt).";
                return null;
            }

            (a, b) = a.Salt.IsEmpty ? (a.Hide(b.Salt.ToArray()), b) : (a, b.Hide(a.Salt.ToArray()));
        }

        if (!a.Salt.Span.SequenceEqual(b.Salt.Span))
        {
            reason = "Both sides hide their levels, each under a salt of its own: profile the rows with the reference's salt (ProfileOptions.Salt; mlops profile --like).";
            return null;
        }

        return a.Counts.IsExact && b.Counts.IsExact
            ? Of(a.Counts, b.Counts, !a.Salt.IsEmpty)
            : new LevelPair(null, a.Counts.Buckets.ToArray(), b.Counts.Buckets.ToArray(), !a.Salt.IsEmpty);
    }

    /// <summary>A column as levels; <see langword="null"/> where there are too many different numbers.</summary>
    public static LevelProfile? Levels(ColumnProfile column)
    {
        if (column is not NumberProfile numbers)
        {
            return column as LevelProfile;
        }

        if (!numbers.Sketch.IsExact)
        {
            return null;
        }

        var levels = new LevelProfile(column.Name);
        var spread = numbers.Sketch.Distribution;
        for (var i = 0; i < spread.Values.Length; i++)
        {
            levels.Add(NumberProfile.LevelOf(spread.Values[i]), spread.Weight(i));
        }

        return levels;
    }

    private static LevelPair Of(LevelCounts a, LevelCounts b, bool isHidden)
    {
        var names = a.Levels.Concat(b.Levels).Select(static level => level.Level).Distinct(StringComparer.Ordinal).ToArray();
        Array.Sort(names, StringComparer.Ordinal); // So that verdicts do not depend on the order of the rows.
        var (reference, current) = (new long[names.Length], new long[names.Length]);
        for (var i = 0; i < names.Length; i++)
        {
            reference[i] = a[names[i]];
            current[i] = b[names[i]];
        }

        return new LevelPair(names, reference, current, isHidden);
    }
}

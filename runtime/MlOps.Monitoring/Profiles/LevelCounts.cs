using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Profiles;

/// <summary>How often each level is there, in bounded memory.</summary>
/// <remarks>
/// Exact up to <see cref="MostLevels"/> levels. Beyond that the rarer half is forgotten from time to time: what is left are the frequent
/// levels, each with a count that is at most <see cref="Uncounted"/> too low (lossy counting, after Manku and Motwani: Approximate
/// frequency counts over data streams, 2002). The rows of each of <see cref="BucketCount"/> hashed groups of levels stay exact, so that two
/// sides can be compared however many levels there are.
/// </remarks>
internal sealed class LevelCounts
{
    /// <summary>So many levels are counted at once.</summary>
    public const int MostLevels = 10_000;

    /// <summary>The number of hashed groups.</summary>
    public const int BucketCount = 256;

    private readonly LevelIndex _index = new();
    private long[] _counts = new long[64]; // By the codes of the index.
    private long[]? _buckets;

    /// <summary>The number of rows.</summary>
    public long Total { get; private set; }

    /// <summary>Whether every level is there with its count.</summary>
    public bool IsExact => _buckets is null;

    /// <summary>By how much a count may be too low, and how often a level may have been there that is not: 0 when exact.</summary>
    public long Uncounted { get; private set; }

    /// <summary>The number of levels that are counted.</summary>
    public int Distinct => _index.Levels.Count;

    /// <summary>The levels that are counted, in no order.</summary>
    public IEnumerable<LevelCount> Levels => _index.Levels.Select((level, code) => new LevelCount(level, _counts[code]));

    /// <summary>The rows of each hashed group of levels.</summary>
    public ReadOnlySpan<long> Buckets => _buckets ?? Group();

    /// <summary>How often a level is there, as far as it is counted.</summary>
    public long this[string level] => _index.Find(level) is >= 0 and var code ? _counts[code] : 0;

    public void Add(ReadOnlySpan<char> level, long times)
    {
        Count(level, times);
        Total += times;
        if (_buckets is not null)
        {
            _buckets[Bucket(level)] += times;
        }

        if (Distinct > MostLevels)
        {
            Bound();
        }
    }

    /// <summary>The most frequent levels, most frequent first, ties in ordinal order.</summary>
    public IReadOnlyList<LevelCount> Most(int count) =>
        [.. Levels.OrderByDescending(static level => level.Count).ThenBy(static level => level.Level, StringComparer.Ordinal).Take(count)];

    /// <summary>The same counts, where they are exact, with other names for the levels.</summary>
    public LevelCounts Select(Func<string, string> name) =>
        Restore(Levels.Select(level => level with { Level = name(level.Level) }), Total, 0, null);

    /// <summary>The counts of both; neither is changed.</summary>
    public LevelCounts Merge(LevelCounts other)
    {
        var isExact = IsExact && other.IsExact;
        var buckets = isExact ? null : Buckets.ToArray().Zip(other.Buckets.ToArray(), static (a, b) => a + b).ToArray();
        var merged = Restore(Levels.Concat(other.Levels), Total + other.Total, Uncounted + other.Uncounted, buckets);
        merged.Bound();
        return merged;
    }

    /// <summary>Counts of what a file says; those of one level are added.</summary>
    public static LevelCounts Restore(IEnumerable<LevelCount> levels, long total, long uncounted, long[]? buckets)
    {
        var counts = new LevelCounts { Total = total, Uncounted = uncounted, _buckets = buckets };
        foreach (var level in levels)
        {
            counts.Count(level.Level, level.Count);
        }

        return counts;
    }

    private void Count(ReadOnlySpan<char> level, long times)
    {
        var code = _index.CodeOf(level);
        if (code == _counts.Length)
        {
            Array.Resize(ref _counts, _counts.Length * 2);
        }

        _counts[code] += times;
    }

    /// <summary>Forgets the rarer half of too many levels.</summary>
    private void Bound()
    {
        if (Distinct <= MostLevels)
        {
            return;
        }

        _buckets ??= Group();
        var levels = Levels.OrderByDescending(static level => level.Count).ThenByDescending(static level => level.Level, StringComparer.Ordinal).ToArray();
        _index.Clear();
        Array.Clear(_counts);
        foreach (var level in levels.AsSpan(0, MostLevels / 2))
        {
            Count(level.Level, level.Count);
        }

        Uncounted += levels[MostLevels / 2].Count;
    }

    private long[] Group()
    {
        var groups = new long[BucketCount];
        foreach (var level in Levels)
        {
            groups[Bucket(level.Level)] += level.Count;
        }

        return groups;
    }

    /// <summary>FNV-1a over the characters, mixed once more: the same on every machine, as files hold what it groups.</summary>
    private static int Bucket(ReadOnlySpan<char> level)
    {
        var hash = 0xCBF29CE484222325;
        foreach (var character in level)
        {
            hash = (hash ^ character) * 0x100000001B3;
        }

        return (int)(new SplitMix(hash).Next() & (BucketCount - 1));
    }
}

using System.Runtime.InteropServices;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Profiles;

/// <summary>How often each level is there, in bounded memory.</summary>
/// <remarks>
/// Exact up to <see cref="MostLevels"/> levels. Beyond that the rarer half is forgotten from time to time: what is left are the frequent
/// levels, each with a count that is at most <see cref="Uncounted"/> too low (lossy counting, after Manku and Motwani: Approximate
/// frequency counts over data streams, 2002). The rows of each of <see cref="Buckets"/> hashed groups of levels stay exact, so that two sides
/// can be compared however many levels there are.
/// </remarks>
internal sealed class LevelCounts
{
    /// <summary>So many levels are counted at once.</summary>
    public const int MostLevels = 10_000;

    /// <summary>The number of hashed groups.</summary>
    public const int BucketCount = 256;

    private readonly Dictionary<string, long> _counts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long>.AlternateLookup<ReadOnlySpan<char>> _bySpan;
    private long[]? _buckets;

    public LevelCounts() => _bySpan = _counts.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The number of rows.</summary>
    public long Total { get; private set; }

    /// <summary>Whether every level is there with its count.</summary>
    public bool IsExact => _buckets is null;

    /// <summary>By how much a count may be too low, and how often a level may have been there that is not: 0 when exact.</summary>
    public long Uncounted { get; private set; }

    /// <summary>The number of levels that are counted.</summary>
    public int Distinct => _counts.Count;

    /// <summary>The levels that are counted, in no order.</summary>
    public IReadOnlyDictionary<string, long> Levels => _counts;

    /// <summary>The rows of each hashed group of levels.</summary>
    public ReadOnlySpan<long> Buckets => _buckets ?? Group();

    public void Add(string level, long times)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, level, out _) += times;
        Added(level, times);
    }

    public void Add(ReadOnlySpan<char> level)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_bySpan, level, out _)++;
        Added(level, 1);
    }

    /// <summary>The most frequent levels, most frequent first, ties in ordinal order.</summary>
    public IReadOnlyList<LevelCount> Most(int count) =>
        [.. _counts.OrderByDescending(static level => level.Value).ThenBy(static level => level.Key, StringComparer.Ordinal).Take(count).Select(static level => new LevelCount(level.Key, level.Value))];

    /// <summary>The same counts, where they are exact, with other names for the levels.</summary>
    public LevelCounts Select(Func<string, string> name) =>
        Restore(_counts.Select(level => new LevelCount(name(level.Key), level.Value)), Total, 0, null);

    /// <summary>The counts of both; neither is changed.</summary>
    public LevelCounts Merge(LevelCounts other)
    {
        var merged = new LevelCounts { Total = Total + other.Total, Uncounted = Uncounted + other.Uncounted };
        foreach (var (level, count) in _counts.Concat(other._counts))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(merged._counts, level, out _) += count;
        }

        if (!IsExact || !other.IsExact)
        {
            merged._buckets = [.. Buckets.ToArray().Zip(other.Buckets.ToArray(), static (a, b) => a + b)];
        }

        merged.Bound();
        return merged;
    }

    /// <summary>Counts of what a file says.</summary>
    public static LevelCounts Restore(IEnumerable<LevelCount> levels, long total, long uncounted, long[]? buckets)
    {
        var counts = new LevelCounts { Total = total, Uncounted = uncounted, _buckets = buckets };
        foreach (var level in levels)
        {
            counts._counts[level.Level] = level.Count;
        }

        return counts;
    }

    private void Added(ReadOnlySpan<char> level, long times)
    {
        Total += times;
        if (_buckets is not null)
        {
            _buckets[Bucket(level)] += times;
        }

        if (_counts.Count > MostLevels)
        {
            Bound();
        }
    }

    /// <summary>Forgets the rarer half of too many levels.</summary>
    private void Bound()
    {
        if (_counts.Count <= MostLevels)
        {
            return;
        }

        _buckets ??= Group();
        var rarest = _counts.OrderBy(static level => level.Value).ThenBy(static level => level.Key, StringComparer.Ordinal).Take(_counts.Count - (MostLevels / 2)).ToArray();
        foreach (var (level, _) in rarest)
        {
            _counts.Remove(level);
        }

        Uncounted += rarest[^1].Value;
    }

    private long[] Group()
    {
        var groups = new long[BucketCount];
        foreach (var (level, count) in _counts)
        {
            groups[Bucket(level)] += count;
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

using System.Security.Cryptography;
using System.Text;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring;

/// <summary>The profile of a column of levels: how often each is there.</summary>
public sealed class LevelProfile : ColumnProfile
{
    /// <summary>Texts beyond this many characters are kept by their beginning and a hash of the whole.</summary>
    internal const int LongestLevel = 256;

    private const int ShownLevels = 10;

    private readonly LevelCounts _counts;
    private readonly byte[]? _salt;
    private readonly Dictionary<string, string> _hidden = new(StringComparer.Ordinal); // So that each text is hashed once.

    /// <param name="name">Its name in the header.</param>
    public LevelProfile(string name)
        : this(name, new LevelCounts(), null)
    {
    }

    /// <summary>A profile that keeps its levels as HMAC-SHA256 under a salt, never in the clear.</summary>
    /// <param name="name">Its name in the header.</param>
    /// <param name="salt">16 bytes at least; that of the reference where one is to be compared with.</param>
    public LevelProfile(string name, ReadOnlySpan<byte> salt)
        : this(name, new LevelCounts(), Checked(salt))
    {
    }

    private LevelProfile(string name, LevelCounts counts, byte[]? salt)
        : base(name)
    {
        _counts = counts;
        _salt = salt;
    }

    /// <inheritdoc/>
    public override long Rows => Missing + _counts.Total;

    /// <summary>What the levels are hashed with; empty where they are in the clear.</summary>
    public ReadOnlyMemory<byte> Salt => _salt;

    /// <summary>How often each level is there.</summary>
    internal LevelCounts Counts => _counts;

    /// <summary>Whether a level is there, as far as levels are counted.</summary>
    internal bool Has(string level) => _counts[_salt is not null ? Hidden(level, _salt) : level.Length <= LongestLevel ? level : Shorten(level)] > 0;

    /// <summary>Adds a level; <see langword="null"/> is a missing one.</summary>
    /// <param name="level">Its text.</param>
    /// <param name="times">How often it is there.</param>
    public void Add(string? level, long times = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        if (level is null)
        {
            Missing += times;
        }
        else if (times > 0)
        {
            Count(level, times);
        }
    }

    /// <summary>Adds a level that is there once. Only a new one becomes a text of its own.</summary>
    public void Add(ReadOnlySpan<char> level) => Count(level, 1);

    /// <inheritdoc/>
    public override ColumnSummary Summarize() => new()
    {
        Rows = Rows,
        Missing = Missing,
        Distinct = _counts.IsExact ? _counts.Distinct : null,
        Levels = _counts.Most(ShownLevels),
    };

    /// <summary>The same counts under a salt. Only of levels in the clear that are all counted: hashed groups of texts cannot become groups of hashes.</summary>
    internal LevelProfile Hide(byte[] salt)
    {
        var hidden = new LevelProfile(Name, _counts.Select(level => Hash(level, salt)), salt);
        hidden.AddMissing(Missing);
        return hidden;
    }

    /// <inheritdoc/>
    internal override ColumnProfile Merge(ColumnProfile other)
    {
        var levels = other as LevelProfile
            ?? throw new ArgumentException($"Column '{Name}' is of levels in one profile and of numbers in the other.", nameof(other));
        if (!Salt.Span.SequenceEqual(levels.Salt.Span))
        {
            throw new ArgumentException($"Column '{Name}' hides its levels under another salt than the other profile's: profile both with one (ProfileOptions.Salt; mlops profile --like).", nameof(other));
        }

        return Restore(Name, Missing + levels.Missing, _counts.Merge(levels._counts), _salt);
    }

    /// <summary>A profile of what a file says.</summary>
    internal static LevelProfile Restore(string name, long missing, LevelCounts counts, byte[]? salt) => new(name, counts, salt) { Missing = missing };

    internal static byte[] Checked(ReadOnlySpan<byte> salt) => salt.Length >= 16
        ? salt.ToArray()
        : throw new ArgumentException($"A salt of {salt.Length} bytes can be guessed: 16 at least.", nameof(salt));

    private static string Hash(string level, byte[] salt) =>
        Convert.ToBase64String(HMACSHA256.HashData(salt, Encoding.UTF8.GetBytes(level)).AsSpan(0, 15));

    private void Count(ReadOnlySpan<char> level, long times)
    {
        if (_salt is not null)
        {
            _counts.Add(Hidden(level, _salt), times);
        }
        else if (level.Length <= LongestLevel)
        {
            _counts.Add(level, times);
        }
        else
        {
            _counts.Add(Shorten(new string(level)), times);
        }
    }

    private string Hidden(ReadOnlySpan<char> level, byte[] salt)
    {
        var known = _hidden.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(level, out var hash))
        {
            hash = Hash(new string(level), salt);
            if (_hidden.Count < LevelCounts.MostLevels && level.Length <= LongestLevel)
            {
                known[level] = hash;
            }
        }

        return hash;
    }

    private static string Shorten(string level) =>
        $"{level.AsSpan(0, LongestLevel - 24)}… {Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(level)).AsSpan(0, 15))}";
}

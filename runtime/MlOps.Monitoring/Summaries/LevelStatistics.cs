namespace MlOps.Monitoring.Summaries;

/// <summary>What a column holds when its values are levels, with the numbers of Evidently's column metrics.</summary>
public sealed class LevelStatistics
{
    private readonly Dictionary<string, int> _counts;

    private LevelStatistics(Column column)
    {
        var codes = LevelCodes.Of(column);
        var counts = codes.Counts();
        Rows = column.Count;
        Count = counts.Sum();
        _counts = new Dictionary<string, int>(counts.Length, StringComparer.Ordinal);
        for (var code = 0; code < counts.Length; code++)
        {
            _counts.Add(codes.Levels[code], counts[code]);
        }

        // OrderByDescending is stable: of equally frequent levels the one that comes first in the rows comes first here.
        Levels = [.. codes.Levels.Select((level, code) => new LevelCount(level, counts[code])).OrderByDescending(static level => level.Count)];
    }

    /// <summary>The number of rows, missing values included.</summary>
    public int Rows { get; }

    /// <summary>The number of values that are there.</summary>
    public int Count { get; }

    /// <summary>The number of missing values.</summary>
    public int Missing => Rows - Count;

    /// <summary>The number of different levels.</summary>
    public int Distinct => Levels.Count;

    /// <summary>All levels, the most frequent first, equally frequent ones in the order of their first rows.</summary>
    public IReadOnlyList<LevelCount> Levels { get; }

    /// <summary>The statistics of a column; numbers are taken as levels.</summary>
    public static LevelStatistics Of(Column column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return new LevelStatistics(column);
    }

    /// <summary>How often a level is there.</summary>
    public int CountOf(string level) => _counts.GetValueOrDefault(level);

    /// <summary>How often any of some levels is there.</summary>
    public int CountIn(IEnumerable<string> levels) => levels.Distinct(StringComparer.Ordinal).Sum(CountOf);
}

using MlOps.Monitoring.Files;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Evidently;

/// <summary>One side of a column of levels.</summary>
internal sealed class LevelSide
{
    private const int MostNamed = 10;

    private readonly LevelColumn _column;
    private readonly long[] _counts;

    /// <param name="column">A column of texts, or of numbers that are taken for texts.</param>
    public LevelSide(Column column)
    {
        _column = column as LevelColumn ?? OfNumbers(column);
        _counts = new long[_column.Levels.Count];
        foreach (var code in _column.Codes)
        {
            if (code >= 0)
            {
                _counts[code]++;
                Count++;
            }
        }
    }

    /// <summary>The number of rows that have a level.</summary>
    public long Count { get; private set; }

    /// <summary>How many of its texts really occur.</summary>
    public int Distinct => _counts.Count(static count => count > 0);

    /// <summary>Whether more than half of its values are different: free text, as Evidently infers. Truths never are.</summary>
    public bool IsText => AreTexts(Distinct, Count) && !TruthText.Are(_column.Levels);

    /// <summary>Whether values are free text when so many of them are different.</summary>
    public static bool AreTexts(int distinct, long count) => distinct > count * 0.5;

    /// <summary>The texts that occur and how often, in no order.</summary>
    public IEnumerable<LevelCount> Levels => _counts.Select((count, code) => new LevelCount(_column.Levels[code], count)).Where(static level => level.Count > 0);

    /// <summary>The place of the level of each row that has one.</summary>
    /// <param name="places">The place of each text.</param>
    public int[] Places(IReadOnlyDictionary<string, int> places)
    {
        var byCode = _counts.Select((count, code) => count > 0 ? places[_column.Levels[code]] : LevelColumn.Missing).ToArray();
        var (rows, next) = (new int[Count], 0);
        foreach (var code in _column.Codes)
        {
            if (code >= 0)
            {
                rows[next++] = byCode[code];
            }
        }

        return rows;
    }

    /// <summary>What the column holds.</summary>
    public ColumnSummary Summarize() => new()
    {
        Rows = _column.Count,
        Missing = _column.Count - Count,
        Distinct = Distinct,
        Levels = [.. Levels.OrderByDescending(static level => level.Count).ThenBy(static level => level.Level, StringComparer.Ordinal).Take(MostNamed)],
    };

    private static LevelColumn OfNumbers(Column column)
    {
        var codes = LevelCodes.Of(column);
        return new LevelColumn(column.Name, codes.Codes, codes.Levels);
    }
}

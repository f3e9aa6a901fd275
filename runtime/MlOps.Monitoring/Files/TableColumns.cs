using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Files;

/// <summary>A column that is read to become one of a table.</summary>
internal interface ITableColumn
{
    Column ToColumn();
}

/// <summary>Keeps all numbers.</summary>
internal sealed class NumberTableColumn(string name) : NumberFields(name), ITableColumn
{
    public Column ToColumn() => new NumberColumn(Name, Values.AsMemory(0, Count), IsInteger && Count > 0);

    protected override void MakeRoom()
    {
        var larger = new double[Grown.From(Values.Length)];
        Values.CopyTo(larger, 0);
        Values = larger;
    }
}

/// <summary>Keeps a code for every text, and each text once.</summary>
internal sealed class LevelTableColumn(string name) : FieldReader(name), ITableColumn
{
    private readonly LevelIndex _levels = new();
    private int[] _codes = new int[1024];
    private int _count;

    public Column ToColumn()
    {
        var (levels, codes) = (TruthText.Normal(_levels.Levels), _codes.AsMemory(0, _count));
        string[] different = [.. levels.Distinct(StringComparer.Ordinal)];
        if (different.Length == levels.Count)
        {
            return new LevelColumn(Name, codes, levels);
        }

        foreach (ref var code in codes.Span)
        {
            code = code == LevelColumn.Missing ? code : Array.IndexOf(different, levels[code]);
        }

        return new LevelColumn(Name, codes, different);
    }

    internal override void Add(ReadOnlySpan<char> text)
    {
        if (_count == _codes.Length)
        {
            Array.Resize(ref _codes, Grown.From(_codes.Length));
        }

        _codes[_count++] = FieldText.IsMissing(text) ? LevelColumn.Missing : _levels.CodeOf(text);
    }
}

internal static class Grown
{
    /// <summary>Twice as many, as long as there are arrays of that length.</summary>
    internal static int From(int length) => length < Array.MaxLength
        ? (int)Math.Min(2L * length, Array.MaxLength)
        : throw new InvalidOperationException("a table in memory has no room for more rows; compare profiles instead");
}

namespace MlOps.Monitoring.Parquet;

/// <summary>Takes the values of a column, a row group at a time.</summary>
internal interface IColumnParts
{
    /// <summary>Whether its numbers are to be numbers; else levels.</summary>
    bool IsNumeric { get; }

    void Add(double[] values, bool areWhole);

    void Add(string?[] levels);
}

/// <summary>Keeps all values.</summary>
internal sealed class TableParts(string name, bool isNumeric) : IColumnParts
{
    private readonly List<double[]> _numbers = [];
    private readonly List<int[]> _codes = [];
    private readonly List<string> _levels = [];
    private readonly Dictionary<string, int> _codeOf = new(StringComparer.Ordinal);
    private bool _areWhole = true;

    public bool IsNumeric => isNumeric;

    public void Add(double[] values, bool areWhole)
    {
        _numbers.Add(values);
        _areWhole &= areWhole;
    }

    public void Add(string?[] levels) => _codes.Add(Array.ConvertAll(levels, CodeOf));

    public Column ToColumn()
    {
        var areWhole = _areWhole && _numbers.Count > 0;
        return _codes.Count > 0 ? new LevelColumn(name, Together(_codes), _levels) : new NumberColumn(name, Together(_numbers), areWhole);
    }

    private static T[] Together<T>(List<T[]> parts)
    {
        var all = parts is [var only] ? only : [.. parts.SelectMany(static part => part)];
        parts.Clear();
        return all;
    }

    private int CodeOf(string? level)
    {
        if (level is null)
        {
            return LevelColumn.Missing;
        }

        if (!_codeOf.TryGetValue(level, out var code))
        {
            code = _levels.Count;
            _levels.Add(level);
            _codeOf.Add(level, code);
        }

        return code;
    }
}

/// <summary>Gives the values to a profile.</summary>
internal sealed class ProfileParts(string name, bool isNumeric, ProfileOptions options) : IColumnParts
{
    private ColumnProfile? _profile;

    public bool IsNumeric => isNumeric && options.ForNumbers(name) is NumberProfile;

    // A file without rows does not tell what its columns would hold.
    public ColumnProfile Profile => _profile ?? options.ForNumbers(name);

    public void Add(double[] values, bool areWhole)
    {
        var profile = (NumberProfile)(_profile ??= options.ForNumbers(name));
        profile.IsInteger = areWhole && (profile.Rows == 0 || profile.IsInteger);
        profile.Add(values);
    }

    public void Add(string?[] levels)
    {
        var profile = (LevelProfile)(_profile ??= options.ForLevels(name));
        foreach (var level in levels)
        {
            profile.Add(level);
        }
    }
}

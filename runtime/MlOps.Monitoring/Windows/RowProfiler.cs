namespace MlOps.Monitoring.Windows;

/// <summary>Makes profiles of rows in a buffer, column by column.</summary>
internal sealed class RowProfiler
{
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly ProfileOptions _options;
    private readonly double[] _block;
    private readonly ReferenceSpelling?[] _spellings;

    /// <param name="columns">The columns of a row.</param>
    /// <param name="reference">What they will be compared with: sensitive values are hashed with its salt, and texts spelled as there.</param>
    /// <param name="capacity">The most rows at once.</param>
    /// <param name="salt">The salt to hash with, where there is no reference; a new one unless said.</param>
    public RowProfiler(IReadOnlyList<RowColumn> columns, DatasetProfile? reference, int capacity, ReadOnlyMemory<byte>? salt = null)
    {
        _columns = columns;
        _block = new double[capacity];
        _spellings = [.. columns.Select(column => column.IsText && reference?.Find(column.Name) is { } known ? new ReferenceSpelling(known, column.IsSymbolic) : null)];
        _options = new ProfileOptions { Sensitive = [.. columns.Where(static column => column.IsSensitive).Select(static column => column.Name)] };
        if (reference?.Columns.OfType<LevelProfile>().FirstOrDefault(static column => !column.Salt.IsEmpty) is { } hidden)
        {
            salt = hidden.Salt;
        }

        _options = salt is { } given ? _options with { Salt = given } : _options;
    }

    public DatasetProfile Empty() => new([.. _columns.Select(column => column.IsText || column.IsCategorical ? _options.ForLevels(column.Name) : _options.ForNumbers(column.Name))]);

    /// <summary>Adds rows to a profile that <see cref="Empty"/> made.</summary>
    public void Add(DatasetProfile profile, RowBuffer buffer, ReadOnlySpan<int> slots)
    {
        var (number, text) = (0, 0);
        for (var at = 0; at < _columns.Count; at++)
        {
            if (_columns[at].IsText)
            {
                AddTexts((LevelProfile)profile.Columns[at], _spellings[at], buffer, slots, text++);
            }
            else
            {
                AddNumbers(profile.Columns[at], _columns[at], buffer, slots, number++);
            }
        }
    }

    private void AddNumbers(ColumnProfile profile, RowColumn column, RowBuffer buffer, ReadOnlySpan<int> slots, int at)
    {
        var block = _block.AsSpan(0, slots.Length);
        for (var i = 0; i < slots.Length; i++)
        {
            var value = buffer.Number(slots[i], at);
            block[i] = column.IsSingle ? SinglePrecision.Widen((float)value) : value;
        }

        if (profile is NumberProfile numbers)
        {
            numbers.Add(block);
            return;
        }

        foreach (var value in block)
        {
            ((LevelProfile)profile).Add(double.IsNaN(value) ? null : NumberProfile.LevelOf(value));
        }
    }

    private static void AddTexts(LevelProfile profile, ReferenceSpelling? spelling, RowBuffer buffer, ReadOnlySpan<int> slots, int at)
    {
        foreach (var slot in slots)
        {
            var text = buffer.Text(slot, at);
            profile.Add(text is not null && spelling is not null ? spelling.Of(text) : text);
        }
    }
}

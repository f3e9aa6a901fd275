using System.Runtime.CompilerServices;
using MlOps.Csv;
using MlOps.Data.Csv;
using MlOps.Data.Tables;

namespace MlOps;

/// <summary>
/// The fields of one row, to be read by generated code. In the invariant culture; blanks around a value do not count, but in
/// text they do. What ends in <c>OrNull</c> takes a blank field for null.
/// </summary>
/// <remarks>Every member throws a <see cref="RowException"/> for a field that is not of the type; it names file, line and column.</remarks>
public ref struct CsvFields
{
    private readonly CsvRowReader _reader;
    private readonly ReadOnlySpan<char> _record;

    // Rows are read from left to right: where a number ends begins the next field. To ask the tokenizer where would take
    // nearly as long as to read the number.
    private int _next;
    private int _start;

    internal CsvFields(CsvRowReader reader)
    {
        _reader = reader;
        _record = reader.Record;
    }

    /// <summary>A text, as it is.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string GetString(int column) => Field(column) is { IsEmpty: false } text ? text.ToString() : "";

    /// <summary>A text, or null when it is empty.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string? GetStringOrNull(int column) => Field(column) is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool GetBoolean(int column) => bool.TryParse(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int GetInt32(int column) => ValueText.TryInt32(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long GetInt64(int column)
    {
        var value = SimpleNumber.Int64(_record, _start, out var end);
        return column == _next && end >= 0 ? Pass(value, end)
            : ValueText.TryInt64(Field(column), out value) ? value
            : throw _reader.Misfit(column);
    }

    /// <summary>A number with about 7 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float GetSingle(int column) => ValueText.TrySingle(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A number with about 16 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double GetDouble(int column)
    {
        var value = SimpleNumber.Double(_record, _start, out var end);
        return column == _next && end >= 0 ? Pass(value, end)
            : ValueText.TryDouble(Field(column), out value) ? value
            : throw _reader.Misfit(column);
    }

    /// <summary>A number with 28 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal GetDecimal(int column) => ValueText.TryDecimal(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly GetDateOnly(int column) => ValueText.TryDateOnly(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day and a time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime GetDateTime(int column) => ValueText.TryDateTime(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A point in time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset GetDateTimeOffset(int column) =>
        ValueText.TryDateTimeOffset(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>An identifier.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid GetGuid(int column) => ValueText.TryGuid(Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary><c>true</c> or <c>false</c>, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool? GetBooleanOrNull(int column) => IsBlank(column) ? null : GetBoolean(column);

    /// <summary>A whole number of 32 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int? GetInt32OrNull(int column) => IsBlank(column) ? null : GetInt32(column);

    /// <summary>A whole number of 64 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long? GetInt64OrNull(int column) => IsBlank(column) ? null : GetInt64(column);

    /// <summary>A number with about 7 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float? GetSingleOrNull(int column) => IsBlank(column) ? null : GetSingle(column);

    /// <summary>A number with about 16 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double? GetDoubleOrNull(int column) => IsBlank(column) ? null : GetDouble(column);

    /// <summary>A number with 28 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal? GetDecimalOrNull(int column) => IsBlank(column) ? null : GetDecimal(column);

    /// <summary>A day, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly? GetDateOnlyOrNull(int column) => IsBlank(column) ? null : GetDateOnly(column);

    /// <summary>A day and a time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime? GetDateTimeOrNull(int column) => IsBlank(column) ? null : GetDateTime(column);

    /// <summary>A point in time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset? GetDateTimeOffsetOrNull(int column) => IsBlank(column) ? null : GetDateTimeOffset(column);

    /// <summary>An identifier, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid? GetGuidOrNull(int column) => IsBlank(column) ? null : GetGuid(column);

    private readonly bool IsBlank(int column) => _reader.Field(column).IsWhiteSpace();

    /// <summary>Any field; the next one begins behind it, where that can be told.</summary>
    private ReadOnlySpan<char> Field(int column)
    {
        var field = _reader.Field(column);
        if (_record.Overlaps(field, out var start))
        {
            var end = start + field.Length;
            _start = end + (end < _record.Length && _record[end] == '"' ? 2 : 1);
            _next = column + 1;
        }

        return field;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private T Pass<T>(T value, int end)
    {
        _next++;
        _start = end + 1;
        return value;
    }
}

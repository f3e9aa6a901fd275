using MlOps.Data.Csv;

namespace MlOps;

/// <summary>
/// The fields of one row, to be read by generated code. In the invariant culture; blanks around a value do not count, but in
/// text they do. What ends in <c>OrNull</c> takes a blank field for null.
/// </summary>
/// <remarks>Every member throws a <see cref="CsvException"/> for a field that is not of the type; it names file, line and column.</remarks>
public readonly ref struct CsvFields
{
    private readonly CsvRowReader _reader;

    internal CsvFields(CsvRowReader reader) => _reader = reader;

    /// <summary>A text, as it is.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string GetString(int column) => _reader.Field(column) is { IsEmpty: false } text ? text.ToString() : "";

    /// <summary>A text, or null when it is empty.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string? GetStringOrNull(int column) => _reader.Field(column) is { IsEmpty: false } text ? text.ToString() : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool GetBoolean(int column) => bool.TryParse(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int GetInt32(int column) => CsvText.TryInt32(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long GetInt64(int column) => SimpleNumber.Int64(_reader.Field(column)) is not SimpleNumber.NoInt64 and var value ? value : _reader.Int64(column);

    /// <summary>A number with about 7 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float GetSingle(int column) => CsvText.TrySingle(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A number with about 16 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double GetDouble(int column) => SimpleNumber.Double(_reader.Field(column)) is not double.NaN and var value ? value : _reader.Double(column);

    /// <summary>A number with 28 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal GetDecimal(int column) => CsvText.TryDecimal(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly GetDateOnly(int column) => CsvText.TryDateOnly(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day and a time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime GetDateTime(int column) => CsvText.TryDateTime(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A point in time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset GetDateTimeOffset(int column) =>
        CsvText.TryDateTimeOffset(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>An identifier.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid GetGuid(int column) => CsvText.TryGuid(_reader.Field(column), out var value) ? value : throw _reader.Misfit(column);

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

    private bool IsBlank(int column) => _reader.Field(column).IsWhiteSpace();
}

using System.Text.Json;
using MlOps.Csv;
using MlOps.Data.JsonLines;
using MlOps.Data.Tables;

namespace MlOps;

/// <summary>
/// The values of one row of a JSON Lines file, to be read by generated code. What ends in <c>OrNull</c> takes a missing value, or
/// <c>null</c>, for null.
/// </summary>
/// <remarks>Every member throws a <see cref="RowException"/> for a value that is not of the type; it names file, line and column.</remarks>
public readonly ref struct JsonFields
{
    private readonly JsonRowReader _reader;

    internal JsonFields(JsonRowReader reader) => _reader = reader;

    /// <summary>A text, as it is; numbers and arrays as they are written.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string GetString(int column) => _reader.Text(column) ?? "";

    /// <summary>A text, or null when there is none.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string? GetStringOrNull(int column) => _reader.Text(column);

    /// <summary><c>true</c> or <c>false</c>.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool GetBoolean(int column) => _reader.TypeOf(column) switch
    {
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        _ => bool.TryParse(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column),
    };

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int GetInt32(int column) => ValueText.TryInt32(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long GetInt64(int column) => SimpleNumber.Int64(_reader.Number(column)) is var simple and not SimpleNumber.NoInt64 ? simple
        : ValueText.TryInt64(_reader.Short(column), out var value) ? value
        : throw _reader.Misfit(column);

    /// <summary>A number with about 7 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float GetSingle(int column) => ValueText.TrySingle(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A number with about 16 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double GetDouble(int column) => SimpleNumber.Double(_reader.Number(column)) is var simple && !double.IsNaN(simple) ? simple
        : ValueText.TryDouble(_reader.Short(column), out var value) ? value
        : throw _reader.Misfit(column);

    /// <summary>A number with 28 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal GetDecimal(int column) =>
        ValueText.TryDecimal(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly GetDateOnly(int column) =>
        ValueText.TryDateOnly(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A day and a time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime GetDateTime(int column) =>
        ValueText.TryDateTime(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>A point in time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset GetDateTimeOffset(int column) =>
        ValueText.TryDateTimeOffset(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary>An identifier.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid GetGuid(int column) => ValueText.TryGuid(_reader.Short(column), out var value) ? value : throw _reader.Misfit(column);

    /// <summary><c>true</c> or <c>false</c>, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool? GetBooleanOrNull(int column) => _reader.IsBlank(column) ? null : GetBoolean(column);

    /// <summary>A whole number of 32 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int? GetInt32OrNull(int column) => _reader.IsBlank(column) ? null : GetInt32(column);

    /// <summary>A whole number of 64 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long? GetInt64OrNull(int column) => _reader.IsBlank(column) ? null : GetInt64(column);

    /// <summary>A number with about 7 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float? GetSingleOrNull(int column) => _reader.IsBlank(column) ? null : GetSingle(column);

    /// <summary>A number with about 16 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double? GetDoubleOrNull(int column) => _reader.IsBlank(column) ? null : GetDouble(column);

    /// <summary>A number with 28 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal? GetDecimalOrNull(int column) => _reader.IsBlank(column) ? null : GetDecimal(column);

    /// <summary>A day, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly? GetDateOnlyOrNull(int column) => _reader.IsBlank(column) ? null : GetDateOnly(column);

    /// <summary>A day and a time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime? GetDateTimeOrNull(int column) => _reader.IsBlank(column) ? null : GetDateTime(column);

    /// <summary>A point in time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset? GetDateTimeOffsetOrNull(int column) => _reader.IsBlank(column) ? null : GetDateTimeOffset(column);

    /// <summary>An identifier, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid? GetGuidOrNull(int column) => _reader.IsBlank(column) ? null : GetGuid(column);
}

using MlOps.Data.Parquet;

namespace MlOps;

/// <summary>
/// The values of one row of a Parquet file, to be read by generated code. What ends in <c>OrNull</c> may be null.
/// </summary>
/// <remarks>Every member throws a <see cref="RowException"/> for a value that is null where none may be; it names file, row and column.</remarks>
public readonly ref struct ParquetFields
{
    private readonly ParquetRowReader _reader;

    internal ParquetFields(ParquetRowReader reader) => _reader = reader;

    /// <summary>A text.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string GetString(int column) => _reader.Text(column) ?? throw _reader.Missing(column);

    /// <summary>A text, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public string? GetStringOrNull(int column) => _reader.Text(column);

    /// <summary>True or false.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool GetBoolean(int column) => _reader.Value<bool>(column) ?? throw _reader.Missing(column);

    /// <summary>A whole number of 32 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int GetInt32(int column) => _reader.Value<int>(column) ?? throw _reader.Missing(column);

    /// <summary>A whole number of 64 bits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long GetInt64(int column) => _reader.Value<long>(column) ?? throw _reader.Missing(column);

    /// <summary>A number with about 7 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float GetSingle(int column) => _reader.Value<float>(column) ?? throw _reader.Missing(column);

    /// <summary>A number with about 16 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double GetDouble(int column) => _reader.Value<double>(column) ?? throw _reader.Missing(column);

    /// <summary>A number with 28 digits.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal GetDecimal(int column) => _reader.Value<decimal>(column) ?? throw _reader.Missing(column);

    /// <summary>A day.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly GetDateOnly(int column) => _reader.Value<DateOnly>(column) ?? throw _reader.Missing(column);

    /// <summary>A day and a time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime GetDateTime(int column) => _reader.Value<DateTime>(column) ?? throw _reader.Missing(column);

    /// <summary>A point in time.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset GetDateTimeOffset(int column) => _reader.Value<DateTimeOffset>(column) ?? throw _reader.Missing(column);

    /// <summary>An identifier.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid GetGuid(int column) => _reader.Value<Guid>(column) ?? throw _reader.Missing(column);

    /// <summary><c>true</c> or <c>false</c>, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public bool? GetBooleanOrNull(int column) => _reader.Value<bool>(column);

    /// <summary>A whole number of 32 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public int? GetInt32OrNull(int column) => _reader.Value<int>(column);

    /// <summary>A whole number of 64 bits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public long? GetInt64OrNull(int column) => _reader.Value<long>(column);

    /// <summary>A number with about 7 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public float? GetSingleOrNull(int column) => _reader.Value<float>(column);

    /// <summary>A number with about 16 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public double? GetDoubleOrNull(int column) => _reader.Value<double>(column);

    /// <summary>A number with 28 digits, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public decimal? GetDecimalOrNull(int column) => _reader.Value<decimal>(column);

    /// <summary>A day, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateOnly? GetDateOnlyOrNull(int column) => _reader.Value<DateOnly>(column);

    /// <summary>A day and a time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTime? GetDateTimeOrNull(int column) => _reader.Value<DateTime>(column);

    /// <summary>A point in time, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public DateTimeOffset? GetDateTimeOffsetOrNull(int column) => _reader.Value<DateTimeOffset>(column);

    /// <summary>An identifier, or null.</summary>
    /// <param name="column">The column, counted from 0.</param>
    public Guid? GetGuidOrNull(int column) => _reader.Value<Guid>(column);
}

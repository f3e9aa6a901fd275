using Parquet;
using Parquet.Schema;

namespace MlOps.Data.Parquet;

/// <summary>The values of one column of a row group.</summary>
internal abstract class ParquetColumn
{
    /// <summary>Reads those of the next row group.</summary>
    internal abstract ValueTask LoadAsync(ParquetRowGroupReader group, int rows);

    /// <summary>The column as the type that the build saw; null when the file has another.</summary>
    internal static ParquetColumn? Of(DataField field, DatasetColumnType type) => (Underlying(field.ClrType), type) switch
    {
        (var clr, DatasetColumnType.String) when clr == typeof(string) || clr == typeof(ReadOnlyMemory<char>) => new TextColumn(field),
        (var clr, DatasetColumnType.Boolean) when clr == typeof(bool) => Same<bool>(field),
        (var clr, DatasetColumnType.Int32) when clr == typeof(int) => Same<int>(field),
        (var clr, DatasetColumnType.Int32) when clr == typeof(sbyte) => new ValueColumn<sbyte, int>(field, static value => value),
        (var clr, DatasetColumnType.Int32) when clr == typeof(byte) => new ValueColumn<byte, int>(field, static value => value),
        (var clr, DatasetColumnType.Int32) when clr == typeof(short) => new ValueColumn<short, int>(field, static value => value),
        (var clr, DatasetColumnType.Int32) when clr == typeof(ushort) => new ValueColumn<ushort, int>(field, static value => value),
        (var clr, DatasetColumnType.Int64) when clr == typeof(uint) => new ValueColumn<uint, long>(field, static value => value),
        (var clr, DatasetColumnType.Int64) when clr == typeof(long) => Same<long>(field),
        (var clr, DatasetColumnType.Single) when clr == typeof(float) => Same<float>(field),
        (var clr, DatasetColumnType.Double) when clr == typeof(double) => Same<double>(field),
        (var clr, DatasetColumnType.Decimal) when clr == typeof(decimal) => Same<decimal>(field),
        (var clr, DatasetColumnType.Guid) when clr == typeof(Guid) => Same<Guid>(field),
        (var clr, DatasetColumnType.DateOnly) when clr == typeof(DateOnly) => Same<DateOnly>(field),
        (var clr, DatasetColumnType.DateOnly) when clr == typeof(DateTime) => new ValueColumn<DateTime, DateOnly>(field, DateOnly.FromDateTime),
        (var clr, DatasetColumnType.DateTime) when clr == typeof(DateTime) =>
            new ValueColumn<DateTime, DateTime>(field, static value => DateTime.SpecifyKind(value, DateTimeKind.Unspecified)),
        (var clr, DatasetColumnType.DateTimeOffset) when clr == typeof(DateTime) =>
            new ValueColumn<DateTime, DateTimeOffset>(field, static value => new(DateTime.SpecifyKind(value, DateTimeKind.Utc))),
        _ => null,
    };

    private static ValueColumn<T, T> Same<T>(DataField field)
        where T : struct => new(field, static value => value);

    private static Type Underlying(Type type) => Nullable.GetUnderlyingType(type) ?? type;

    internal sealed class TextColumn(DataField field) : ParquetColumn
    {
        private string?[] _values = [];

        internal string? this[int row] => _values[row];

        internal override async ValueTask LoadAsync(ParquetRowGroupReader group, int rows)
        {
            _values = _values.Length == rows ? _values : new string?[rows];
            await group.ReadAsync(field, _values.AsMemory()!).ConfigureAwait(false);
        }
    }
}

/// <summary>Values of one type, as a program reads them.</summary>
internal abstract class ParquetColumn<TValue> : ParquetColumn
    where TValue : struct
{
    internal abstract TValue? this[int row] { get; }
}

/// <summary>Values that the file has as one type and the program as another.</summary>
internal sealed class ValueColumn<TRaw, TValue>(DataField field, Func<TRaw, TValue> convert) : ParquetColumn<TValue>
    where TRaw : struct
    where TValue : struct
{
    private TRaw[] _values = [];
    private TRaw?[] _optional = [];

    internal override TValue? this[int row] =>
        !field.IsNullable ? convert(_values[row])
            : _optional[row] is { } value ? convert(value)
            : null;

    internal override async ValueTask LoadAsync(ParquetRowGroupReader group, int rows)
    {
        if (field.IsNullable)
        {
            _optional = _optional.Length == rows ? _optional : new TRaw?[rows];
            await group.ReadAsync(field, _optional.AsMemory()).ConfigureAwait(false);
        }
        else
        {
            _values = _values.Length == rows ? _values : new TRaw[rows];
            await group.ReadAsync(field, _values.AsMemory()).ConfigureAwait(false);
        }
    }
}

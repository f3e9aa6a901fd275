using System.Globalization;
using System.Numerics;
using Parquet;
using Parquet.Schema;

namespace MlOps.Monitoring.Parquet;

/// <summary>One column of a file, and what becomes of its values.</summary>
internal abstract class ParquetColumn(IColumnParts parts)
{
    public IColumnParts Parts => parts;

    /// <summary>Reads the values of a row group.</summary>
    public abstract Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken);

    /// <summary>The column of a field; null for values that are neither numbers nor texts.</summary>
    public static ParquetColumn? Of(DataField field, IColumnParts parts) => (Nullable.GetUnderlyingType(field.ClrType) ?? field.ClrType) switch
    {
        var type when type == typeof(double) => Number<double>(field, parts, isWhole: false),
        var type when type == typeof(float) => Number<float>(field, parts, isWhole: false),
        var type when type == typeof(decimal) => Number<decimal>(field, parts, isWhole: false),
        var type when type == typeof(long) => Number<long>(field, parts),
        var type when type == typeof(int) => Number<int>(field, parts),
        var type when type == typeof(short) => Number<short>(field, parts),
        var type when type == typeof(sbyte) => Number<sbyte>(field, parts),
        var type when type == typeof(ulong) => Number<ulong>(field, parts),
        var type when type == typeof(uint) => Number<uint>(field, parts),
        var type when type == typeof(ushort) => Number<ushort>(field, parts),
        var type when type == typeof(byte) => Number<byte>(field, parts),
        var type when type == typeof(bool) => new LevelValues<bool>(field, parts, static value => value ? "True" : "False"),
        var type when type == typeof(Guid) => new LevelValues<Guid>(field, parts, static value => value.ToString()),
        var type when type == typeof(DateOnly) => new LevelValues<DateOnly>(field, parts, static value => value.ToString("O", CultureInfo.InvariantCulture)),
        var type when type == typeof(DateTime) => new LevelValues<DateTime>(field, parts, static value => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture)),
        var type when type == typeof(string) || type == typeof(ReadOnlyMemory<char>) => new Texts(field, parts),
        _ => null,
    };

    private static ParquetColumn Number<T>(DataField field, IColumnParts parts, bool isWhole = true)
        where T : struct, INumber<T> => parts.IsNumeric
            ? new Numbers<T>(field, parts, isWhole)
            : new LevelValues<T>(field, parts, static value => T.IsNaN(value) ? null : value.ToString(null, CultureInfo.InvariantCulture));

    /// <summary>The values of a group as they are stored, null where there is none.</summary>
    private static async Task<T?[]> ReadAsync<T>(DataField field, ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
        where T : struct
    {
        var values = new T?[rows];
        if (field.IsNullable)
        {
            await group.ReadAsync(field, values.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
            return values;
        }

        var plain = new T[rows];
        await group.ReadAsync(field, plain.AsMemory(), cancellationToken: cancellationToken).ConfigureAwait(false);
        return Array.ConvertAll(plain, static value => (T?)value);
    }

    private sealed class Numbers<T>(DataField field, IColumnParts parts, bool isWhole) : ParquetColumn(parts)
        where T : struct, INumber<T>
    {
        public override async Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
        {
            var values = await ReadAsync<T>(field, group, rows, cancellationToken).ConfigureAwait(false);
            Parts.Add(Array.ConvertAll(values, static value => value is { } number ? double.CreateChecked(number) : double.NaN), isWhole && Array.TrueForAll(values, static value => value is not null));
        }
    }

    private sealed class LevelValues<T>(DataField field, IColumnParts parts, Func<T, string?> text) : ParquetColumn(parts)
        where T : struct
    {
        public override async Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken) =>
            Parts.Add(Array.ConvertAll(await ReadAsync<T>(field, group, rows, cancellationToken).ConfigureAwait(false), value => value is { } level ? text(level) : null));
    }

    private sealed class Texts(DataField field, IColumnParts parts) : ParquetColumn(parts)
    {
        public override async Task ReadAsync(ParquetRowGroupReader group, int rows, CancellationToken cancellationToken)
        {
            var values = new string?[rows];
            await group.ReadAsync(field, values.AsMemory()!, cancellationToken: cancellationToken).ConfigureAwait(false);
            Parts.Add(values);
        }
    }
}

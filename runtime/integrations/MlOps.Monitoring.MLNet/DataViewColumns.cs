using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlOps.Monitoring.MLNet;

/// <summary>A column of a data view: how it is read, or why it is not.</summary>
internal sealed record DataViewColumn(DataViewSchema.Column Column, LeftOutColumn? LeftOut, Func<DataViewRow, SinkFactory, ColumnReader> Open);

/// <summary>Looks at the columns of a schema.</summary>
internal static class DataViewColumns
{
    /// <exception cref="ArgumentException">A column of the options is not there.</exception>
    public static IReadOnlyList<DataViewColumn> Of(DataViewSchema schema, DataViewOptions options)
    {
        var visible = schema.Where(static column => !column.IsHidden);
        if (options.Columns.FirstOrDefault(name => schema.GetColumnOrNull(name) is null) is { } missing)
        {
            throw new ArgumentException($"The data view has no column '{missing}'. It has {string.Join(", ", visible.Select(static column => column.Name))}.", nameof(options));
        }

        return [.. visible.Where(column => options.Columns.Count == 0 || options.Columns.Contains(column.Name)).Select(column => Of(column, options))];
    }

    private static DataViewColumn Of(DataViewSchema.Column column, DataViewOptions options) => column.Type is VectorDataViewType vector
        ? vector.Size == 0
            ? LeftOut(column, "a vector whose size changes from row to row has no columns; make its size known")
            : vector.Size > options.MostSlots
            ? LeftOut(column, $"a vector of {vector.Size} slots is as many columns; say MostSlots to have more than {options.MostSlots}, or compare it as an embedding")
            : Of(column, vector.ItemType, SlotNames.Of(column, vector.Size))
        : Of(column, column.Type, null);

    private static DataViewColumn Of(DataViewSchema.Column column, DataViewType item, string[]? slots) => item switch
    {
        KeyDataViewType key => Keys(column, key, slots),
        NumberDataViewType or TimeSpanDataViewType => item.RawType switch
        {
            var type when type == typeof(float) => Numbers<float>(column, slots, SinglePrecision.Widen, isWhole: false),
            var type when type == typeof(double) => Numbers<double>(column, slots, static value => value, isWhole: false),
            var type when type == typeof(sbyte) => Numbers<sbyte>(column, slots, static value => value),
            var type when type == typeof(byte) => Numbers<byte>(column, slots, static value => value),
            var type when type == typeof(short) => Numbers<short>(column, slots, static value => value),
            var type when type == typeof(ushort) => Numbers<ushort>(column, slots, static value => value),
            var type when type == typeof(int) => Numbers<int>(column, slots, static value => value),
            var type when type == typeof(uint) => Numbers<uint>(column, slots, static value => value),
            var type when type == typeof(long) => Numbers<long>(column, slots, static value => value),
            var type when type == typeof(ulong) => Numbers<ulong>(column, slots, static value => value),
            _ => Numbers<TimeSpan>(column, slots, static value => value.TotalSeconds, isWhole: false),
        },
        BooleanDataViewType => Levels<bool>(column, slots, static value => value ? bool.TrueString : bool.FalseString),
        TextDataViewType => Levels<ReadOnlyMemory<char>>(column, slots, static value => value.IsEmpty ? null : value.ToString()),
        DateTimeDataViewType => Levels<DateTime>(column, slots, static value => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", System.Globalization.CultureInfo.InvariantCulture)),
        DateTimeOffsetDataViewType => Levels<DateTimeOffset>(column, slots, static value => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", System.Globalization.CultureInfo.InvariantCulture)),
        _ => LeftOut(column, $"values of the type {item} are neither numbers nor levels; turn them into a column of either"),
    };

    private static DataViewColumn Keys(DataViewSchema.Column column, KeyDataViewType key, string[]? slots)
    {
        var names = KeyNames.Of(column, key);
        return key.RawType switch
        {
            var type when type == typeof(byte) => Levels<byte>(column, slots, value => names.Of(value)),
            var type when type == typeof(ushort) => Levels<ushort>(column, slots, value => names.Of(value)),
            var type when type == typeof(uint) => Levels<uint>(column, slots, value => names.Of(value)),
            _ => Levels<ulong>(column, slots, names.Of),
        };
    }

    private static DataViewColumn Numbers<T>(DataViewSchema.Column column, string[]? slots, Func<T, double> number, bool isWhole = true) => new(
        column,
        null,
        (row, open) => ColumnReader.Of<T>(row, column, slots, name => open(name, isNumeric: true), (value, sink) => sink.Add(number(value), isWhole)));

    private static DataViewColumn Levels<T>(DataViewSchema.Column column, string[]? slots, Func<T, string?> level) => new(
        column,
        null,
        (row, open) => ColumnReader.Of<T>(row, column, slots, name => open(name, isNumeric: false), (value, sink) => sink.Add(level(value))));

    private static DataViewColumn LeftOut(DataViewSchema.Column column, string reason) =>
        new(column, new LeftOutColumn(column.Name, reason), static (_, _) => throw new InvalidOperationException("It is not read."));
}

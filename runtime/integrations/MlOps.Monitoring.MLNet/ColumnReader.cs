using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlOps.Monitoring.MLNet;

/// <summary>Hands the value of a column to its sink, or the slots of a vector to theirs, row by row.</summary>
internal abstract class ColumnReader(Sink[] sinks)
{
    public Sink[] Sinks => sinks;

    /// <summary>Takes the value of the row that the cursor is at.</summary>
    public abstract void Read();

    /// <param name="row">The cursor.</param>
    /// <param name="column">The column.</param>
    /// <param name="slots">The names of its slots; null where it is no vector.</param>
    /// <param name="open">Makes a sink of a name.</param>
    /// <param name="give">Gives a value to it.</param>
    public static ColumnReader Of<T>(DataViewRow row, DataViewSchema.Column column, string[]? slots, Func<string, Sink> open, Action<T, Sink> give) => slots is null
        ? new Single<T>(row.GetGetter<T>(column), open(column.Name), give)
        : new Slots<T>(row.GetGetter<VBuffer<T>>(column), [.. slots.Select(slot => open($"{column.Name}.{slot}"))], give);

    private sealed class Single<T>(ValueGetter<T> get, Sink sink, Action<T, Sink> give) : ColumnReader([sink])
    {
        private T _value = default!;

        public override void Read()
        {
            get(ref _value);
            give(_value, sink);
        }
    }

    private sealed class Slots<T>(ValueGetter<VBuffer<T>> get, Sink[] sinks, Action<T, Sink> give) : ColumnReader(sinks)
    {
        private VBuffer<T> _values;

        public override void Read()
        {
            get(ref _values);
            var at = 0;
            foreach (var value in _values.DenseValues()) // What a sparse vector does not name is there, too: its default.
            {
                give(value, Sinks[at++]);
            }
        }
    }
}

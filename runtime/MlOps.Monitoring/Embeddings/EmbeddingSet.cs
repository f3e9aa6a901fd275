using System.Globalization;

namespace MlOps.Monitoring.Embeddings;

/// <summary>Vectors of equal length, one a row.</summary>
public sealed class EmbeddingSet
{
    private readonly ReadOnlyMemory<float> _values;

    /// <param name="values">The vectors one after the other: rows · dimensions numbers. Not copied: must not change afterwards.</param>
    /// <param name="dimensions">The length of each.</param>
    /// <exception cref="ArgumentException">The numbers do not make whole vectors, or one of them is not finite.</exception>
    public EmbeddingSet(ReadOnlyMemory<float> values, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
        {
            throw new ArgumentException($"{values.Length} numbers do not make vectors of {dimensions}.", nameof(values));
        }

        for (var place = 0; place < values.Length; place++)
        {
            if (!float.IsFinite(values.Span[place]))
            {
                throw new ArgumentException($"Component {place % dimensions} of vector {place / dimensions} is {values.Span[place]}: leave such vectors out.", nameof(values));
            }
        }

        (_values, Dimensions) = (values, dimensions);
    }

    /// <summary>The number of vectors.</summary>
    public int Rows => _values.Length / Dimensions;

    /// <summary>The length of each.</summary>
    public int Dimensions { get; }

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> this[int row] => _values.Span.Slice(row * Dimensions, Dimensions);

    /// <summary>Vectors that lie in columns, a column a component; rows with a missing or infinite number are left out.</summary>
    /// <exception cref="ArgumentException">A column is not there, or holds no numbers.</exception>
    public static EmbeddingSet Of(Table table, IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(columns);
        var components = columns.Select(name => table.Find(name) as NumberColumn ?? throw new ArgumentException($"There is no column '{name}' of numbers.", nameof(columns))).ToArray();
        var values = new List<float>(table.Rows * columns.Count);
        for (var row = 0; row < table.Rows; row++)
        {
            if (components.All(component => float.IsFinite((float)component.Values[row])))
            {
                values.AddRange(components.Select(component => (float)component.Values[row]));
            }
        }

        return new EmbeddingSet(values.ToArray(), columns.Count);
    }

    /// <summary>A column a component, called by its number.</summary>
    internal Table ToTable()
    {
        var columns = new Column[Dimensions];
        for (var component = 0; component < columns.Length; component++)
        {
            var values = new double[Rows];
            for (var row = 0; row < values.Length; row++)
            {
                values[row] = this[row][component];
            }

            columns[component] = new NumberColumn(component.ToString(CultureInfo.InvariantCulture), values);
        }

        return new Table(columns);
    }
}

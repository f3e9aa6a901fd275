using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring;

/// <summary>The correlations of all pairs of columns of a table.</summary>
/// <remarks>
/// Each pair is measured on the rows where both values are there and finite, as pandas does. Columns with fewer than two different values
/// are left out; <see langword="null"/> where a pair has no correlation, as when one side does not vary in the rows they share.
/// </remarks>
public sealed class CorrelationMatrix
{
    private readonly double?[] _values;

    private CorrelationMatrix(CorrelationKind kind, IReadOnlyList<string> columns, double?[] values)
    {
        (Kind, Columns, _values) = (kind, columns, values);
    }

    /// <summary>How they are measured.</summary>
    public CorrelationKind Kind { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>The correlation of two columns, by their places in <see cref="Columns"/>.</summary>
    public double? this[int first, int second] => _values[(first * Columns.Count) + second];

    /// <summary>Measures all pairs.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="kind">How: Cramér's V of the categorical columns, everything else of the numeric ones.</param>
    /// <param name="types">How the values of single columns are taken; of others, numbers are numeric and texts are categorical.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static CorrelationMatrix Of(Table table, CorrelationKind kind, IReadOnlyDictionary<string, ColumnType>? types = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        return kind == CorrelationKind.CramerV
            ? Measure(kind, [.. Categorical(table, types)], static codes => codes.Name, static (one, other) => CramerV.Of(one.Codes, other.Codes), cancellationToken)
            : Measure(kind, [.. Numeric(table, types)], static column => column.Name, Coefficient(kind), cancellationToken);
    }

    private static ColumnType TypeOf(Column column, IReadOnlyDictionary<string, ColumnType>? types) =>
        types is not null && types.TryGetValue(column.Name, out var type) ? type
        : column is NumberColumn ? ColumnType.Numeric : ColumnType.Categorical;

    private static IEnumerable<NumberColumn> Numeric(Table table, IReadOnlyDictionary<string, ColumnType>? types) =>
        table.Columns.OfType<NumberColumn>().Where(column => TypeOf(column, types) == ColumnType.Numeric && NumberStatistics.Of(column).Distinct > 1);

    private static IEnumerable<(string Name, LevelCodes Codes)> Categorical(Table table, IReadOnlyDictionary<string, ColumnType>? types) =>
        table.Columns.Where(column => TypeOf(column, types) == ColumnType.Categorical)
            .Select(static column => (column.Name, Codes: LevelCodes.Of(column)))
            .Where(static column => column.Codes.Levels.Count > 1);

    private static Func<NumberColumn, NumberColumn, double?> Coefficient(CorrelationKind kind) => kind switch
    {
        CorrelationKind.Pearson => static (one, other) => NumberPairs.Of(one, other).Pearson(),
        CorrelationKind.Spearman => static (one, other) => NumberPairs.Of(one, other).Spearman(),
        CorrelationKind.Kendall => static (one, other) => NumberPairs.Of(one, other).Kendall(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such correlation."),
    };

    private static CorrelationMatrix Measure<T>(CorrelationKind kind, T[] columns, Func<T, string> name, Func<T, T, double?> coefficient, CancellationToken cancellationToken)
    {
        var values = new double?[columns.Length * columns.Length];
        for (var first = 0; first < columns.Length; first++)
        {
            values[(first * columns.Length) + first] = 1;
            for (var second = 0; second < first; second++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var value = coefficient(columns[first], columns[second]);
                values[(first * columns.Length) + second] = value;
                values[(second * columns.Length) + first] = value;
            }
        }

        return new CorrelationMatrix(kind, [.. columns.Select(name)], values);
    }
}

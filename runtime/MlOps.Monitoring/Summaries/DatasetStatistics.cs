namespace MlOps.Monitoring;

/// <summary>What a table holds as a whole: its size, what is missing, what is there twice and what says nothing.</summary>
/// <remarks>The counts are those of Evidently's data-set metrics, where two columns are alike only when their kinds are.</remarks>
public sealed record DatasetStatistics
{
    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of columns.</summary>
    public required int Columns { get; init; }

    /// <summary>The number of missing values in all columns together.</summary>
    public required long Missing { get; init; }

    /// <summary>Their share of all values, 0 … 1; 0 in an empty table.</summary>
    public double MissingShare => Rows == 0 || Columns == 0 ? 0 : Missing / ((double)Rows * Columns);

    /// <summary>What Evidently calls the share: missing values for each row, so that it may exceed 1.</summary>
    public double MissingPerRow => Rows == 0 ? 0 : (double)Missing / Rows;

    /// <summary>The number of rows without any value.</summary>
    public required int EmptyRows { get; init; }

    /// <summary>The names of columns without any value.</summary>
    public required IReadOnlyList<string> EmptyColumns { get; init; }

    /// <summary>The names of columns with at most one value, empty ones included.</summary>
    public required IReadOnlyList<string> ConstantColumns { get; init; }

    /// <summary>The names of columns where one value takes the share of rows that counts as almost constant; constant ones included.</summary>
    public required IReadOnlyList<string> AlmostConstantColumns { get; init; }

    /// <summary>The number of rows that repeat an earlier one.</summary>
    public required int DuplicatedRows { get; init; }

    /// <summary>The pairs of columns with the same values.</summary>
    public required IReadOnlyList<ColumnPair> DuplicatedColumns { get; init; }

    /// <summary>The pairs of columns that agree in the share of rows that counts as almost duplicated; two missing values never agree.</summary>
    public required IReadOnlyList<ColumnPair> AlmostDuplicatedColumns { get; init; }

    /// <summary>All counts under their names.</summary>
    public IEnumerable<QualityMetric> Metrics =>
    [
        new("row_count", Rows), new("column_count", Columns), new("missing_values", Missing), new("missing_share", MissingShare),
        new("duplicated_rows", DuplicatedRows), new("duplicated_columns", DuplicatedColumns.Count), new("almost_duplicated_columns", AlmostDuplicatedColumns.Count),
        new("constant_columns", ConstantColumns.Count), new("almost_constant_columns", AlmostConstantColumns.Count),
        new("empty_rows", EmptyRows), new("empty_columns", EmptyColumns.Count),
    ];

    /// <summary>Counts what a table holds.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="almost">From which share of rows on a column is almost constant, a pair almost duplicated; 0.5 … 1.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public static DatasetStatistics Of(Table table, double almost = 0.95, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(almost, 0.5);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(almost, 1);
        return new Summaries.DatasetCounter(table, almost, cancellationToken).Count();
    }
}

/// <summary>Two columns, in the order of the header.</summary>
/// <param name="First">The name of the first.</param>
/// <param name="Second">The name of the second.</param>
public readonly record struct ColumnPair(string First, string Second);

namespace MlOps.Monitoring.Summaries;

/// <summary>What a column holds, in a few numbers and a small picture; the same whether it came from a table or from a profile.</summary>
public sealed record ColumnSummary
{
    /// <summary>The number of rows, missing values included.</summary>
    public required long Rows { get; init; }

    /// <summary>The number of missing values.</summary>
    public required long Missing { get; init; }

    /// <summary>The number of values that are infinite.</summary>
    public long Infinite { get; init; }

    /// <summary>The number of values that are texts in a column of numbers.</summary>
    public long Texts { get; init; }

    /// <summary>The number of different values; <see langword="null"/> where it is not known.</summary>
    public long? Distinct { get; init; }

    /// <summary>The mean of the finite values of a numeric column; <see langword="null"/> without any.</summary>
    public double? Mean { get; init; }

    /// <summary>Their standard deviation, of the sample (n − 1); <see langword="null"/> below two.</summary>
    public double? StandardDeviation { get; init; }

    /// <summary>Quantiles of the finite values, at 0, 0.05, 0.25, 0.5, 0.75, 0.95 and 1; empty without any.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [];

    /// <summary>The most frequent levels of a categorical column, most frequent first, at most ten.</summary>
    public IReadOnlyList<LevelCount> Levels { get; init; } = [];

    /// <summary>How the finite values of a numeric column are spread; <see langword="null"/> without any.</summary>
    public Histogram? Histogram { get; init; }
}

/// <summary>A level and how often it is there.</summary>
public readonly record struct LevelCount(string Level, long Count);

/// <summary>Counts in bins of equal width.</summary>
/// <param name="Minimum">Where the first bin begins.</param>
/// <param name="Maximum">Where the last one ends, itself included.</param>
/// <param name="Counts">The number of values in each.</param>
public sealed record Histogram(double Minimum, double Maximum, IReadOnlyList<double> Counts);

namespace MlOps.Monitoring;

/// <summary>How two sets of rows are compared. All of it has defaults.</summary>
public sealed record DriftOptions
{
    /// <summary>By what rules; calibrated unless said otherwise.</summary>
    public DriftMode Mode { get; init; }

    /// <summary>Calibrated: the share of comparisons without any drift that may be called drift, over all columns together.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>Calibrated: the least effect that counts, on the scale of each method (see <c>docs/calibrated.md</c>); <see langword="null"/> for the method's own.</summary>
    public double? EffectFloor { get; init; }

    /// <summary>The test of every column that it applies to, such as <c>ks</c>; <see langword="null"/> for the default of each column.</summary>
    public string? Method { get; init; }

    /// <summary>The test of every numeric column; <see langword="null"/> for the default.</summary>
    public string? NumericMethod { get; init; }

    /// <summary>The test of every categorical column; <see langword="null"/> for the default.</summary>
    public string? CategoricalMethod { get; init; }

    /// <summary>The tests of single columns, by name. They go before all others.</summary>
    public IReadOnlyDictionary<string, string> Methods { get; init; } = new Dictionary<string, string>();

    /// <summary>The threshold of every column; <see langword="null"/> for that of its test.</summary>
    public double? Threshold { get; init; }

    /// <summary>The threshold of every numeric column; <see langword="null"/> for that of its test.</summary>
    public double? NumericThreshold { get; init; }

    /// <summary>The threshold of every categorical column; <see langword="null"/> for that of its test.</summary>
    public double? CategoricalThreshold { get; init; }

    /// <summary>The thresholds of single columns, by name. They go before all others.</summary>
    public IReadOnlyDictionary<string, double> Thresholds { get; init; } = new Dictionary<string, double>();

    /// <summary>The share of columns from which on the data set drifts; <see langword="null"/>: one column (calibrated), half of them (Evidently).</summary>
    public double? DriftShare { get; init; }

    /// <summary>The types of single columns, by name; those of the others follow from their values.</summary>
    public IReadOnlyDictionary<string, ColumnType> Types { get; init; } = new Dictionary<string, ColumnType>();
}

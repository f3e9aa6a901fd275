using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring;

/// <summary>The verdict on one column.</summary>
public sealed record ColumnDrift
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>How its values were compared.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>The test, such as <c>ks</c>.</summary>
    public required string Method { get; init; }

    /// <summary>
    /// What the test says: a p-value or a distance in Evidently's mode, NaN where it says nothing; always a p-value in the calibrated mode,
    /// <see langword="null"/> where there is none (see <see cref="Reason"/>).
    /// </summary>
    public required double? Score { get; init; }

    /// <summary>What the score is held against.</summary>
    public required double Threshold { get; init; }

    /// <summary>Whether the column drifts.</summary>
    public required bool Drift { get; init; }

    /// <summary>Calibrated: how large the difference is, on the scale of the method; <see langword="null"/> where it cannot be told.</summary>
    public double? Effect { get; init; }

    /// <summary>What else is to be said of the verdict, in plain words: why there is none, or what was found beside.</summary>
    public string? Reason { get; init; }

    /// <summary>Calibrated: what was found, the difference of the values, of the missing ones, new levels; in the order of their p-values.</summary>
    public IReadOnlyList<DriftFinding> Findings { get; init; } = [];

    /// <summary>The values of the current side.</summary>
    public required ColumnSummary Current { get; init; }

    /// <summary>The values of the reference.</summary>
    public required ColumnSummary Reference { get; init; }
}

/// <summary>One way in which a column may differ from its reference.</summary>
/// <param name="Kind">What is compared: <c>values</c>, <c>missing</c> or <c>new_levels</c>.</param>
/// <param name="PValue">How likely a difference like this one is without any drift.</param>
/// <param name="Adjusted">The same after the correction for all columns and findings; drift when below the level.</param>
/// <param name="Effect">How large the difference is.</param>
/// <param name="IsDrift">Whether it is unlikely enough, and large enough.</param>
public sealed record DriftFinding(string Kind, double PValue, double Adjusted, double Effect, bool IsDrift);

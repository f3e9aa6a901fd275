using MlOps.Monitoring.Quality;

namespace MlOps.Monitoring;

/// <summary>How good the predictions of a regression are. An error is prediction − target; deviations are those of a sample (n − 1).</summary>
/// <remarks>Rows where the target or the prediction is missing or infinite are left out and counted.</remarks>
public sealed record RegressionQuality
{
    /// <summary>The number of judged rows.</summary>
    public required int Rows { get; init; }

    /// <summary>The number of rows that lack a finite target or prediction.</summary>
    public required int Skipped { get; init; }

    /// <summary>The mean error: what the model is off on the whole.</summary>
    public required double? MeanError { get; init; }

    /// <summary>The standard deviation of the errors.</summary>
    public required double? ErrorDeviation { get; init; }

    /// <summary>The mean absolute error (MAE).</summary>
    public required double? MeanAbsoluteError { get; init; }

    /// <summary>The standard deviation of the absolute errors.</summary>
    public required double? AbsoluteErrorDeviation { get; init; }

    /// <summary>The root of the mean squared error (RMSE).</summary>
    public required double? RootMeanSquaredError { get; init; }

    /// <summary>The mean of |error| / |target| in percent (MAPE), over the rows whose target is not 0.</summary>
    public required double? MeanAbsolutePercentageError { get; init; }

    /// <summary>The number of rows that have no percentage error, as their target is 0.</summary>
    public required int ZeroTargets { get; init; }

    /// <summary>The share of the variance of the target that is explained (R²); <see langword="null"/> when the target does not vary.</summary>
    public required double? R2 { get; init; }

    /// <summary>The largest absolute error.</summary>
    public required double? MaxAbsoluteError { get; init; }

    /// <summary>The percentage error as Evidently counts it; see <see cref="Monitoring.EvidentlyPercentageError"/>.</summary>
    public required EvidentlyPercentageError EvidentlyPercentageError { get; init; }

    /// <summary>The errors by their size: the 5 % that are lowest, the 5 % that are highest, and those between.</summary>
    public required ErrorGroups Groups { get; init; }

    /// <summary>What the best constants would have reached.</summary>
    public required RegressionDummy Dummy { get; init; }

    /// <summary>What is to be said of numbers that are missing, in plain words.</summary>
    public required IReadOnlyList<string> Notes { get; init; }

    /// <summary>All numbers under their names.</summary>
    public IEnumerable<QualityMetric> Metrics =>
    [
        new("mean_error", MeanError), new("error_std", ErrorDeviation), new("mae", MeanAbsoluteError), new("abs_error_std", AbsoluteErrorDeviation),
        new("rmse", RootMeanSquaredError), new("mape", MeanAbsolutePercentageError), new("r2", R2), new("abs_max_error", MaxAbsoluteError),
    ];

    /// <summary>Judges predictions.</summary>
    /// <param name="target">The true values.</param>
    /// <param name="prediction">The predicted ones, a row each.</param>
    /// <exception cref="ArgumentException">The columns are not equally long.</exception>
    public static RegressionQuality Of(NumberColumn target, NumberColumn prediction)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(prediction);
        return target.Count == prediction.Count
            ? new RegressionJudge(target, prediction).Judge()
            : throw new ArgumentException($"Column '{prediction.Name}' has {prediction.Count} rows where '{target.Name}' has {target.Count}.", nameof(prediction));
    }
}

/// <summary>
/// Evidently's percentage error: |error| / max(target, ε) with ε = 2.2e-16, so that negative targets explode; a row with |target| ≤ ε counts as 1 (100 %)
/// on the current side and is left out of a reference.
/// </summary>
/// <param name="Current">The mean as the current side, in percent.</param>
/// <param name="CurrentDeviation">The deviation as the current side, as a share: Evidently multiplies only the mean by 100.</param>
/// <param name="Reference">The mean as a reference, in percent.</param>
/// <param name="ReferenceDeviation">The deviation as a reference, as a share.</param>
public sealed record EvidentlyPercentageError(double? Current, double? CurrentDeviation, double? Reference, double? ReferenceDeviation);

/// <summary>The errors by their size, apart at their quantiles 0.05 and 0.95.</summary>
/// <param name="Under">Those up to the lower one: the model says too little.</param>
/// <param name="Majority">Those between.</param>
/// <param name="Over">Those from the upper one on: the model says too much.</param>
public sealed record ErrorGroups(ErrorGroup Under, ErrorGroup Majority, ErrorGroup Over);

/// <summary>A group of errors.</summary>
/// <param name="Rows">How many.</param>
/// <param name="Mean">Their mean; <see langword="null"/> without any.</param>
/// <param name="Deviation">Their standard deviation; <see langword="null"/> below two.</param>
public sealed record ErrorGroup(int Rows, double? Mean, double? Deviation);

/// <summary>What a model that says the same for every row would have reached, the best constant for each number.</summary>
/// <param name="MeanAbsoluteError">Of the median of the targets.</param>
/// <param name="RootMeanSquaredError">Of their mean.</param>
/// <param name="MeanAbsolutePercentageError">Of the constant with the least percentage error, in percent, over the rows whose target is not 0.</param>
/// <param name="MaxAbsoluteError">Of the median.</param>
public sealed record RegressionDummy(double? MeanAbsoluteError, double? RootMeanSquaredError, double? MeanAbsolutePercentageError, double? MaxAbsoluteError);

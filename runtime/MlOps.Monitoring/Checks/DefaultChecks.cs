namespace MlOps.Monitoring;

/// <summary>The checks that Evidently makes by itself: against a reference within a share of its metrics, alone against a dummy, or nothing bad at all.</summary>
public static class DefaultChecks
{
    private const double OfClassification = 0.2;
    private const double Usual = 0.1;

    /// <summary>A classification: within 20 % of the reference; without one, better than the dummy.</summary>
    /// <param name="current">The judged one.</param>
    /// <param name="reference">What it is compared with.</param>
    public static IReadOnlyList<CheckResult> Of(ClassificationQuality current, ClassificationQuality? reference = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        if (reference is not null)
        {
            string[] metrics = ["accuracy", "precision", "recall", "f1", "roc_auc", "log_loss", "tpr", "tnr", "fpr", "fnr"];
            return Around(metrics, OfClassification, current.Metrics, reference.Metrics);
        }

        var dummy = current.Dummy;
        List<Check> checks = [Above("accuracy", dummy.Accuracy), Above("precision", dummy.Precision), Above("recall", dummy.Recall), Above("f1", dummy.F1)];
        if (current.LogLoss is not null)
        {
            // A dummy that knows nothing says the same of every label.
            checks.AddRange([Above("roc_auc", 0.5), new("log_loss", Condition.LessThan(Math.Log(current.Labels.Count)))]);
        }

        return Check.Run(checks, current.Metrics);
    }

    /// <summary>A regression: within 10 % of the reference; without one, better than the best constants.</summary>
    /// <param name="current">The judged one.</param>
    /// <param name="reference">What it is compared with.</param>
    /// <remarks>The percentage error is the right one, not Evidently's.</remarks>
    public static IReadOnlyList<CheckResult> Of(RegressionQuality current, RegressionQuality? reference = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        return reference is not null
            ? Around(["mean_error", "mape", "rmse", "mae", "r2", "abs_max_error"], Usual, current.Metrics, reference.Metrics)
            : Check.Run(
                [Below("mape", current.Dummy.MeanAbsolutePercentageError), Below("rmse", current.Dummy.RootMeanSquaredError), Below("mae", current.Dummy.MeanAbsoluteError), new("r2", Condition.GreaterThan(0))],
                current.Metrics);
    }

    /// <summary>A ranking: within 10 % of the reference.</summary>
    /// <param name="current">The judged one.</param>
    /// <param name="reference">What it is compared with.</param>
    public static IReadOnlyList<CheckResult> Of(RankingQuality current, RankingQuality reference)
    {
        ArgumentNullException.ThrowIfNull(current);
        ArgumentNullException.ThrowIfNull(reference);
        return Around(current.Metrics.Select(static metric => metric.Name), Usual, current.Metrics, reference.Metrics);
    }

    /// <summary>A data set: as many rows, columns and missing values as the reference, and no more columns that say nothing; without one, none of those.</summary>
    /// <param name="current">The judged one.</param>
    /// <param name="reference">What it is compared with.</param>
    public static IReadOnlyList<CheckResult> Of(DatasetStatistics current, DatasetStatistics? reference = null)
    {
        ArgumentNullException.ThrowIfNull(current);
        string[] uninformative = ["duplicated_columns", "almost_constant_columns", "empty_columns", "constant_columns"];
        return reference is not null
            ? Check.Run(
                [
                    .. AllAround(["row_count"], Usual), new("column_count", Condition.EqualTo(Bound.Reference())),
                    .. AllAround(["duplicated_rows", "empty_rows", "missing_values"], Usual),
                    .. uninformative.Select(static name => new Check(name, Condition.AtMost(Bound.Reference()))),
                ],
                current.Metrics,
                reference.Metrics)
            : Check.Run(
                [
                    new("row_count", Condition.GreaterThan(0)), new("column_count", Condition.GreaterThan(0)),
                    .. uninformative.Prepend("empty_rows").Prepend("duplicated_rows").Append("missing_values").Select(static name => new Check(name, Condition.EqualTo(0))),
                ],
                current.Metrics);
    }

    private static Check Above(string metric, double? dummy) => new(metric, Condition.GreaterThan(dummy ?? 0));

    private static Check Below(string metric, double? dummy) => new(metric, Condition.LessThan(dummy ?? double.PositiveInfinity));

    private static IEnumerable<Check> AllAround(IEnumerable<string> metrics, double share) =>
        metrics.Select(name => new Check(name, Condition.EqualTo(Bound.Reference(relative: share))));

    /// <summary>
    /// A metric that one side does not define, as ROC AUC where a class is absent, cannot be compared and is left out; where that leaves
    /// nothing, as without any rows, all of them are checked, and fail with that reason.
    /// </summary>
    private static IReadOnlyList<CheckResult> Around(IEnumerable<string> metrics, double share, IEnumerable<QualityMetric> current, IEnumerable<QualityMetric> reference)
    {
        var shared = Defined(current).Intersect(Defined(reference)).ToHashSet(StringComparer.Ordinal);
        string[] names = [.. metrics];
        string[] compared = [.. names.Where(shared.Contains)];
        return Check.Run(AllAround(compared.Length > 0 ? compared : names, share), current, reference);

        static IEnumerable<string> Defined(IEnumerable<QualityMetric> side) => side.Where(static metric => metric.Value is not null).Select(static metric => metric.Name);
    }
}

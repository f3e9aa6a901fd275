using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Quality;

/// <summary>Works out a <see cref="RegressionQuality"/>.</summary>
internal sealed class RegressionJudge
{
    private const double Epsilon = 2.220446049250313e-16;

    private readonly double[] _targets;
    private readonly double[] _errors;
    private readonly int _skipped;

    public RegressionJudge(NumberColumn target, NumberColumn prediction)
    {
        int[] rows = [.. Enumerable.Range(0, target.Count).Where(row => double.IsFinite(target.Values[row]) && double.IsFinite(prediction.Values[row]))];
        _targets = Array.ConvertAll(rows, row => target.Values[row]);
        _errors = Array.ConvertAll(rows, row => prediction.Values[row] - target.Values[row]);
        _skipped = target.Count - rows.Length;
    }

    public RegressionQuality Judge()
    {
        var absolute = Array.ConvertAll(_errors, Math.Abs);
        var (current, currentDeviation) = EvidentlyPercentage(nearZero: 1);
        var (reference, referenceDeviation) = EvidentlyPercentage(nearZero: null);
        var r2 = R2();
        var zeros = _targets.Count(static target => target == 0);
        return new RegressionQuality
        {
            Rows = _targets.Length,
            Skipped = _skipped,
            MeanError = Mean(_errors),
            ErrorDeviation = Deviation(_errors),
            MeanAbsoluteError = Mean(absolute),
            AbsoluteErrorDeviation = Deviation(absolute),
            RootMeanSquaredError = Root(_errors),
            MeanAbsolutePercentageError = Percentage(_errors),
            ZeroTargets = zeros,
            R2 = r2,
            MaxAbsoluteError = absolute.Length == 0 ? null : absolute.Max(),
            EvidentlyPercentageError = new(current, currentDeviation, reference, referenceDeviation),
            Groups = Groups(),
            Dummy = Dummy(),
            Notes = [.. Remarks(zeros, r2)],
        };
    }

    private static double? Mean(double[] values) => values.Length == 0 ? null : Sums.Of(values).Mean;

    private static double? Deviation(double[] values) => values.Length < 2 ? null : Sums.StandardDeviation(values, Sums.Of(values).Mean);

    private static double? Root(double[] errors) => Mean(Array.ConvertAll(errors, static error => error * error)) is { } mean ? Math.Sqrt(mean) : null;

    private static double Quantile(double[] values, double share) => NumberStatistics.Of(new NumberColumn("", values)).Quantile(share);

    private static ErrorGroup Group(double[] errors) => new(errors.Length, Mean(errors), Deviation(errors));

    private double? R2()
    {
        var mean = Sums.Of(_targets).Mean;
        var total = Sums.Of(Array.ConvertAll(_targets, target => (target - mean) * (target - mean))).Total;
        return _targets.Length < 2 || total == 0 ? null : 1 - (Sums.Of(Array.ConvertAll(_errors, static error => error * error)).Total / total);
    }

    private double? Percentage(double[] errors) =>
        100 * Mean([.. errors.Zip(_targets).Where(static row => row.Second != 0).Select(static row => Math.Abs(row.First / row.Second))]);

    private (double? Mean, double? Deviation) EvidentlyPercentage(double? nearZero)
    {
        double[] shares = [.. _errors.Zip(_targets)
            .Where(row => nearZero is not null || Math.Abs(row.Second) > Epsilon)
            .Select(row => Math.Abs(row.Second) > Epsilon ? Math.Abs(row.First) / Math.Max(row.Second, Epsilon) : nearZero!.Value)];
        return (100 * Mean(shares), Deviation(shares));
    }

    private ErrorGroups Groups()
    {
        var (low, high) = (Quantile(_errors, 0.05), Quantile(_errors, 0.95));
        return new(
            Group(Array.FindAll(_errors, error => error <= low)),
            Group(Array.FindAll(_errors, error => error > low && error < high)),
            Group(Array.FindAll(_errors, error => error >= high)));
    }

    private RegressionDummy Dummy()
    {
        if (_targets.Length == 0)
        {
            return new(null, null, null, null);
        }

        var (median, mean) = (Quantile(_targets, 0.5), Sums.Of(_targets).Mean);
        var aroundMedian = Array.ConvertAll(_targets, target => Math.Abs(median - target));
        return new(Mean(aroundMedian), Root(Around(mean)), BestPercentage() is { } best ? Percentage(Around(best)) : null, aroundMedian.Max());

        double[] Around(double constant) => Array.ConvertAll(_targets, target => constant - target);
    }

    /// <summary>The constant with the least percentage error: the median of the targets weighted by 1 / |target|.</summary>
    private double? BestPercentage()
    {
        double[] sorted = [.. _targets.Where(static target => target != 0).Order()];
        var half = Sums.Of(Array.ConvertAll(sorted, static target => 1 / Math.Abs(target))).Total / 2;
        var sum = 0.0;
        foreach (var target in sorted)
        {
            sum += 1 / Math.Abs(target);
            if (sum >= half)
            {
                return target;
            }
        }

        return sorted.Length == 0 ? null : sorted[^1];
    }

    private IEnumerable<string> Remarks(int zeros, double? r2)
    {
        if (_targets.Length == 0)
        {
            yield return "No row has both a target and a prediction: there is nothing to judge.";
            yield break;
        }

        if (_skipped > 0)
        {
            yield return $"{_skipped} rows lack a finite target or prediction and are left out.";
        }

        if (zeros > 0)
        {
            yield return $"{zeros} rows have a target of 0, and so no percentage error: the mean is over the others.";
        }

        if (r2 is null)
        {
            yield return "The target does not vary: there is no variance that could be explained, and so no R².";
        }
    }
}

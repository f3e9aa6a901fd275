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
        (_targets, _errors) = (new double[target.Count], new double[target.Count]);
        var rows = 0;
        for (var row = 0; row < target.Count; row++)
        {
            var (actual, predicted) = (target.Values[row], prediction.Values[row]);
            if (double.IsFinite(actual) && double.IsFinite(predicted))
            {
                (_targets[rows], _errors[rows]) = (actual, predicted - actual);
                rows++;
            }
        }

        Array.Resize(ref _targets, rows);
        Array.Resize(ref _errors, rows);
        _skipped = target.Count - rows;
    }

    public RegressionQuality Judge()
    {
        var absolute = Array.ConvertAll(_errors, Math.Abs);
        var (current, currentDeviation) = EvidentlyPercentage(nearZero: 1);
        var (reference, referenceDeviation) = EvidentlyPercentage(nearZero: double.NaN);
        var r2 = R2();
        var zeros = _targets.Count(static target => target == 0);
        var quality = new RegressionQuality
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
            Notes = [],
        };
        return quality with { Notes = [.. Remarks(quality)] };
    }

    private static double? Mean(double[] values) => values.Length == 0 ? null : Sums.Of(values).Mean;

    private static double? Deviation(double[] values) => values.Length < 2 ? null : Sums.StandardDeviation(values, Sums.Of(values).Mean);

    private static double? Root(double[] errors) => Mean(Array.ConvertAll(errors, static error => error * error)) is { } mean ? Math.Sqrt(mean) : null;

    private static ErrorGroup Group(double[] errors) => new(errors.Length, Mean(errors), Deviation(errors));

    private double? R2()
    {
        var mean = Sums.Of(_targets).Mean;
        var total = Sums.Of(Array.ConvertAll(_targets, target => (target - mean) * (target - mean))).Total;
        return _targets.Length < 2 || total == 0 ? null : 1 - (Sums.Of(Array.ConvertAll(_errors, static error => error * error)).Total / total);
    }

    private double? Percentage(double[] errors) =>
        100 * Mean(Shares(errors, static (error, target) => target == 0 ? double.NaN : Math.Abs(error / target)));

    /// <summary>A share a row, without those that are NaN.</summary>
    private double[] Shares(double[] errors, Func<double, double, double> share)
    {
        var shares = new double[errors.Length];
        for (var row = 0; row < shares.Length; row++)
        {
            shares[row] = share(errors[row], _targets[row]);
        }

        return NumberStatistics.Present(shares);
    }

    private (double? Mean, double? Deviation) EvidentlyPercentage(double nearZero)
    {
        var shares = Shares(_errors, (error, target) => Math.Abs(target) > Epsilon ? Math.Abs(error) / Math.Max(target, Epsilon) : nearZero);
        return (100 * Mean(shares), Deviation(shares));
    }

    private ErrorGroups Groups()
    {
        var errors = NumberStatistics.Of(new NumberColumn("errors", _errors));
        var (low, high) = (errors.Quantile(0.05), errors.Quantile(0.95));
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

        var (median, mean) = (NumberStatistics.Of(new NumberColumn("targets", _targets)).Median, Sums.Of(_targets).Mean);
        var aroundMedian = Array.ConvertAll(_targets, target => Math.Abs(median - target));
        return new(Mean(aroundMedian), Root(Around(mean)), BestPercentage() is { } best ? Percentage(Around(best)) : null, aroundMedian.Max());

        double[] Around(double constant) => Array.ConvertAll(_targets, target => constant - target);
    }

    /// <summary>The constant with the least percentage error: the median of the targets weighted by 1 / |target|.</summary>
    private double? BestPercentage()
    {
        var sorted = Array.FindAll(_targets, static target => target != 0);
        Array.Sort(sorted);
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

    private IEnumerable<string> Remarks(RegressionQuality quality)
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

        if (quality.ZeroTargets > 0)
        {
            yield return $"{quality.ZeroTargets} rows have a target of 0, and so no percentage error: the mean is over the others.";
        }

        if (_targets.Length == 1)
        {
            yield return "One row has no spread, and so no standard deviation and no R².";
        }
        else if (quality.R2 is null)
        {
            yield return "The target does not vary: there is no variance that could be explained, and so no R².";
        }

        string[] infinite = [.. quality.Metrics.Where(static metric => metric.Value is { } value && !double.IsFinite(value)).Select(static metric => metric.Name)];
        if (infinite.Length > 0)
        {
            yield return $"The numbers are too large to be added up: {string.Join(", ", infinite)} cannot be told.";
        }
    }
}

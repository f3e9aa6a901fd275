using System.Text.Json;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Quality;

/// <summary>Every case of <c>regression.json</c>, but for two things that are not copied.</summary>
/// <remarks>
/// Evidently's 0.7 dummy metrics return the model's own errors (a slip: the dummy's are in the older metric, which is held against ours),
/// and its table of the features of the largest errors has no counterpart here. Its dummy percentage error divides by ε where the target is 0
/// or negative; ours leaves zeros out, so that only targets above 0 can be compared.
/// </remarks>
public sealed class RegressionConformanceTests
{
    [Fact]
    public void RegressionsHaveEvidentlysNumbers()
    {
        var cases = Recorded.Cases("regression.json").ToArray();
        Assert.Equal(3, cases.Length);
        foreach (var recorded in cases)
        {
            var dataset = recorded.GetProperty("dataset").GetString()!;
            foreach (var part in (string[])["reference", "current"])
            {
                var quality = Judge(dataset, part);
                foreach (var metric in recorded.GetProperty(part).EnumerateArray().Concat(recorded.GetProperty($"{part}_dummy").EnumerateArray()))
                {
                    Holds(metric, quality, $"{dataset} {part}");
                }

                Legacy(recorded.GetProperty("legacy_quality").GetProperty(part), quality, part == "reference", $"{dataset} {part}");
            }

            foreach (var metric in recorded.GetProperty("with_reference").GetProperty("current").EnumerateArray())
            {
                Holds(metric, Judge(dataset, "current"), dataset);
            }

            Dummy(recorded.GetProperty("legacy_quality"), Judge(dataset, "current").Dummy, isPositive: dataset == "regression_positive");
        }
    }

    internal static RegressionQuality Judge(string dataset, string part)
    {
        var table = Recorded.Table(dataset, part);
        return RegressionQuality.Of((NumberColumn)table.Find("target")!, (NumberColumn)table.Find("prediction")!);
    }

    private static void Holds(JsonElement metric, RegressionQuality quality, string what)
    {
        var (name, value) = (metric.GetProperty("config").GetProperty("type").GetString()!, metric.GetProperty("value"));
        var (mean, deviation) = name switch
        {
            "MeanError" => (quality.MeanError, quality.ErrorDeviation),
            "MAE" => (quality.MeanAbsoluteError, quality.AbsoluteErrorDeviation),
            "MAPE" => (quality.EvidentlyPercentageError.Current, quality.EvidentlyPercentageError.CurrentDeviation),
            "RMSE" or "DummyRMSE" => (quality.RootMeanSquaredError, null),
            "R2Score" => (quality.R2, null),
            "AbsMaxError" => (quality.MaxAbsoluteError, null),
            "DummyMAE" => (quality.MeanAbsoluteError, null),
            "DummyMAPE" => (quality.EvidentlyPercentageError.Current, (double?)null),
            _ => throw new InvalidOperationException($"No test knows {name}."),
        };
        Recorded.AreAlike((deviation is null ? value : value.GetProperty("mean")).GetDouble(), mean!.Value, $"{what} {name}");
        if (deviation is not null)
        {
            Recorded.AreAlike(value.GetProperty("std").GetDouble(), deviation.Value, $"{what} deviation of {name}");
        }
    }

    private static void Legacy(JsonElement legacy, RegressionQuality quality, bool isReference, string what)
    {
        var percentage = quality.EvidentlyPercentageError;
        Alike("r2_score", quality.R2);
        Alike("rmse", quality.RootMeanSquaredError);
        Alike("mean_error", quality.MeanError);
        Alike("error_std", quality.ErrorDeviation);
        Alike("mean_abs_error", quality.MeanAbsoluteError);
        Alike("abs_error_std", quality.AbsoluteErrorDeviation);
        Alike("abs_error_max", quality.MaxAbsoluteError);
        Alike("mean_abs_perc_error", isReference ? percentage.Reference : percentage.Current);
        Alike("abs_perc_error_std", isReference ? percentage.ReferenceDeviation : percentage.CurrentDeviation);

        // Evidently counts both cells of a row.
        Alike("near_zero_values", 2 * quality.ZeroTargets);
        foreach (var (member, group) in new[] { ("underestimation", quality.Groups.Under), ("majority", quality.Groups.Majority), ("overestimation", quality.Groups.Over) })
        {
            var expected = legacy.GetProperty("underperformance").GetProperty(member);
            Recorded.AreAlike(expected.GetProperty("mean_error").GetDouble(), group.Mean!.Value, $"{what} {member}");
            Recorded.AreAlike(expected.GetProperty("std_error").GetDouble(), group.Deviation!.Value, $"{what} {member}");
        }

        void Alike(string member, double? actual) => Recorded.AreAlike(legacy.GetProperty(member).GetDouble(), actual!.Value, $"{what} {member}");
    }

    private static void Dummy(JsonElement legacy, RegressionDummy dummy, bool isPositive)
    {
        Recorded.AreAlike(legacy.GetProperty("mean_abs_error_default").GetDouble(), dummy.MeanAbsoluteError!.Value, "dummy mae");
        Recorded.AreAlike(legacy.GetProperty("rmse_default").GetDouble(), dummy.RootMeanSquaredError!.Value, "dummy rmse");
        Recorded.AreAlike(legacy.GetProperty("abs_error_max_default").GetDouble(), dummy.MaxAbsoluteError!.Value, "dummy max");
        if (isPositive)
        {
            Recorded.AreAlike(legacy.GetProperty("mean_abs_perc_error_default").GetDouble(), dummy.MeanAbsolutePercentageError!.Value, "dummy mape");
        }
    }
}

using System.Globalization;
using System.Text.Json;
using MlOps.Monitoring.Summaries;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Summaries;

/// <summary>Every case of <c>column_summary.json</c>.</summary>
public sealed class ColumnConformanceTests
{
    [Fact]
    public void ColumnsOfNumbersHaveEvidentlysNumbers()
    {
        var cases = Recorded.Cases("column_summary.json").Where(static recorded => recorded.GetProperty("column_type").GetString() == "num").ToArray();
        Assert.Equal(306, cases.Length);
        foreach (var recorded in cases)
        {
            var (name, column) = Column(recorded);
            var statistics = NumberStatistics.Of(Assert.IsType<NumberColumn>(column));
            foreach (var metric in recorded.GetProperty("metrics").EnumerateArray())
            {
                Holds(metric.GetProperty("value"), Metric(statistics, metric.GetProperty("metric").GetString()!), $"{name} {metric.GetProperty("metric")}");
            }

            var legacy = recorded.GetProperty("legacy_column_summary");
            Legacy(legacy, name, statistics.Rows, statistics.Count, statistics.Distinct, statistics.MostCommonCount);
            Rounded("mean", statistics.Mean);
            Rounded("std", statistics.StandardDeviation);
            Rounded("min", statistics.Minimum);
            Rounded("p25", statistics.Quantile(0.25));
            Rounded("p50", statistics.Median);
            Rounded("p75", statistics.Quantile(0.75));
            Rounded("max", statistics.Maximum);
            Assert.Equal(legacy.GetProperty("infinite_count").GetInt32(), statistics.Infinite);

            void Rounded(string member, double actual) => Recorded.AreAlike(Recorded.Number(legacy.GetProperty(member)), Round(actual), $"{name} {member}");
        }
    }

    [Fact]
    public void ColumnsOfLevelsHaveEvidentlysNumbers()
    {
        var cases = Recorded.Cases("column_summary.json").Where(static recorded => recorded.GetProperty("column_type").GetString() == "cat").ToArray();
        Assert.Equal(68, cases.Length);
        foreach (var recorded in cases)
        {
            var (name, column) = Column(recorded);
            var statistics = LevelStatistics.Of(column);
            var metrics = recorded.GetProperty("metrics").EnumerateArray().ToDictionary(static metric => metric.GetProperty("metric").GetString()!.Split('(')[0], static metric => metric.GetProperty("value"));
            Assert.Equal(Recorded.Number(metrics["RowCount"]), statistics.Rows);
            Holds(metrics["MissingValueCount"], (statistics.Missing, (double)statistics.Missing / statistics.Rows), name);
            if (metrics.TryGetValue("UniqueValueCount", out var unique))
            {
                // Evidently lists missing values as a level "nan" that is never there: they are none here.
                var counts = unique.GetProperty("counts").EnumerateObject().Where(static level => level.Name != "nan").ToArray();
                Assert.Equal(counts.Length, statistics.Distinct);
                Assert.All(counts, level => Assert.Equal(Recorded.Number(level.Value), statistics.CountOf(level.Name)));
                Assert.All(counts, level => Recorded.AreAlike(Recorded.Number(unique.GetProperty("shares").GetProperty(level.Name)), (double)statistics.CountOf(level.Name) / statistics.Rows, name));
            }

            var legacy = recorded.GetProperty("legacy_column_summary");
            Legacy(legacy, name, statistics.Rows, statistics.Count, statistics.Distinct, (int)statistics.Levels[0].Count);
            if (legacy.GetProperty("most_common").ToString() is var mostCommon and not "NaN")
            {
                // Of several equally frequent ones Evidently names whichever its sort leaves first.
                Assert.Equal(statistics.Levels[0].Count, statistics.CountOf(mostCommon));
            }
        }
    }

    private static (string Name, Column Column) Column(JsonElement recorded)
    {
        var (dataset, part, column) = (recorded.GetProperty("dataset").GetString()!, recorded.GetProperty("part").GetString()!, recorded.GetProperty("column").GetString()!);
        return ($"{dataset}/{part}/{column}", Recorded.Table(dataset, part).Find(column)!);
    }

    private static object Metric(NumberStatistics statistics, string metric) => metric.Split('(')[0] switch
    {
        "RowCount" => (double)statistics.Rows,
        "MissingValueCount" => (statistics.Missing, (double)statistics.Missing / statistics.Rows),
        "MinValue" => statistics.Minimum,
        "MaxValue" => statistics.Maximum,
        "MeanValue" => statistics.Mean,
        "StdValue" => statistics.StandardDeviation,
        "MedianValue" => statistics.Median,
        "SumValue" => statistics.Sum,
        "QuantileValue" => statistics.Quantile(double.Parse(metric.Split("quantile=")[1].TrimEnd(')'), CultureInfo.InvariantCulture)),
        "InRangeValueCount" => (statistics.CountInRange(0, 5), (double)statistics.CountInRange(0, 5) / statistics.Count),
        "OutRangeValueCount" => (statistics.Count - statistics.CountInRange(0, 5), (double)(statistics.Count - statistics.CountInRange(0, 5)) / statistics.Count),
        _ => throw new InvalidOperationException($"No test knows {metric}."),
    };

    private static void Holds(JsonElement expected, object actual, string what)
    {
        if (actual is (int count, double share))
        {
            Recorded.AreAlike(Recorded.Number(expected.GetProperty("count")), count, what);
            Recorded.AreAlike(Recorded.Number(expected.GetProperty("share")), share, what);
        }
        else
        {
            Recorded.AreAlike(Recorded.Number(expected), (double)actual, what);
        }
    }

    /// <summary>The older summary rounds to two places, and takes missing values for one more that may be the most common.</summary>
    private static void Legacy(JsonElement legacy, string name, int rows, int count, int distinct, int mostCommon)
    {
        Assert.Equal(legacy.GetProperty("number_of_rows").GetInt32(), rows);
        Assert.Equal(legacy.GetProperty("count").GetInt32(), count);
        Assert.Equal(legacy.GetProperty("missing").GetInt32(), rows - count);
        Assert.Equal(legacy.GetProperty("unique").GetInt32(), distinct);
        Recorded.AreAlike(Recorded.Number(legacy.GetProperty("unique_percentage")), Round(100.0 * distinct / rows), name);
        Recorded.AreAlike(Recorded.Number(legacy.GetProperty("missing_percentage")), Round(100.0 * (rows - count) / rows), name);
        Recorded.AreAlike(Recorded.Number(legacy.GetProperty("most_common_percentage")), Round(100.0 * Math.Max(mostCommon, rows - count) / rows), name);
    }

    private static double Round(double value) => double.IsFinite(value) ? Math.Round(value * 100) / 100 : value;
}

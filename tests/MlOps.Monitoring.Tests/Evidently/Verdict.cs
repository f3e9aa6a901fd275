using System.Text.Json;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Evidently;

/// <summary>What is said of recorded columns here, held against what Evidently said.</summary>
internal static class Verdict
{
    /// <summary>What Evidently displays as the name of a test.</summary>
    public static readonly Dictionary<string, string> Displayed = new()
    {
        ["K-S p_value"] = "ks",
        ["Wasserstein distance (normed)"] = "wasserstein",
        ["Jensen-Shannon distance"] = "jensenshannon",
        ["chi-square p_value"] = "chisquare",
        ["Z-test p_value"] = "z",
    };

    /// <summary>
    /// How far p-values of permutations may be off. The permutations are the same; but which of them are as far apart as the rows is, where
    /// distances are equal, a matter of the order of sums.
    /// </summary>
    private static readonly Dictionary<string, double> Permuted = new() { ["TVD"] = 0.05, ["empirical_mmd"] = 0.15 };

    /// <summary>Compares one column of a recorded data set.</summary>
    public static ColumnDrift Of(string dataset, string column, string? method, Dictionary<string, ColumnType> types) =>
        Of(Recorded.Table(dataset, "reference").Find(column)!, Recorded.Table(dataset, "current").Find(column)!, method, types[column]);

    /// <summary>Compares one column.</summary>
    public static ColumnDrift Of(Column reference, Column current, string? method, ColumnType type) => Assert.Single(DriftDetector.Compare(
        new Table([reference]),
        new Table([current]),
        new DriftOptions
        {
            Mode = DriftMode.Evidently,
            Types = new Dictionary<string, ColumnType> { [reference.Name] = type },
            Methods = method is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [reference.Name] = method },
        }).Columns);

    /// <summary>Score, threshold and verdict are those recorded; where Evidently raises or says NaN, there is a reason and no drift.</summary>
    public static void Holds(JsonElement recorded, ColumnDrift drift, string what)
    {
        if (recorded.GetProperty("error").ValueKind == JsonValueKind.String || Recorded.Number(recorded.GetProperty("score")) is double.NaN)
        {
            Assert.True(double.IsNaN(drift.Score!.Value) && !drift.Drift && drift.Reason is not null, $"{what}: {recorded.GetProperty("error")}, here {drift.Score} {drift.Drift} '{drift.Reason}'.");
            return;
        }

        Assert.True(drift.Reason is null, $"{what}: '{drift.Reason}'.");
        var score = Recorded.Number(recorded.GetProperty("score"));
        if (Permuted.TryGetValue(drift.Method, out var tolerance))
        {
            Assert.True(Math.Abs(score - drift.Score!.Value) <= tolerance, $"{what}: recorded {score}, here {drift.Score}.");
            return;
        }

        Recorded.AreAlike(score, drift.Score!.Value, what);
        Assert.Equal(Recorded.Number(recorded.GetProperty("threshold")), drift.Threshold);
        Assert.True(recorded.GetProperty("drift").GetBoolean() == drift.Drift, what);
    }

    /// <summary>All columns and the data set have the recorded verdicts.</summary>
    public static void HoldsForDataset(JsonElement recorded)
    {
        var dataset = recorded.GetProperty("dataset").GetString()!;
        var isInferred = recorded.GetProperty("definition").GetString() == "inferred";
        var report = DriftDetector.Compare(
            Recorded.Table(dataset, "reference"),
            Recorded.Table(dataset, "current"),
            Options(recorded) with { Types = isInferred ? [] : Recorded.Types(dataset) });
        var columns = recorded.GetProperty("columns").EnumerateArray().ToArray();
        Assert.Equal(columns.Length, report.Dataset.Columns);
        Assert.Equal(Recorded.Number(recorded.GetProperty("drifted_count")), report.Dataset.Drifted);
        Assert.Equal(Recorded.Number(recorded.GetProperty("drifted_share")), report.Dataset.Share);
        Assert.Equal(recorded.GetProperty("dataset_drift").GetBoolean(), report.Dataset.Drift);
        foreach (var column in columns)
        {
            var name = column.GetProperty("column").GetString()!;
            var drift = report.Columns.Single(drift => drift.Name == name);
            Assert.Equal(column.TryGetProperty("method", out var method) ? method.GetString() : Displayed[column.GetProperty("display_name").GetString()!], drift.Method);
            Recorded.AreAlike(Recorded.Number(column.GetProperty("score")), drift.Score!.Value, $"{dataset} {name}");
            Assert.Equal(Recorded.Number(column.GetProperty("threshold")), drift.Threshold);
            Assert.Equal(column.GetProperty("drift").GetBoolean(), drift.Drift);
        }
    }

    private static DriftOptions Options(JsonElement recorded)
    {
        var options = new DriftOptions { Mode = DriftMode.Evidently };
        return !recorded.TryGetProperty("options", out var said) ? options : options with
        {
            NumericMethod = Text("num_method"),
            CategoricalMethod = Text("cat_method"),
            NumericThreshold = Number("num_threshold"),
            CategoricalThreshold = Number("cat_threshold"),
            DriftShare = Number("drift_share"),
            Methods = Each("per_column_method", static value => value.GetString()!),
            Thresholds = Each("per_column_threshold", static value => value.GetDouble()),
        };

        string? Text(string name) => said.TryGetProperty(name, out var value) ? value.GetString() : null;

        double? Number(string name) => said.TryGetProperty(name, out var value) ? value.GetDouble() : null;

        Dictionary<string, T> Each<T>(string name, Func<JsonElement, T> read) =>
            said.TryGetProperty(name, out var value) ? value.EnumerateObject().ToDictionary(static column => column.Name, column => read(column.Value)) : [];
    }
}

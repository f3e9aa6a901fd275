using System.Text.Json;
using MlOps.Monitoring.Tests.Conformance;

namespace MlOps.Monitoring.Tests.Quality;

/// <summary>Every case of <c>classification.json</c>.</summary>
public sealed class ClassificationConformanceTests
{
    [Fact]
    public void ClassificationsHaveEvidentlysNumbers()
    {
        var cases = Recorded.Cases("classification.json").ToArray();
        Assert.Equal(6, cases.Length);
        foreach (var recorded in cases)
        {
            foreach (var part in (string[])["reference", "current"])
            {
                var what = $"{recorded.GetProperty("dataset")} {recorded.GetProperty("prediction")} {part}";
                var quality = Judge(recorded, part);
                foreach (var metric in recorded.GetProperty(part).EnumerateArray().Concat(recorded.GetProperty($"{part}_dummy").EnumerateArray()))
                {
                    Holds(metric.GetProperty("value"), quality, metric.GetProperty("config").GetProperty("type").GetString()!, what);
                }

                Legacy(recorded.GetProperty($"{part}_legacy"), quality, what);
            }
        }
    }

    internal static ClassificationQuality Judge(JsonElement recorded, string part)
    {
        var (dataset, prediction) = (recorded.GetProperty("dataset").GetString()!, recorded.GetProperty("prediction").GetString()!);
        var table = Recorded.Table(dataset, part);
        var target = table.Find("target")!;
        var options = new ClassificationOptions { Threshold = recorded.GetProperty("probas_threshold") is { ValueKind: JsonValueKind.Number } threshold ? threshold.GetDouble() : 0.5 };
        return prediction == "label" ? ClassificationQuality.OfLabels(target, table.Find("label")!, options)
            : dataset == "multiclass" ? ClassificationQuality.OfProbabilities(target, [Probability("cat"), Probability("dog"), Probability("owl")], options)
            : ClassificationQuality.OfProbability(target, Probability("proba"), options);

        NumberColumn Probability(string name) => (NumberColumn)table.Find(name)!;
    }

    private static void Holds(JsonElement expected, ClassificationQuality quality, string metric, string what)
    {
        if (expected.ValueKind == JsonValueKind.Object)
        {
            var labels = expected.EnumerateObject().ToArray();
            Assert.Equal(quality.Labels.Select(static label => label.Label).Order(StringComparer.Ordinal), labels.Select(static label => label.Name).Order(StringComparer.Ordinal));
            Assert.All(labels, label => Recorded.AreAlike(label.Value.GetDouble(), ByLabel(quality.Labels.Single(mine => mine.Label == label.Name), metric) ?? double.NaN, $"{what} {metric} {label.Name}"));
        }
        else
        {
            Recorded.AreAlike(expected.GetDouble(), Single(quality, metric) ?? double.NaN, $"{what} {metric}");
        }
    }

    private static double? Single(ClassificationQuality quality, string metric) => metric switch
    {
        "Accuracy" => quality.Scores.Accuracy,
        "Precision" => quality.Scores.Precision,
        "Recall" => quality.Scores.Recall,
        "F1Score" => quality.Scores.F1,
        "RocAuc" => quality.RocAuc,
        "LogLoss" => quality.LogLoss,
        "TPR" => quality.TruePositiveRate,
        "TNR" => quality.TrueNegativeRate,
        "FPR" => quality.FalsePositiveRate,
        "FNR" => quality.FalseNegativeRate,
        "DummyAccuracy" => quality.Dummy.Accuracy,
        "DummyPrecision" => quality.Dummy.Precision,
        "DummyRecall" => quality.Dummy.Recall,
        "DummyF1Score" => quality.Dummy.F1,
        _ => throw new InvalidOperationException($"No test knows {metric}."),
    };

    private static double? ByLabel(LabelQuality label, string metric) => metric switch
    {
        "PrecisionByLabel" => label.Precision,
        "RecallByLabel" => label.Recall,
        "F1ByLabel" => label.F1,
        "RocAucByLabel" => label.RocAuc,
        _ => throw new InvalidOperationException($"No test knows {metric}."),
    };

    private static void Legacy(JsonElement legacy, ClassificationQuality quality, string what)
    {
        var metrics = quality.Metrics.ToDictionary(static metric => metric.Name, static metric => metric.Value);
        foreach (var member in legacy.GetProperty("quality").EnumerateObject())
        {
            Alike(member.Value, metrics[member.Name], $"{what} {member.Name}");
        }

        var confusion = legacy.GetProperty("confusion_matrix");
        Assert.Equal(confusion.GetProperty("labels").EnumerateArray().Select(static label => label.ToString()), quality.Confusion.Labels);
        var counts = confusion.GetProperty("values").EnumerateArray().SelectMany(static row => row.EnumerateArray()).Select(static count => count.GetInt64());
        var places = Enumerable.Range(0, quality.Confusion.Labels.Count);
        Assert.Equal(counts, places.SelectMany(actual => places.Select(predicted => quality.Confusion[actual, predicted])));

        foreach (var label in legacy.GetProperty("by_class").EnumerateObject())
        {
            foreach (var member in label.Value.EnumerateObject())
            {
                var actual = member.Name == "support" ? quality.Labels.Single(mine => mine.Label == label.Name).Support : metrics[$"{member.Name}.{label.Name}"];
                Alike(member.Value, actual, $"{what} {label.Name} {member.Name}");
            }
        }
    }

    private static void Alike(JsonElement expected, double? actual, string what)
    {
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Null(actual);
        }
        else
        {
            Recorded.AreAlike(expected.GetDouble(), actual ?? double.NaN, what);
        }
    }
}

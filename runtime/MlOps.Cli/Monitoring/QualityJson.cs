using System.Text.Json;
using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary>The document of <c>mlops quality --json</c>.</summary>
internal static class QualityJson
{
    public static void Write(Utf8JsonWriter writer, object quality, IReadOnlyList<CheckResult> checks)
    {
        writer.WriteStartObject();
        switch (quality)
        {
            case ClassificationQuality classification:
                Write(writer, classification);
                break;
            case RegressionQuality regression:
                Write(writer, regression);
                break;
            case RankingQuality ranking:
                writer.WriteString("task", "ranking");
                writer.WriteNumber("users", ranking.Users);
                writer.WriteNumber("users_without_feedback", ranking.UsersWithoutFeedback);
                writer.WriteNumber("skipped", ranking.Skipped);
                writer.WriteNumber("k", ranking.K);
                CheckOutput.Write(writer, "metrics", ranking.Metrics);
                JsonOutput.WriteTexts(writer, "notes", ranking.Notes);
                break;
        }

        CheckOutput.Write(writer, checks);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ClassificationQuality quality)
    {
        writer.WriteString("task", "classification");
        writer.WriteNumber("rows", quality.Rows);
        writer.WriteNumber("skipped", quality.Skipped);
        writer.WriteString("positive_label", quality.PositiveLabel);
        CheckOutput.Write(writer, "metrics", quality.Metrics.Take(ClassificationQuality.MetricsOfAll));
        writer.WriteStartArray("labels");
        foreach (var label in quality.Labels)
        {
            writer.WriteStartObject();
            writer.WriteString("label", label.Label);
            writer.WriteNumber("support", label.Support);
            CheckOutput.WriteValue(writer, "precision", label.Precision);
            CheckOutput.WriteValue(writer, "recall", label.Recall);
            CheckOutput.WriteValue(writer, "f1", label.F1);
            CheckOutput.WriteValue(writer, "roc_auc", label.RocAuc);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        WriteConfusion(writer, quality.Confusion);
        writer.WriteStartObject("dummy");
        CheckOutput.WriteValue(writer, "accuracy", quality.Dummy.Accuracy);
        CheckOutput.WriteValue(writer, "precision", quality.Dummy.Precision);
        CheckOutput.WriteValue(writer, "recall", quality.Dummy.Recall);
        CheckOutput.WriteValue(writer, "f1", quality.Dummy.F1);
        writer.WriteEndObject();
        JsonOutput.WriteTexts(writer, "notes", quality.Notes);
    }

    private static void WriteConfusion(Utf8JsonWriter writer, ConfusionMatrix confusion)
    {
        writer.WriteStartObject("confusion");
        JsonOutput.WriteTexts(writer, "labels", confusion.Labels);
        writer.WriteStartArray("values");
        for (var actual = 0; actual < confusion.Labels.Count; actual++)
        {
            writer.WriteStartArray();
            for (var predicted = 0; predicted < confusion.Labels.Count; predicted++)
            {
                writer.WriteNumberValue(confusion[actual, predicted]);
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, RegressionQuality quality)
    {
        writer.WriteString("task", "regression");
        writer.WriteNumber("rows", quality.Rows);
        writer.WriteNumber("skipped", quality.Skipped);
        writer.WriteNumber("zero_targets", quality.ZeroTargets);
        CheckOutput.Write(writer, "metrics", quality.Metrics);
        writer.WriteStartObject("evidently_mape");
        CheckOutput.WriteValue(writer, "current", quality.EvidentlyPercentageError.Current);
        CheckOutput.WriteValue(writer, "current_std", quality.EvidentlyPercentageError.CurrentDeviation);
        CheckOutput.WriteValue(writer, "reference", quality.EvidentlyPercentageError.Reference);
        CheckOutput.WriteValue(writer, "reference_std", quality.EvidentlyPercentageError.ReferenceDeviation);
        writer.WriteEndObject();
        writer.WriteStartObject("error_groups");
        WriteGroup(writer, "under", quality.Groups.Under);
        WriteGroup(writer, "majority", quality.Groups.Majority);
        WriteGroup(writer, "over", quality.Groups.Over);
        writer.WriteEndObject();
        writer.WriteStartObject("dummy");
        CheckOutput.WriteValue(writer, "mae", quality.Dummy.MeanAbsoluteError);
        CheckOutput.WriteValue(writer, "rmse", quality.Dummy.RootMeanSquaredError);
        CheckOutput.WriteValue(writer, "mape", quality.Dummy.MeanAbsolutePercentageError);
        CheckOutput.WriteValue(writer, "abs_max_error", quality.Dummy.MaxAbsoluteError);
        writer.WriteEndObject();
        JsonOutput.WriteTexts(writer, "notes", quality.Notes);
    }

    private static void WriteGroup(Utf8JsonWriter writer, string name, ErrorGroup group)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("rows", group.Rows);
        CheckOutput.WriteValue(writer, "mean", group.Mean);
        CheckOutput.WriteValue(writer, "std", group.Deviation);
        writer.WriteEndObject();
    }
}

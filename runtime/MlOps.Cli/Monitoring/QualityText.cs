using System.Globalization;
using MlOps.Monitoring;
using Spectre.Console;

namespace MlOps.Cli.Monitoring;

/// <summary>What <c>mlops quality</c> shows on a terminal.</summary>
internal static class QualityText
{
    public static void Print(IAnsiConsole console, object current, object? reference, IReadOnlyList<CheckResult> checks)
    {
        var metrics = MetricsOf(current);
        var compared = reference is null ? [] : MetricsOf(reference).ToDictionary(static metric => metric.Name, static metric => metric.Value);
        var rows = metrics.Select(metric => new[] { metric.Name, CheckOutput.Text(metric.Value), reference is null ? "" : CheckOutput.Text(compared.GetValueOrDefault(metric.Name)) });
        if (reference is null)
        {
            TextTable.Print(console, TitleOf(current), rows.Select(static row => row[..2]), "metric", "value");
        }
        else
        {
            TextTable.Print(console, TitleOf(current), rows, "metric", "value", "reference");
        }

        if (current is ClassificationQuality classification)
        {
            TextTable.Print(
                console,
                "labels",
                classification.Labels.Select(static label => new[] { label.Label, label.Support.ToString(CultureInfo.InvariantCulture), CheckOutput.Text(label.Precision), CheckOutput.Text(label.Recall), CheckOutput.Text(label.F1), CheckOutput.Text(label.RocAuc) }),
                "label",
                "rows",
                "precision",
                "recall",
                "f1",
                "roc_auc");
        }

        CheckOutput.Print(console, checks);
        foreach (var note in NotesOf(current))
        {
            console.WriteLine(TerminalText.Of(note));
        }
    }

    private static IEnumerable<QualityMetric> MetricsOf(object quality) => quality switch
    {
        ClassificationQuality classification => classification.Metrics.Take(ClassificationQuality.MetricsOfAll),
        RegressionQuality regression => regression.Metrics,
        RankingQuality ranking => ranking.Metrics,
        _ => [],
    };

    private static string TitleOf(object quality) => quality switch
    {
        ClassificationQuality { PositiveLabel: { } label } classification => $"classification of {classification.Rows} rows, positive label {TerminalText.Of(label)}",
        ClassificationQuality classification => $"classification of {classification.Rows} rows",
        RegressionQuality regression => $"regression of {regression.Rows} rows",
        RankingQuality ranking => $"ranking for {ranking.Users} users, the first {ranking.K}",
        _ => "quality",
    };

    private static IReadOnlyList<string> NotesOf(object quality) => quality switch
    {
        ClassificationQuality classification => classification.Notes,
        RegressionQuality regression => regression.Notes,
        RankingQuality ranking => ranking.Notes,
        _ => [],
    };
}

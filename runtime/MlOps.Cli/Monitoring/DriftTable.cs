using System.Globalization;
using MlOps.Monitoring;
using MlOps.Monitoring.Reports;
using Spectre.Console;

namespace MlOps.Cli.Monitoring;

/// <summary>What a comparison found, for people: the verdict, and a line for each column, the worst on top.</summary>
internal static class DriftTable
{
    public static void Print(IAnsiConsole console, DriftReport report)
    {
        var isCalibrated = report.Mode == DriftMode.Calibrated;
        var score = isCalibrated ? "p-value" : "score";
        TextTable.Print(
            console,
            Verdict(report),
            report.ByImportance().Select(static column => new[]
            {
                column.Drift ? "drift" : column.Score is null or double.NaN ? "?" : "", column.Name, ReportWords.Of(column.Type), column.Method,
                Number(column.Score), Number(column.Threshold), Number(column.Effect), column.Reason ?? "",
            }),
            "", "column", "type", "method", score, "threshold", "effect", "");
    }

    /// <summary>What changed since the comparison before.</summary>
    public static void Print(IAnsiConsole console, IReadOnlyList<DriftChange> changes)
    {
        if (changes.Count > 0)
        {
            TextTable.Print(
                console, "since the last comparison", changes.Select(static change => new[] { change.Column, Word(change.Before), Word(change.After) }), "column", "then", "now");
        }
    }

    private static string Word(ColumnDrift? verdict) => verdict is null ? "not there" : $"{(verdict.Drift ? "drift" : "no drift")} ({verdict.Method})";

    private static string Verdict(DriftReport report) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(report.Dataset.Drift ? "Drift" : "No drift")}: {report.Dataset.Drifted} of {Words.Count(report.Dataset.Columns, "column")} ({ReportWords.Of(report.Mode)})");

    private static string Number(double? value) => value switch
    {
        null => "",
        { } number => number.ToString("G4", CultureInfo.InvariantCulture),
    };
}

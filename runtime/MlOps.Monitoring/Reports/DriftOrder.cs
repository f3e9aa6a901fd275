namespace MlOps.Monitoring.Reports;

/// <summary>The columns of a report in the order of what matters: drifted ones first, the clearest on top, and before all that is well those that could not be compared.</summary>
internal static class DriftOrder
{
    public static IEnumerable<ColumnDrift> ByImportance(this DriftReport report) => report.Columns
        .OrderBy(static column => column.Drift ? 0 : column.Score is null or double.NaN ? 1 : 2)
        .ThenByDescending(static column => column.Findings.Count > 0 ? -column.Findings.Min(static finding => finding.Adjusted) : Nearness(column));

    /// <summary>Without findings: how far beyond its threshold a score is, or how near to it: p-values drift below it, distances above.</summary>
    private static double Nearness(ColumnDrift column)
    {
        if (column.Score is not { } score || double.IsNaN(score))
        {
            return 0;
        }

        var (above, below) = (score / column.Threshold, column.Threshold / score);
        return column.Drift ? Math.Max(above, below) : Math.Min(above, below);
    }
}

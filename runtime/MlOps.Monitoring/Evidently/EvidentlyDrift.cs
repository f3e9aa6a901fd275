using MlOps.Monitoring.Calibrated;
using MlOps.Monitoring.Profiles;
using MlOps.Monitoring.Summaries;

namespace MlOps.Monitoring.Evidently;

/// <summary>Compares tables with the numbers and verdicts of Evidently 0.7.</summary>
internal static class EvidentlyDrift
{
    /// <summary>The share of drifted columns from which on the data set drifts.</summary>
    private const double Share = 0.5;

    public static DriftReport Compare(Table reference, Table current, DriftOptions options, CancellationToken cancellationToken)
    {
        options.Check(reference.Columns.Concat(current.Columns).Select(static column => column.Name));
        var both = reference.Columns.Where(column => current.Find(column.Name) is not null).ToArray();
        var compared = new ColumnDrift[both.Length];
        EachColumn.Do(
            both.Length,
            (long)reference.Rows + current.Rows,
            i => compared[i] = EvidentlyColumn.Compare(both[i], current.Find(both[i].Name)!, options),
            cancellationToken);

        var byName = compared.ToDictionary(static column => column.Name, StringComparer.Ordinal);
        var columns = reference.Columns.Select(column => byName.GetValueOrDefault(column.Name) ?? OneSided(column, isReference: true, reference, current, options))
            .Concat(current.Columns.Where(column => reference.Find(column.Name) is null).Select(column => OneSided(column, isReference: false, current, reference, options)))
            .ToArray();
        var drifted = compared.Count(static column => column.Drift);
        var share = both.Length == 0 ? 0 : (double)drifted / both.Length;
        return new DriftReport(DriftMode.Evidently, new DatasetDrift(both.Length > 0 && share >= (options.DriftShare ?? Share), share, drifted, both.Length), columns);
    }

    private static ColumnDrift OneSided(Column column, bool isReference, Table own, Table other, DriftOptions options)
    {
        var side = column is NumberColumn ? null : new LevelSide(column);
        var numbers = column is NumberColumn number ? new NumberSide(number) : null;
        var type = numbers is null ? ColumnTypes.Of(column, side!, options) : ColumnTypes.Of((NumberColumn)column, numbers, options);
        var method = EvidentlyColumn.MethodOf(column.Name, type, options);
        var (summary, nothing) = (numbers?.Summarize(type) ?? side!.Summarize(), new ColumnSummary { Rows = 0, Missing = 0 });
        return new ColumnDrift
        {
            Name = column.Name,
            Type = type,
            Method = method.Name,
            Score = double.NaN,
            Threshold = options.ThresholdOf(column.Name, type) ?? method.Threshold,
            Drift = false,
            Reason = OneSidedReason.Of(column.Name, isReference, other.Columns.Select(static candidate => candidate.Name).Where(name => own.Find(name) is null)),
            Reference = isReference ? summary : nothing,
            Current = isReference ? nothing : summary,
        };
    }
}

using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Calibrated;

/// <summary>Compares profiles at a stated rate of false alarms over all columns.</summary>
internal static class CalibratedDrift
{
    public static DriftReport Compare(DatasetProfile reference, DatasetProfile current, DriftOptions options, CancellationToken cancellationToken)
    {
        var both = reference.Columns.Where(column => current.Find(column.Name) is not null).ToArray();
        var compared = new CalibratedColumn[both.Length];
        EachColumn.Do(
            both.Length,
            reference.Rows + current.Rows,
            i => compared[i] = new CalibratedColumn(both[i], current.Find(both[i].Name)!, options),
            cancellationToken);

        var tested = compared.Where(static column => column.PValue is not null).ToArray();
        var adjusted = Adjustment.BenjaminiHochberg([.. tested.Select(static column => column.PValue!.Value)]);
        var byColumn = tested.Zip(adjusted).ToDictionary(static pair => pair.First, static pair => pair.Second);
        var verdicts = compared.ToDictionary(
            static column => column.Name,
            column => column.Conclude(byColumn.TryGetValue(column, out var p) ? p : null),
            StringComparer.Ordinal);

        var columns = reference.Columns.Select(column => verdicts.GetValueOrDefault(column.Name) ?? OneSided(column, isReference: true, reference, current, options))
            .Concat(current.Columns.Where(column => reference.Find(column.Name) is null).Select(column => OneSided(column, isReference: false, current, reference, options)))
            .ToArray();
        var drifted = verdicts.Values.Count(static column => column.Drift);
        var share = both.Length == 0 ? 0 : (double)drifted / both.Length;
        return new DriftReport(DriftMode.Calibrated, new DatasetDrift(drifted > 0 && share >= (options.DriftShare ?? 0), share, drifted, both.Length), columns);
    }

    /// <summary>A column that only one side has is no drift of values; it is said, so that it is not overlooked.</summary>
    private static ColumnDrift OneSided(ColumnProfile column, bool isReference, DatasetProfile own, DatasetProfile other, DriftOptions options)
    {
        var type = options.TypeOf(column);
        var nothing = new Summaries.ColumnSummary { Rows = 0, Missing = 0 };
        return new ColumnDrift
        {
            Name = column.Name,
            Type = type,
            Method = options.MethodOf(column.Name, type, out _) ?? (type == ColumnType.Numeric ? CalibratedMethod.Ks : CalibratedMethod.ChiSquare),
            Score = null,
            Threshold = options.ThresholdOf(column.Name, type) ?? options.Level,
            Drift = false,
            Reason = OneSidedReason.Of(column.Name, isReference, other.Columns.Select(static candidate => candidate.Name).Where(name => own.Find(name) is null)),
            Reference = isReference ? column.Summarize() : nothing,
            Current = isReference ? nothing : column.Summarize(),
        };
    }
}

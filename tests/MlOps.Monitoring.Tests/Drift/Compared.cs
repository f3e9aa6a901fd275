namespace MlOps.Monitoring.Tests.Drift;

/// <summary>Comparisons that end with the test.</summary>
internal static class Compared
{
    public static DriftReport Tables(Table reference, Table current, DriftOptions? options = null) =>
        DriftDetector.Compare(reference, current, options, TestContext.Current.CancellationToken);

    public static DriftReport Profiles(DatasetProfile reference, DatasetProfile current, DriftOptions? options = null) =>
        DriftDetector.Compare(reference, current, options, TestContext.Current.CancellationToken);

    /// <summary>The verdict on one column.</summary>
    public static ColumnDrift Columns(Column reference, Column current, DriftOptions? options = null) =>
        Tables(new Table([reference]), new Table([current]), options).Columns[0];
}

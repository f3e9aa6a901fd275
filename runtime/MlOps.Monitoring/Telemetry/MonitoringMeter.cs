using System.Diagnostics.Metrics;

namespace MlOps.Monitoring.Telemetry;

/// <summary>
/// The last windows of all monitors as OpenTelemetry metrics, for whoever listens to the meter <c>MlOps.Monitoring</c>. They are asked for, so that what is
/// no longer so is no longer told: the drift of a window that is followed by an empty one, a monitor that has ended.
/// </summary>
internal static class MonitoringMeter
{
    public const string Name = "MlOps.Monitoring";

    private static readonly Meter s_meter = new(Name);
    private static readonly Instrument[] s_instruments =
    [
        s_meter.CreateObservableGauge("mlops.monitoring.rows", static () => Of<long>(static window => window.Profile.Rows), "{row}", "The rows of the last window."),
        s_meter.CreateObservableGauge("mlops.monitoring.dropped", static () => Of<long>(static window => window.Dropped), "{row}", "Rows of its time that found no place."),
        s_meter.CreateObservableGauge("mlops.monitoring.faults", static () => Of<long>(static window => window.Faults), "{row}", "Rows of its time that could not be read."),
        s_meter.CreateObservableGauge("mlops.monitoring.drift.share", static () => Of<double>(static window => window.Drift?.Dataset.Share), "1", "The share of columns that drift."),
        s_meter.CreateObservableGauge("mlops.monitoring.column.score", static () => OfColumns(static column => column.Score), "1", "The p-value of a column."),
        s_meter.CreateObservableGauge("mlops.monitoring.column.effect", static () => OfColumns(static column => column.Effect), "1", "How large the difference of a column is."),
    ];

    /// <summary>Has the instruments there from the first monitor on.</summary>
    public static void Start() => _ = s_instruments;

    private static IEnumerable<Measurement<T>> Of<T>(Func<MonitoredWindow, T?> value)
        where T : struct => Windows().Where(window => value(window) is not null).Select(window => new Measurement<T>(value(window)!.Value, Tag(window)));

    private static IEnumerable<Measurement<double>> OfColumns(Func<ColumnDrift, double?> value) =>
        from window in Windows()
        where window.Drift is not null
        from column in window.Drift!.Columns
        let known = value(column)
        where known is not null
        select new Measurement<double>(known.Value, Tag(window), KeyValuePair.Create<string, object?>("mlops.column", column.Name));

    private static IEnumerable<MonitoredWindow> Windows() => Monitors.All.Select(static monitor => monitor.Last).OfType<MonitoredWindow>();

    private static KeyValuePair<string, object?> Tag(MonitoredWindow window) => KeyValuePair.Create<string, object?>("mlops.monitor", window.Monitor);
}

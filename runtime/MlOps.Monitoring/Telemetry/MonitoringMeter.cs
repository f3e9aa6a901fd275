using System.Diagnostics.Metrics;

namespace MlOps.Monitoring.Telemetry;

/// <summary>Windows as OpenTelemetry metrics: whoever listens to the meter <c>MlOps.Monitoring</c> has them.</summary>
internal static class MonitoringMeter
{
    public const string Name = "MlOps.Monitoring";

    private static readonly Meter s_meter = new(Name);
    private static readonly Gauge<long> s_rows = s_meter.CreateGauge<long>("mlops.monitoring.rows", "{row}", "The rows of the last window.");
    private static readonly Gauge<long> s_dropped = s_meter.CreateGauge<long>("mlops.monitoring.dropped", "{row}", "Rows of its time that found no place.");
    private static readonly Gauge<long> s_faults = s_meter.CreateGauge<long>("mlops.monitoring.faults", "{row}", "Rows of its time that could not be read.");
    private static readonly Gauge<double> s_share = s_meter.CreateGauge<double>("mlops.monitoring.drift.share", "1", "The share of columns that drift.");
    private static readonly Gauge<double> s_score = s_meter.CreateGauge<double>("mlops.monitoring.column.score", "1", "The p-value of a column.");
    private static readonly Gauge<double> s_effect = s_meter.CreateGauge<double>("mlops.monitoring.column.effect", "1", "How large the difference of a column is.");

    public static void Record(MonitoredWindow window)
    {
        var monitor = KeyValuePair.Create<string, object?>("mlops.monitor", window.Monitor);
        s_rows.Record(window.Profile.Rows, monitor);
        s_dropped.Record(window.Dropped, monitor);
        s_faults.Record(window.Faults, monitor);
        if (window.Drift is not { } drift)
        {
            return;
        }

        s_share.Record(drift.Dataset.Share, monitor);
        foreach (var column in drift.Columns.Where(static column => column.Score is not null))
        {
            var name = KeyValuePair.Create<string, object?>("mlops.column", column.Name);
            s_score.Record(column.Score!.Value, monitor, name);
            s_effect.Record(column.Effect ?? 0, monitor, name);
        }
    }
}

using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MlOps.Monitoring.Hosting;

/// <summary>What all monitors found last, as the health of an app.</summary>
internal sealed class MonitorsHealthCheck : IHealthCheck
{
    private const int MostNames = 5;

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var monitors = Monitors.All;
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var monitor in monitors)
        {
            Measure(monitor, data);
        }

        string[] worries = [.. monitors.SelectMany(Worries)];
        return Task.FromResult(worries.Length == 0
            ? HealthCheckResult.Healthy(Calm(monitors), data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join(' ', worries), data: data));
    }

    private static string Calm(IReadOnlyList<IModelMonitor> monitors)
    {
        var compared = monitors.Count(static monitor => monitor.Last?.Drift is not null);
        return monitors.Count == 0 ? "Nothing is monitored yet."
            : compared == 0 ? $"{monitors.Count} monitored; no window was compared with a reference yet."
            : compared == monitors.Count ? $"{monitors.Count} monitored, nothing drifts."
            : $"{monitors.Count} monitored, {compared} compared with a reference; nothing drifts.";
    }

    private static IEnumerable<string> Worries(IModelMonitor monitor)
    {
        if (monitor.Problem is { } problem)
        {
            yield return problem is [.., '.' or '?'] ? problem : problem + ".";
        }

        if (monitor.Last?.Drift is { Dataset: { Drift: true } dataset, Columns: var columns })
        {
            yield return $"'{monitor.Name}': {dataset.Drifted} of {dataset.Columns} columns drift: {Names([.. columns.Where(static column => column.Drift).Select(static column => column.Name)])}.";
        }

        foreach (var alert in monitor.Firing)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"'{monitor.Name}': the alert '{alert.Rule.Name}' fires since {alert.Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC.");
        }

        if (monitor is { Faults: > 0, Last: null })
        {
            yield return $"'{monitor.Name}': {monitor.Faults} rows could not be read, and no other came.";
        }
    }

    private static void Measure(IModelMonitor monitor, Dictionary<string, object> data)
    {
        data[monitor.Name + ".dropped"] = monitor.Dropped;
        data[monitor.Name + ".faults"] = monitor.Faults;
        data[monitor.Name + ".alerts"] = monitor.Firing.Count;
        if (monitor.Last is not { } window)
        {
            return;
        }

        data[monitor.Name + ".window"] = window.Number;
        data[monitor.Name + ".end"] = window.End;
        data[monitor.Name + ".rows"] = window.Profile.Rows;
        if (window.Drift is { } drift)
        {
            data[monitor.Name + ".drift.columns"] = drift.Dataset.Drifted;
            data[monitor.Name + ".drift.share"] = drift.Dataset.Share;
        }
    }

    private static string Names(string[] names) =>
        names.Length <= MostNames ? string.Join(", ", names) : $"{string.Join(", ", names[..MostNames])} and {names.Length - MostNames} more";
}

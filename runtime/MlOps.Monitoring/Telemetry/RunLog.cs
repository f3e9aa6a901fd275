using System.Globalization;

namespace MlOps.Monitoring.Telemetry;

/// <summary>Logs windows to a run: each metric as <c>monitor/metric</c> with the number of the window as its step, and the latest comparison as a file.</summary>
internal sealed class RunLog(string monitor, IObservedRun run)
{
    // What MLflow allows in the name of a metric, and how long it may be.
    private const int LongestName = 250;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal);

    public IObservedRun Run => run;

    public void Add(MonitoredWindow window)
    {
        foreach (var (name, value) in window.Metrics)
        {
            run.Log(NameOf(name), value, window.Number);
        }

        if (window.Drift is { } drift)
        {
            run.LogText($"monitoring/{Clean(monitor)}.json", drift.ToJson());
        }
    }

    private string NameOf(string metric)
    {
        if (!_names.TryGetValue(metric, out var name))
        {
            name = $"{Clean(monitor)}/{Clean(metric)}";
            name = name.Length > LongestName ? name[..LongestName] : name;

            // Names that differ by what MLflow does not take must not become one metric.
            for (var (plain, next) = (name, 2); !_taken.Add(name); next++)
            {
                var ending = string.Create(CultureInfo.InvariantCulture, $" {next}");
                name = plain.Length + ending.Length > LongestName ? plain[..(LongestName - ending.Length)] + ending : plain + ending;
            }

            _names.Add(metric, name);
        }

        return name;
    }

    private static string Clean(string name) => string.Concat(name.Select(static letter => char.IsLetter(letter) || char.IsDigit(letter) || letter is '_' or '-' or '.' or ' ' ? letter : '_'));
}

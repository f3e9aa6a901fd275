using System.Collections.Concurrent;

namespace MlOps.Tests.Support;

/// <summary>A run that keeps what it is told.</summary>
internal sealed class ObservedRun : IObservedRun
{
    public string RunId { get; } = Guid.NewGuid().ToString("n");

    public ThermalPolicy Thermal { get; init; }

    public ConcurrentQueue<(string Name, double Value, long Step)> Metrics { get; } = [];

    public ConcurrentDictionary<string, string> Tags { get; } = [];

    public ConcurrentDictionary<string, string> Artifacts { get; } = [];

    public double[] Of(string name) => [.. Metrics.Where(metric => metric.Name == name).Select(static metric => metric.Value)];

    public void Log(string name, double value, long step) => Metrics.Enqueue((name, value, step));

    public void SetTag(string key, string value) => Tags[key] = value;

    public void LogText(string path, string text) => Artifacts[path] = text;
}

using MlOps.Silicon.Sampling;

namespace MlOps.Cli.Silicon;

/// <summary>The last samples of all metrics; written on the thread of samples, read on that of the drawing.</summary>
internal sealed class MetricHistory(TimeSpan interval, int length = MetricHistory.Length) : ISampleReader, IDisposable
{
    public const int Length = 60;

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Queue<double>> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (double Value, double Seconds)> _totals = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _arrived = new(0);

    public TimeSpan IntervalAt(TimeSpan age) => interval;

    public void Read(in Moment now, SiliconSampler sampler)
    {
        lock (_gate)
        {
            Keep(sampler.Fast, now);
            Keep(sampler.Slow, now);
        }

        _arrived.Release();
    }

    /// <summary>Waits for a sample.</summary>
    public Task WaitAsync(CancellationToken cancellation) => _arrived.WaitAsync(cancellation);

    /// <summary>The values of each metric, oldest first; those that grow all the time are told as what was added a second.</summary>
    public IReadOnlyDictionary<string, double[]> Snapshot()
    {
        lock (_gate)
        {
            return _values.ToDictionary(static pair => pair.Key, static pair => pair.Value.ToArray(), StringComparer.Ordinal);
        }
    }

    public void Dispose() => _arrived.Dispose();

    private void Keep(Lane lane, in Moment now)
    {
        if (!lane.IsProbed)
        {
            return;
        }

        for (var slot = 0; slot < lane.Values.Length; slot++)
        {
            var metric = lane.Table.Metrics[slot];
            var value = metric.Kind == MetricKind.Total ? Rate(metric.Name, lane.Values[slot], now) : lane.Values[slot];
            if (!double.IsNaN(value))
            {
                Add(metric.Name, value);
            }
        }
    }

    private double Rate(string name, double value, in Moment now)
    {
        var isKnown = _totals.TryGetValue(name, out var last);
        _totals[name] = (value, now.Seconds);
        return isKnown && now.Seconds > last.Seconds && value >= last.Value ? (value - last.Value) / (now.Seconds - last.Seconds) : double.NaN;
    }

    private void Add(string name, double value)
    {
        if (!_values.TryGetValue(name, out var values))
        {
            _values.Add(name, values = new Queue<double>());
        }

        values.Enqueue(value);
        if (values.Count > length)
        {
            values.Dequeue();
        }
    }
}

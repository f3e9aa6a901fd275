using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>
/// Publishes the samples as instruments named by OpenTelemetry's conventions. Whoever collects them asks; a sample that is not older than a second
/// is told again.
/// </summary>
internal sealed class SiliconMeter : IDisposable
{
    private static readonly TimeSpan s_age = TimeSpan.FromSeconds(1);

    private readonly Lazy<Meter> _meter = new(static () => new Meter(SiliconSampling.MeterName));
    private readonly SiliconSampler _sampler;
    private readonly ConcurrentDictionary<(string Name, string Unit, MetricKind Kind), (Lane Lane, Metric Metric, int Slot)[]> _published = [];

    public SiliconMeter(SiliconSampler sampler)
    {
        _sampler = sampler;
        sampler.Fast.Probed += Publish;
        sampler.Slow.Probed += Publish;
    }

    public void Dispose()
    {
        _sampler.Fast.Probed -= Publish;
        _sampler.Slow.Probed -= Publish;
        if (_meter.IsValueCreated)
        {
            _meter.Value.Dispose();
        }
    }

    /// <summary>Publishes what a lane has. An instrument is one, whichever lane its values come from: a second one of its name would hide the first.</summary>
    private void Publish(Lane lane)
    {
        var metrics = lane.Table.Metrics.Select((metric, slot) => (Lane: lane, Metric: metric, Slot: slot)).Where(static entry => entry.Metric.Instrument is not null);
        foreach (var group in metrics.GroupBy(static entry => (entry.Metric.Instrument!.Name, entry.Metric.Instrument.Unit, entry.Metric.Kind)))
        {
            if (_published.TryAdd(group.Key, [.. group]))
            {
                Create(group.Key);
            }
            else
            {
                _published.AddOrUpdate(group.Key, [.. group], (_, others) => [.. others, .. group]);
            }
        }
    }

    private void Create((string Name, string Unit, MetricKind Kind) instrument)
    {
        IEnumerable<Measurement<double>> Observe() => Measure(_published[instrument]);
        if (instrument.Kind == MetricKind.Total)
        {
            _meter.Value.CreateObservableCounter(instrument.Name, Observe, instrument.Unit);
        }
        else
        {
            _meter.Value.CreateObservableGauge(instrument.Name, Observe, instrument.Unit);
        }
    }

    private IEnumerable<Measurement<double>> Measure((Lane Lane, Metric Metric, int Slot)[] metrics)
    {
        _sampler.Refresh(s_age);
        foreach (var (lane, metric, slot) in metrics)
        {
            var value = lane.Values[slot];
            if (!double.IsNaN(value))
            {
                yield return new Measurement<double>(value * metric.Instrument!.Scale, metric.Instrument.Attributes);
            }
        }
    }
}

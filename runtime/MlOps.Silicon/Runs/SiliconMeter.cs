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

    private void Publish(Lane lane)
    {
        var published = lane.Table.Metrics.Select(static (metric, slot) => (metric, slot)).Where(static entry => entry.metric.Instrument is not null);
        foreach (var instrument in published.GroupBy(static entry => (entry.metric.Instrument!.Name, entry.metric.Instrument.Unit, entry.metric.Kind)))
        {
            var slots = instrument.ToArray();
            IEnumerable<Measurement<double>> Observe() => Measure(lane, slots);
            if (instrument.Key.Kind == MetricKind.Total)
            {
                _meter.Value.CreateObservableCounter(instrument.Key.Name, Observe, instrument.Key.Unit);
            }
            else
            {
                _meter.Value.CreateObservableGauge(instrument.Key.Name, Observe, instrument.Key.Unit);
            }
        }
    }

    private IEnumerable<Measurement<double>> Measure(Lane lane, (Metric Metric, int Slot)[] metrics)
    {
        _sampler.Refresh(s_age);
        foreach (var (metric, slot) in metrics)
        {
            var value = lane.Values[slot];
            if (!double.IsNaN(value))
            {
                yield return new Measurement<double>(value * metric.Instrument!.Scale, metric.Instrument.Attributes);
            }
        }
    }
}

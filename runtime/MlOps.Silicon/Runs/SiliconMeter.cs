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

    private readonly HashSet<Lane> _lanes = [];

    // By name; one instrument has one unit and one kind.
    private readonly ConcurrentDictionary<string, Gauge[]> _published = new(StringComparer.Ordinal);

    public SiliconMeter(SiliconSampler sampler)
    {
        _sampler = sampler;
        foreach (var lane in (Lane[])[sampler.Fast, sampler.Slow])
        {
            lane.Probed += Publish;
            if (lane.IsProbed)
            {
                Publish(lane);
            }
        }
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
        lock (_lanes)
        {
            if (_lanes.Add(lane)) // It may be probed just while it is looked at.
            {
                PublishNew(lane);
            }
        }
    }

    private void PublishNew(Lane lane)
    {
        for (var slot = 0; slot < lane.Table.Metrics.Count; slot++)
        {
            var metric = lane.Table.Metrics[slot];
            if (metric.Instrument is not { } instrument)
            {
                continue;
            }

            var gauge = new Gauge(lane, instrument, slot);
            if (_published.TryGetValue(instrument.Name, out var others))
            {
                _published[instrument.Name] = [.. others, gauge];
            }
            else
            {
                _published[instrument.Name] = [gauge];
                Create(instrument, metric.Kind);
            }
        }
    }

    private void Create(Sampling.Instrument instrument, MetricKind kind)
    {
        IEnumerable<Measurement<double>> Observe() => Measure(_published[instrument.Name]);
        if (kind == MetricKind.Total)
        {
            _meter.Value.CreateObservableCounter(instrument.Name, Observe, instrument.Unit);
        }
        else
        {
            _meter.Value.CreateObservableGauge(instrument.Name, Observe, instrument.Unit);
        }
    }

    private IEnumerable<Measurement<double>> Measure(Gauge[] gauges)
    {
        _sampler.Refresh(s_age);
        foreach (var gauge in gauges)
        {
            var value = _sampler.IsFresh(gauge.Lane) ? gauge.Lane.Values[gauge.Slot] : double.NaN;
            if (!double.IsNaN(value))
            {
                yield return new Measurement<double>(value * gauge.Instrument.Scale, gauge.Instrument.Attributes);
            }
        }
    }

    /// <summary>A metric that is told by an instrument.</summary>
    private sealed record Gauge(Lane Lane, Sampling.Instrument Instrument, int Slot);
}

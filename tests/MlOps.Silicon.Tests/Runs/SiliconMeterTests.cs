using System.Diagnostics.Metrics;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Runs;

public sealed class SiliconMeterTests : IDisposable
{
    private readonly SimulatedTime _time = new();
    private readonly MeterListener _listener = new();
    private readonly List<System.Diagnostics.Metrics.Instrument> _instruments = [];
    private readonly List<(string Name, double Value, string Tags)> _values = [];
    private SiliconMeter? _meter;

    public void Dispose()
    {
        _listener.Dispose();
        _meter?.Dispose();
    }

    [Fact]
    public void MetricsHaveTheNamesUnitsAndScalesOfOpenTelemetry()
    {
        using var sampler = Sampler(
            new Source("cpu", new MlOps.Silicon.Sampling.Instrument("system.cpu.utilization", "1", 0.01), static () => 50),
            new Source("memory", new MlOps.Silicon.Sampling.Instrument("system.memory.usage", "By", 1e6, new KeyValuePair<string, object?>("system.memory.state", "used")), static () => 3),
            new Source("unpublished", null, static () => 7));
        sampler.Refresh(TimeSpan.Zero);
        Collect();

        Assert.Equal([("system.cpu.utilization", "1", false), ("system.memory.usage", "By", false)], _instruments.Select(static instrument => (instrument.Name, instrument.Unit, instrument is ObservableCounter<double>)));
        Assert.Equal([("system.cpu.utilization", 0.5, ""), ("system.memory.usage", 3e6, "system.memory.state=used")], _values);
    }

    [Fact]
    public void AMeterThatComesLaterPublishesWhatIsThere()
    {
        using var sampler = Sampler(new Source("load", new MlOps.Silicon.Sampling.Instrument("test.load", "1"), static () => 1));
        _meter!.Dispose();
        sampler.Refresh(TimeSpan.Zero);
        Assert.Empty(_instruments);
        _meter = new SiliconMeter(sampler);
        Assert.Single(_instruments);
    }

    [Fact]
    public void ASlowSourceThatWasNotReadOfLateIsNotMeasured()
    {
        using var sampler = Sampler(new Source("gpu", new MlOps.Silicon.Sampling.Instrument("hw.power", "W"), static () => 300) { IsSlow = true });
        sampler.Slow.Sample(new Moment(0));
        Collect();
        Assert.Equal([("hw.power", 300, "")], _values);
        _time.Advance(60);
        Collect();
        Assert.Empty(_values);
    }

    [Fact]
    public void TotalsAreCounters()
    {
        using var sampler = Sampler(new Source("joules", new MlOps.Silicon.Sampling.Instrument("hw.energy", "J"), static () => 5, MetricKind.Total));
        sampler.Refresh(TimeSpan.Zero);
        Assert.IsType<ObservableCounter<double>>(Assert.Single(_instruments));
    }

    [Fact]
    public void WhatIsAbsentIsNotMeasured()
    {
        var value = double.NaN;
        using var sampler = Sampler(new Source("heat", new MlOps.Silicon.Sampling.Instrument("hw.temperature", "Cel"), () => value));
        sampler.Refresh(TimeSpan.Zero);
        Collect();
        Assert.Empty(_values);
        value = 60;
        _time.Advance(2);
        Collect();
        Assert.Equal([("hw.temperature", 60, "")], _values);
    }

    [Fact]
    public void NothingIsPublishedBeforeTheSourcesWereAsked()
    {
        using var sampler = Sampler(new Source("heat", new MlOps.Silicon.Sampling.Instrument("hw.temperature", "Cel"), static () => 1));
        Collect();
        Assert.Empty(_instruments);
        sampler.Slow.Probe();
        Collect();
        Assert.Empty(_values);
    }

    [Fact]
    public void AnInstrumentIsOneWhicheverLaneItsValuesComeFrom()
    {
        using var sampler = Sampler(
            new Source("package", new MlOps.Silicon.Sampling.Instrument("hw.power", "W", 1, new KeyValuePair<string, object?>("hw.id", "cpu")), static () => 65),
            new Source("gpu", new MlOps.Silicon.Sampling.Instrument("hw.power", "W", 1, new KeyValuePair<string, object?>("hw.id", "gpu_0")), static () => 300) { IsSlow = true });
        sampler.Refresh(TimeSpan.Zero);
        sampler.Slow.Sample(new Moment(0));
        Collect();
        Assert.Single(_instruments);
        Assert.Equal([("hw.power", 65, "hw.id=cpu"), ("hw.power", 300, "hw.id=gpu_0")], _values);
    }

    [Fact]
    public void WhoeverCollectsAsksForASampleThatIsNotOlderThanASecond()
    {
        var source = new Source("load", new MlOps.Silicon.Sampling.Instrument("test.load", "1"), static () => 1);
        using var sampler = Sampler(source);
        sampler.Refresh(TimeSpan.Zero);
        Collect();
        _time.Advance(0.5);
        Collect();
        Assert.Equal(1, source.Readings);
        _time.Advance(0.6);
        Collect();
        Assert.Equal(2, source.Readings);
    }

    [Fact]
    public void AServiceThatIsCollectedEveryMinuteIsToldOfTheMinute()
    {
        var gaps = new List<bool>();
        var source = new Source("load", new MlOps.Silicon.Sampling.Instrument("test.load", "1"), static () => 1) { Sampled = now => gaps.Add(now.IsAfterGap) };
        using var sampler = Sampler(source);
        sampler.Refresh(TimeSpan.Zero);
        for (var minute = 0; minute < 3; minute++)
        {
            _time.Advance(60);
            Collect();
        }

        _time.Advance(3600);
        Collect();
        Assert.Equal([true, false, false, false, true], gaps);
    }

    [Fact]
    public void TheMeterGoesWithItsOwner()
    {
        using var sampler = Sampler(new Source("load", new MlOps.Silicon.Sampling.Instrument("test.load", "1"), static () => 1));
        sampler.Refresh(TimeSpan.Zero);
        _meter!.Dispose();
        Collect();
        Assert.Empty(_values);
    }

    private SiliconSampler Sampler(params ISampler[] sources)
    {
        var sampler = new SiliconSampler(sources, _time);
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            // Other tests have meters of this name, too.
            if (instrument.Meter.Name == SiliconSampling.MeterName && sampler.Fast.Table.Metrics.Concat(sampler.Slow.Table.Metrics).Any(metric => metric.Instrument?.Name == instrument.Name) && _thread == Environment.CurrentManagedThreadId)
            {
                _instruments.Add(instrument);
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => _values.Add((instrument.Name, value, string.Join(',', tags.ToArray().Select(static tag => $"{tag.Key}={tag.Value}")))));
        _listener.Start();
        _instruments.Clear();
        _meter = new SiliconMeter(sampler);
        return sampler;
    }

    private readonly int _thread = Environment.CurrentManagedThreadId;

    private void Collect()
    {
        _values.Clear();
        _listener.RecordObservableInstruments();
    }

    private sealed class Source(string name, MlOps.Silicon.Sampling.Instrument? instrument, Func<double> value, MetricKind kind = MetricKind.Gauge) : ISampler
    {
        private int _slot;

        public string Name => name;

        public bool IsSlow { get; init; }

        public Action<Moment>? Sampled { get; init; }

        public int Readings { get; private set; }

        public string? Probe(MetricTable table)
        {
            _slot = table.Add(name, kind, instrument);
            return null;
        }

        public void Sample(in Moment now, Span<double> values)
        {
            Readings++;
            Sampled?.Invoke(now);
            values[_slot] = value();
        }

        public void Dispose()
        {
        }
    }
}

using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Support;

/// <summary>A source that says what a test tells it to.</summary>
internal sealed class SimulatedSource(string metric, MetricKind kind = MetricKind.Gauge) : ISampler
{
    private int _slot;

    public string Name => "simulated " + metric;

    public TimeSpan Cadence { get; init; }

    public bool IsSlow { get; init; }

    public ThermalLevel? Level { get; set; }

    public string? Absence { get; set; }

    public Func<double> Value { get; set; } = static () => 1;

    public int Readings { get; private set; }

    public List<Moment> Moments { get; } = [];

    public bool IsDisposed { get; private set; }

    public string? Probe(MetricTable table)
    {
        if (Absence is null)
        {
            _slot = table.Add(metric, kind, new Instrument("test." + metric, "1"));
        }

        return Absence;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Readings++;
        Moments.Add(now);
        values[_slot] = Value();
    }

    public void Dispose() => IsDisposed = true;
}

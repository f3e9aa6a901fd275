using MlOps.Silicon.Sampling;

namespace MlOps.Tests;

/// <summary>One sampler with a table of its own, and its values by name.</summary>
internal sealed class SamplerHarness : IDisposable
{
    private readonly ISampler _sampler;
    private readonly double[] _values;

    public SamplerHarness(ISampler sampler)
    {
        _sampler = sampler;
        Absence = sampler.Probe(Table);
        _values = new double[Table.Metrics.Count];
    }

    public MetricTable Table { get; } = new();

    public string? Absence { get; }

    public IEnumerable<string> Names => Table.Metrics.Select(metric => metric.Name);

    /// <summary>The value of the last sample.</summary>
    public double this[string name] => Table.TryFind(name, out var slot) ? _values[slot] : throw new KeyNotFoundException(name);

    public SamplerHarness Sample(double seconds = 0, bool isAfterGap = false)
    {
        Array.Fill(_values, -12345); // What a sampler forgets to write shows.
        _sampler.Sample(new Moment(seconds, isAfterGap), _values);
        Assert.DoesNotContain(-12345, _values);
        return this;
    }

    /// <summary>How many bytes a sample allocates once all is warm.</summary>
    public long Allocated()
    {
        Sample(1000).Sample(1001);
        var before = GC.GetAllocatedBytesForCurrentThread();
        _sampler.Sample(new Moment(1002), _values);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    public void Dispose() => _sampler.Dispose();
}

using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>How busy the processors are all together, from the time that they were idle: a tenth of what reading all their times costs.</summary>
/// <param name="path"><c>/proc/uptime</c>: seconds since the system started, and seconds that processors were idle.</param>
/// <param name="processors">How many processors there are.</param>
internal sealed class IdleSampler(string path, Func<int> processors) : ISampler
{
    private SystemFile? _file;
    private RateCounter _idle;
    private int _busy;
    private int _processors;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        _busy = _file is null ? -1 : table.Add("cpu_utilization_percentage", instrument: new("system.cpu.utilization", "1", 0.01));
        _processors = processors() is > 0 and var count ? count : Environment.ProcessorCount;
        return absence;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[64];
        var text = _file!.Read(buffer);
        Digits.Skip(ref text, 2); // Seconds of up time and their hundredths.
        values.Set(_busy, double.NaN);
        if (Digits.TryTake(ref text, out var seconds) && Digits.TryTake(ref text, out var hundredths))
        {
            var idle = _idle.PerSecond((seconds * 100) + hundredths, now) / 100 / _processors;
            values.Set(_busy, Math.Clamp((1 - idle) * 100, 0, 100));
        }
    }

    public void Dispose() => _file?.Dispose();
}

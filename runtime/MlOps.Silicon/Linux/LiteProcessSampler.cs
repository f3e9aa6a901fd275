using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What this process takes of processors and memory, without how many threads it has: a third of what all of it costs.</summary>
/// <param name="path"><c>/proc/self/statm</c>: sizes in pages.</param>
internal sealed class LiteProcessSampler(string path) : ISampler
{
    private readonly double _pageInMegabytes = Environment.SystemPageSize / 1e6;
    private SystemFile? _file;
    private RateCounter _ticks;
    private int _cpu;
    private int _memory;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is not null)
        {
            _cpu = table.Add("process_cpu_percentage", instrument: new("process.cpu.utilization", "1", 0.01 / Environment.ProcessorCount));
            _memory = table.Add("process_memory_rss_megabytes", instrument: new("process.memory.usage", "By", 1e6));
        }

        return absence;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[128];
        var text = _file!.Read(buffer);
        Digits.Skip(ref text, 1);
        values.Set(_memory, Digits.TryTake(ref text, out var pages) ? pages * _pageInMegabytes : double.NaN);
        values.Set(_cpu, _ticks.PerSecond((ulong)Environment.CpuUsage.TotalTime.Ticks, now) / TimeSpan.TicksPerSecond * 100);
    }

    public void Dispose() => _file?.Dispose();
}

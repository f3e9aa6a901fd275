using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What this process takes of processors and memory, and how many threads it has.</summary>
/// <param name="path"><c>/proc/self/stat</c>.</param>
/// <param name="ticksPerSecond">In what processor time is counted.</param>
internal sealed class ProcessSampler(string path, long ticksPerSecond = 100) : ISampler
{
    private readonly double _pageInMegabytes = Environment.SystemPageSize / 1e6;
    private SystemFile? _file;
    private RateCounter _ticks;
    private int _cpu;
    private int _memory;
    private int _threads;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _cpu = table.Add("process_cpu_percentage", instrument: new("process.cpu.utilization", "1", 0.01 / Environment.ProcessorCount));
        _memory = table.Add("process_memory_rss_megabytes", instrument: new("process.memory.usage", "By", 1e6));
        _threads = table.Add("process_threads", instrument: new("process.thread.count", "{thread}"));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[1024];
        var text = _file!.Read(buffer);

        // The name of the program, which may hold anything, is in brackets: what counts is behind the last one. The state follows,
        // and from there on numbers only; some may be negative, which no field that we read is.
        text = text[(text.LastIndexOf((byte)')') + 1)..];
        Digits.Skip(ref text, 10); // ppid pgrp session tty tpgid flags minflt cminflt majflt cmajflt
        if (!Digits.TryTake(ref text, out var user) || !Digits.TryTake(ref text, out var system))
        {
            throw new InvalidDataException($"{path} has not the fields that it should have.");
        }

        Digits.Skip(ref text, 4); // cutime cstime priority nice
        values.Set(_threads, Digits.TryTake(ref text, out var threads) ? threads : double.NaN);
        Digits.Skip(ref text, 3); // itrealvalue starttime vsize
        values.Set(_cpu, _ticks.PerSecond(user + system, now) / ticksPerSecond * 100);
        values.Set(_memory, Digits.TryTake(ref text, out var pages) ? pages * _pageInMegabytes : double.NaN);
    }

    public void Dispose() => _file?.Dispose();
}

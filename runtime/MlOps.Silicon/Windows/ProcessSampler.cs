using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>What this process uses.</summary>
internal sealed class ProcessSampler(IWindows windows) : ISampler
{
    private const double Mega = 1e6;
    private RateCounter _cpu;
    private Counter _read, _written;
    private double _readBytes, _writtenBytes;
    private double _total;
    private int _cpuSlot, _resident, _private, _percentage, _readSlot, _writtenSlot;

    public string Name => "GetProcessTimes";

    public string? Probe(MetricTable table)
    {
        if (!windows.OwnTime(out _))
        {
            return "Windows does not tell the time of this process";
        }

        _total = windows.Memory(out var memory) ? memory.TotalPhysical : double.NaN;
        _cpuSlot = table.Add("process_cpu_percentage", instrument: new("process.cpu.utilization", "1", 0.01 / Environment.ProcessorCount));
        _resident = table.Add("process_memory_rss_megabytes", instrument: new("process.memory.usage", "By", Mega));
        _private = table.Add("process_memory_vms_megabytes", instrument: new("process.memory.virtual", "By", Mega)); // As psutil has it: what is committed.
        _percentage = table.Add("process_memory_percentage", instrument: new("process.memory.utilization", "1", 0.01));
        _readSlot = table.Add("process_io_read_megabytes", MetricKind.Total, Direction("read"));
        _writtenSlot = table.Add("process_io_write_megabytes", MetricKind.Total, Direction("write"));
        return null;

        static Instrument Direction(string way) => new("process.disk.io", "By", Mega, new KeyValuePair<string, object?>("disk.io.direction", way));
    }

    public void Sample(in Moment now, Span<double> values)
    {
        const double TicksInSecond = 1e7;
        values.Set(_cpuSlot, windows.OwnTime(out var time) ? 100 * _cpu.PerSecond(time, now) / TicksInSecond : double.NaN);

        var isKnown = windows.OwnMemory(out var memory);
        var resident = isKnown ? memory.WorkingSet : double.NaN;
        values.Set(_resident, resident / Mega);
        values.Set(_private, isKnown ? memory.PrivateUsage / Mega : double.NaN);
        values.Set(_percentage, 100 * resident / _total);

        isKnown = windows.OwnIo(out var io);
        _readBytes += isKnown && _read.TryAdvance(io.ReadBytes, out var read) ? read : 0;
        _writtenBytes += isKnown && _written.TryAdvance(io.WriteBytes, out var written) ? written : 0;
        values.Set(_readSlot, isKnown ? _readBytes / Mega : double.NaN);
        values.Set(_writtenSlot, isKnown ? _writtenBytes / Mega : double.NaN);
    }

    public void Dispose()
    {
    }
}

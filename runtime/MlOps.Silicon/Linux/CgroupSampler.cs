using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What the container, or whatever group this process is in, takes of what it may; told where there is a limit.</summary>
/// <param name="find">Finds the groups; <see langword="null"/> where the system has none.</param>
internal sealed class CgroupSampler(Func<Cgroup?> find) : ISampler
{
    // Of what the group may have: above, the kernel is about to end processes; held back for so much of the time, it runs slower.
    private const double CriticalMemory = 0.95;
    private const double ThrottlingTime = 10;

    private Cgroup? _cgroup;
    private SystemFile? _memory;
    private SystemFile? _memoryStat;
    private SystemFile? _cpu;
    private SystemFile? _throttling;
    private RateCounter _used;
    private RateCounter _held;
    private int _memorySlot;
    private int _memoryShare = -1;
    private int _cpuShare = -1;
    private int _heldSlot = -1;

    public string Name => _cgroup?.Name ?? "cgroup";

    public ThermalLevel? Level { get; private set; }

    public string? Probe(MetricTable table)
    {
        _cgroup = find();
        if (_cgroup is not { Cpu: not null } and not { Memory: not null })
        {
            return _cgroup is null ? "this system has no control groups" : "no limit is set";
        }

        if (_cgroup.Memory is { } memory)
        {
            _memory = SystemFile.TryOpen(Path.Combine(memory.Folder, memory.Version == 2 ? "memory.current" : "memory.usage_in_bytes"));
            _memoryStat = SystemFile.TryOpen(Path.Combine(memory.Folder, "memory.stat"));
        }

        if (_cgroup.Cpu is { } cpu)
        {
            _throttling = SystemFile.TryOpen(Path.Combine(cpu.Folder, "cpu.stat"));
            _cpu = cpu.Version == 2 ? _throttling : SystemFile.TryOpen(Path.Combine(_cgroup.CpuUsageFolder ?? cpu.Folder, "cpuacct.usage"));
        }

        if (_memory is not null)
        {
            _memorySlot = table.Add("container_memory_usage_megabytes", instrument: new("container.memory.usage", "By", 1e6));
            _memoryShare = table.Add("container_memory_percentage");
        }

        if (_cpu is not null)
        {
            _cpuShare = table.Add("container_cpu_percentage");
        }

        if (_throttling is not null)
        {
            _heldSlot = table.Add("container_cpu_throttled_percentage");
        }

        return _memory is null && _cpu is null && _throttling is null ? "the files of the limits cannot be read" : null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Level = null;
        if (_memory is not null && _cgroup!.Memory is { } memory)
        {
            var bytes = _memory.ReadNumber();
            values.Set(_memorySlot, bytes / 1e6 ?? double.NaN);
            values.Set(_memoryShare, bytes / memory.Value * 100 ?? double.NaN);
            Raise((bytes - Reclaimable(memory)) / memory.Value, CriticalMemory, ThermalLevel.Critical);
        }

        if (_cgroup!.Cpu is { } cpu)
        {
            Sample(cpu, now, values);
        }
    }

    public void Dispose()
    {
        _memory?.Dispose();
        _memoryStat?.Dispose();
        _cpu?.Dispose();
        _throttling?.Dispose();
    }

    private void Sample(CgroupLimit cpu, in Moment now, Span<double> values)
    {
        // Version 2 counts microseconds under names in one file; version 1 nanoseconds, a file a number.
        var isSecond = cpu.Version == 2;
        Span<byte> buffer = stackalloc byte[1024];
        var text = _throttling is null ? default : _throttling.Read(buffer);
        if (_cpu is not null)
        {
            var used = isSecond ? Find(text, "usage_usec"u8) : (ulong?)_cpu.ReadNumber();
            var perSecond = used is { } counted ? _used.PerSecond(counted, now) / (isSecond ? 1e6 : 1e9) : double.NaN;
            values.Set(_cpuShare, perSecond / cpu.Value * 100);
        }

        if (_throttling is not null)
        {
            var held = isSecond ? Find(text, "throttled_usec"u8) : Find(text, "throttled_time"u8);
            var share = held is { } counted ? _held.PerSecond(counted, now) / (isSecond ? 1e6 : 1e9) * 100 : double.NaN;
            values.Set(_heldSlot, share);
            Raise(share, ThrottlingTime, ThermalLevel.Throttling);
        }
    }

    /// <summary>Bytes of files that were read once and can be dropped at once: a data set that was read through fills the group without harm.</summary>
    private long Reclaimable(CgroupLimit memory)
    {
        Span<byte> buffer = stackalloc byte[4096];
        var text = _memoryStat is null ? default : _memoryStat.Read(buffer);
        return (long)((memory.Version == 2 ? Find(text, "inactive_file "u8) : Find(text, "total_inactive_file "u8)) ?? 0);
    }

    private static ulong? Find(ReadOnlySpan<byte> text, ReadOnlySpan<byte> key) => Digits.TryFind(text, key, out var number) ? number : null;

    private void Raise(double? value, double limit, ThermalLevel level)
    {
        if (value is { } known && !double.IsNaN(known))
        {
            Level = Levels.Highest(Level, known > limit ? level : ThermalLevel.Nominal);
        }
    }
}

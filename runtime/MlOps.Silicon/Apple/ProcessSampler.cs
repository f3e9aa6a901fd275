using System.Runtime.InteropServices;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>What this process takes of the machine, its energy among it.</summary>
internal sealed class ProcessSampler(IKernel kernel, ISysctl sysctl) : ISampler
{
    private const double Mega = 1e6;
    private const int Energy = 6; // RUSAGE_INFO_V6
    private const int Basic = 4; // RUSAGE_INFO_V4, of systems before macOS 13

    private RateCounter _cpu;
    private RateCounter _performance;
    private RateCounter _watts;
    private Counter _joules;
    private double _energy;
    private double _tick;
    private int _flavor;
    private int _cpuSlot;
    private int _performanceSlot = -1;
    private int _footprint;
    private int _resident;
    private int _virtual;
    private int _threads;
    private int _energySlot = -1;
    private int _wattsSlot = -1;

    public string Name => "proc_pid_rusage";

    public string? Probe(MetricTable table)
    {
        _flavor = TryRead(Energy, out var usage) ? Energy : Basic;
        if ((_flavor == Basic && !TryRead(Basic, out usage)) || !TryReadTask(out _))
        {
            return "the kernel does not tell about this process";
        }

        // Its ticks, which under Rosetta are not those that mach_timebase_info tells of.
        _tick = 1.0 / (sysctl.Number("hw.tbfrequency") ?? 1_000_000_000);
        _cpuSlot = table.Add("process_cpu_percentage", instrument: new("process.cpu.utilization", "1", 0.01 / Environment.ProcessorCount));
        _resident = table.Add("process_memory_rss_megabytes", instrument: new("process.memory.usage", "By", Mega));
        _virtual = table.Add("process_memory_vms_megabytes", instrument: new("process.memory.virtual", "By", Mega));
        _footprint = table.Add("process_memory_footprint_megabytes");
        _threads = table.Add("process_threads", instrument: new("process.thread.count", "{thread}"));
        if (usage.PerformanceUserTime + usage.PerformanceSystemTime > 0)
        {
            _performanceSlot = table.Add("process_performance_core_percentage");
        }

        // Kernels that do not measure it tell zero; a process that comes here has used some.
        if (usage.EnergyNanojoules > 0)
        {
            _energySlot = table.Add("process_energy_joules", MetricKind.Total);
            _wattsSlot = table.Add("process_power_watts");
        }

        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var isThere = TryRead(_flavor, out var usage);
        values.Set(_cpuSlot, isThere ? _cpu.PerSecond(usage.UserTime + usage.SystemTime, now) * _tick * 100 : double.NaN);
        values.Set(_footprint, isThere ? usage.Footprint / Mega : double.NaN);
        if (_performanceSlot >= 0)
        {
            values.Set(_performanceSlot, isThere ? _performance.PerSecond(usage.PerformanceUserTime + usage.PerformanceSystemTime, now) * _tick * 100 : double.NaN);
        }

        if (isThere)
        {
            _energy += _joules.TryAdvance(usage.EnergyNanojoules, out var added) ? added / 1e9 : 0;
        }

        values.Set(_energySlot, _energy);
        values.Set(_wattsSlot, isThere ? _watts.PerSecond(usage.EnergyNanojoules, now) / 1e9 : double.NaN);

        var isTaskThere = TryReadTask(out var task);
        values.Set(_resident, isTaskThere ? task.Resident / Mega : double.NaN);
        values.Set(_virtual, isTaskThere ? task.Virtual / Mega : double.NaN);
        values.Set(_threads, isTaskThere ? task.Threads : double.NaN);
    }

    public void Dispose()
    {
    }

    private bool TryRead(int flavor, out ResourceUsage usage)
    {
        usage = default;
        return kernel.ReadUsage(flavor, MemoryMarshal.AsBytes(new Span<ResourceUsage>(ref usage)));
    }

    private bool TryReadTask(out TaskUsage task)
    {
        task = default;
        return kernel.ReadTask(MemoryMarshal.AsBytes(new Span<TaskUsage>(ref task)));
    }
}

/// <summary><c>rusage_info_v6</c>; of the older version 4 only what comes before the times on performance cores is filled. Times are ticks.</summary>
[StructLayout(LayoutKind.Explicit, Size = 464)]
internal struct ResourceUsage
{
    [FieldOffset(16)]
    public ulong UserTime;
    [FieldOffset(24)]
    public ulong SystemTime;
    [FieldOffset(72)]
    public ulong Footprint;
    [FieldOffset(304)]
    public ulong PerformanceUserTime;
    [FieldOffset(312)]
    public ulong PerformanceSystemTime;
    [FieldOffset(336)]
    public ulong EnergyNanojoules;
}

/// <summary><c>proc_taskinfo</c>; bytes.</summary>
[StructLayout(LayoutKind.Explicit, Size = 96)]
internal struct TaskUsage
{
    [FieldOffset(0)]
    public ulong Virtual;
    [FieldOffset(8)]
    public ulong Resident;
    [FieldOffset(84)]
    public int Threads;
}

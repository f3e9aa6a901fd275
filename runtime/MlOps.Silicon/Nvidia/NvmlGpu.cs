using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Nvidia;

/// <summary>One GPU, or a part of one that is split (MIG). What it does not have is asked for once; a GPU that was lost is not asked again.</summary>
internal sealed class NvmlGpu(INvml nvml, nint device, uint pid)
{
    private readonly NvmlOwnProcess _own = new(nvml, device, pid);
    private readonly List<Measure> _measures = [];
    private NvmlUtilization _utilization;
    private NvmlStatus _utilizationStatus;
    private NvmlMemory _memory;
    private NvmlStatus _memoryStatus;
    private double _watts = double.NaN;
    private Counter _energy;
    private double _joules;
    private ClockReasonsLevel _reasons;

    private delegate NvmlStatus Reader(out double value);

    /// <summary>As of the last reading; <see langword="null"/> if this GPU does not tell.</summary>
    public ThermalLevel? Level { get; private set; }

    /// <summary>Adds the metrics that it has.</summary>
    /// <param name="metrics">Where they go.</param>
    /// <param name="isPart">Whether it is a part: heat, power and clocks are those of the whole then, and load is not told.</param>
    public void Probe(GpuMetrics metrics, bool isPart)
    {
        if (!isPart)
        {
            Add(metrics.Utilization, Utilization);
            Add(metrics.MemoryBusy, MemoryBusy);
        }

        Add(metrics.MemoryUsage, MemoryUsage);
        Add(metrics.MemoryPercentage, MemoryPercentage);
        Add(metrics.ProcessMemory, ProcessMemory);
        if (!isPart)
        {
            Add(metrics.ProcessUtilization, _own.Share);
            Add(metrics.Power, Power);
            Add(metrics.PowerPercentage, PowerPercentage);
            Add(metrics.Energy, Energy);
            Add(metrics.Temperature, (out value) => Number(NvmlNumber.Temperature, out value));
            Add(metrics.Clock, (out value) => Number(NvmlNumber.Clock, out value));
            Add(metrics.MemoryClock, (out value) => Number(NvmlNumber.MemoryClock, out value));
            Add(metrics.Fan, (out value) => Number(NvmlNumber.Fan, out value));
            Add(() => metrics.Add("throttle_reasons"), ThrottleReasons);
            _reasons = default; // Two readings in a row must be apart in time to mean something.
        }
    }

    /// <summary>Reads what it has; leaves what has no value now as it is.</summary>
    public void Sample(Span<double> values)
    {
        Level = null;
        for (var index = 0; index < _measures.Count; index++)
        {
            var measure = _measures[index];
            var status = measure.Read(out var value);
            if (status == NvmlStatus.GpuIsLost)
            {
                _measures.Clear();
                Level = null;
            }
            else if (status.IsFinal())
            {
                _measures.RemoveAt(index--);
            }
            else if (status == NvmlStatus.Success)
            {
                values.Set(measure.Slot, value);
            }
        }
    }

    private void Add(Func<int> add, Reader read)
    {
        if (read(out _) is var status && !status.IsFinal() && status != NvmlStatus.GpuIsLost)
        {
            _measures.Add(new Measure(add(), read));
        }
    }

    private NvmlStatus Utilization(out double percent)
    {
        _utilizationStatus = nvml.Utilization(device, out _utilization);
        percent = _utilization.Gpu;
        return _utilizationStatus;
    }

    private NvmlStatus MemoryBusy(out double percent)
    {
        percent = _utilization.Memory; // Of the answer just before.
        return _utilizationStatus;
    }

    private NvmlStatus MemoryUsage(out double megabytes)
    {
        _memoryStatus = nvml.Memory(device, out _memory);
        megabytes = _memory.Used / 1e6;
        return _memoryStatus;
    }

    private NvmlStatus MemoryPercentage(out double percent)
    {
        percent = _memory.Total > 0 ? 100.0 * _memory.Used / _memory.Total : double.NaN;
        return _memoryStatus;
    }

    private NvmlStatus ProcessMemory(out double megabytes)
    {
        var status = _own.Memory(out var bytes);
        megabytes = bytes / 1e6;
        return status;
    }

    private NvmlStatus Power(out double watts)
    {
        var status = Number(NvmlNumber.Power, out var milliwatts);
        watts = _watts = status == NvmlStatus.Success ? milliwatts / 1000 : double.NaN;
        return status;
    }

    private NvmlStatus PowerPercentage(out double percent)
    {
        var status = Number(NvmlNumber.PowerLimit, out var milliwatts);
        percent = milliwatts > 0 ? 100_000 * _watts / milliwatts : double.NaN;
        return status;
    }

    private NvmlStatus Energy(out double joules)
    {
        var status = nvml.Number(NvmlNumber.Energy, device, out var millijoules);
        if (status == NvmlStatus.Success && _energy.TryAdvance(millijoules, out var added))
        {
            _joules += added / 1000.0;
        }

        joules = _joules;
        return status;
    }

    private NvmlStatus ThrottleReasons(out double bits)
    {
        var status = nvml.Number(NvmlNumber.ClockReasons, device, out var reasons);
        Level = status == NvmlStatus.Success ? _reasons.Next((ClockReasons)reasons) : null;
        bits = reasons;
        return status;
    }

    private NvmlStatus Number(NvmlNumber number, out double value)
    {
        var status = nvml.Number(number, device, out var whole);
        value = whole;
        return status;
    }

    private readonly record struct Measure(int Slot, Reader Read);
}

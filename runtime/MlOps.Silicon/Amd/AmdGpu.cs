using System.Globalization;
using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Amd;

/// <summary>A card with the driver <c>amdgpu</c>.</summary>
internal sealed class AmdGpu(DrmCard card, string root) : IDrmGpu
{
    private readonly FileSet _files = new();
    private readonly DrmClients _clients = new(root, card.Slot);
    private readonly string _computeProcess = Path.Combine(root, "sys/class/kfd/kfd/proc", Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    private readonly List<FileGauge> _gauges = [];
    private readonly List<AmdSensor> _temperatures = [];
    private readonly List<AmdClock> _clocks = [];
    private FileGauge? _memory, _power;
    private double _memoryTotal, _powerLimit;
    private EnergyOfPower _energy;
    private int _memoryPercentage = -1, _powerPercentage = -1, _energySlot = -1, _processShare = -1, _processMemory = -1;

    public ThermalLevel? Level { get; private set; }

    public void Probe(GpuMetrics metrics)
    {
        Add(_gauges, _files.TryOpen(card.Device, ["gpu_busy_percent"], 1, metrics.Utilization));
        Add(_gauges, _files.TryOpen(card.Device, ["mem_busy_percent"], 1, metrics.MemoryBusy));
        Add(_gauges, _memory = _files.TryOpen(card.Device, ["mem_info_vram_used"], 1e-6, metrics.MemoryUsage));
        Add(_gauges, _files.TryOpen(card.Device, ["mem_info_gtt_used"], 1e-6, metrics.SharedMemory));
        Add(_gauges, _files.TryOpen(card.Sensors, ["pwm1"], 100 / 255.0, metrics.Fan));
        Add(_gauges, _power = _files.TryOpen(card.Sensors, ["power1_average", "power1_input"], 1e-6, metrics.Power));
        _memoryTotal = card.Number("mem_info_vram_total") / 1e6 ?? 0;
        _memoryPercentage = _memory is not null && _memoryTotal > 0 ? metrics.MemoryPercentage() : -1;
        _powerLimit = card.Sensor("power1_cap") / 1e6 ?? 0;
        _powerPercentage = _power is not null && _powerLimit > 0 ? metrics.PowerPercentage() : -1;
        _energySlot = _power is not null ? metrics.Energy() : -1;

        // Cards for computing have no sensor at the edge; then the hottest place is the temperature there is.
        var edge = AmdSensor.TryOpen(_files, card, "edge", metrics.Temperature);
        Add(_temperatures, edge);
        Add(_temperatures, AmdSensor.TryOpen(_files, card, "junction", edge is null ? metrics.Temperature : metrics.HotspotTemperature));
        Add(_temperatures, AmdSensor.TryOpen(_files, card, "mem", metrics.MemoryTemperature));
        _clocks.Add(new AmdClock(_files, card, "freq1_input", "pp_dpm_sclk", metrics.Clock));
        _clocks.Add(new AmdClock(_files, card, "freq2_input", "pp_dpm_mclk", metrics.MemoryClock));
        _processShare = card.Slot is null ? -1 : metrics.ProcessUtilization();
        _processMemory = card.Slot is null ? -1 : metrics.ProcessMemory();
    }

    public void Sample(in Moment now, Span<double> values)
    {
        foreach (var gauge in _gauges)
        {
            gauge.Sample(values);
        }

        foreach (var clock in _clocks)
        {
            clock.Sample(values);
        }

        Level = null;
        foreach (var temperature in _temperatures)
        {
            Level = Levels.Highest(Level, temperature.Sample(values));
        }

        values.Set(_memoryPercentage, 100 * _memory?.Value / _memoryTotal ?? double.NaN);
        values.Set(_powerPercentage, 100 * _power?.Value / _powerLimit ?? double.NaN);
        values.Set(_energySlot, _energy.Add(_power?.Value ?? double.NaN, now));
        _clients.Read(now, out var share, out var megabytes);
        values.Set(_processShare, Directory.Exists(_computeProcess) ? double.NaN : share); // Work of ROCm goes past what is counted here.
        values.Set(_processMemory, megabytes);
    }

    public void Pause() => _energy.Pause();

    public void Dispose()
    {
        _files.Dispose();
        _clients.Dispose();
    }

    private static void Add<T>(List<T> list, T? item)
        where T : class
    {
        if (item is not null)
        {
            list.Add(item);
        }
    }
}

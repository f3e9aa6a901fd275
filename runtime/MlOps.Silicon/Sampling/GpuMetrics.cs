using System.Globalization;

namespace MlOps.Silicon.Sampling;

/// <summary>Adds the metrics of one GPU, or of a part of one, under the same names whoever made it.</summary>
/// <param name="table">Where they go.</param>
/// <param name="prefix">What their names begin with, such as <c>gpu_0</c>; also the id of the hardware in meters.</param>
internal sealed class GpuMetrics(MetricTable table, string prefix)
{
    public GpuMetrics(MetricTable table)
        : this(table, string.Create(CultureInfo.InvariantCulture, $"gpu_{table.NextGpu()}"))
    {
    }

    public string Prefix => prefix;

    public int Utilization() => Add("utilization_percentage", "hw.gpu.utilization", "1", 0.01);

    /// <summary>Millions of bytes, as MLflow counts.</summary>
    public int MemoryUsage() => Add("memory_usage_megabytes", "hw.gpu.memory.usage", "By", 1e6);

    public int MemoryPercentage() => Add("memory_usage_percentage", "hw.gpu.memory.utilization", "1", 0.01);

    public int Power() => Add("power_usage_watts", "hw.power", "W", 1, Typed);

    public int PowerPercentage() => Add("power_usage_percentage");

    public int Energy() => table.Add($"{prefix}_energy_joules", MetricKind.Total, new Instrument("hw.energy", "J", 1, Id, Typed));

    public int Temperature() => Add("temperature_celsius", "hw.temperature", "Cel", 1, Typed);

    public int Fan() => Add("fan_speed_percentage", "hw.fan.speed_ratio", "1", 0.01);

    public int Clock() => Add("clock_megahertz");

    public int MemoryClock() => Add("memory_clock_megahertz");

    public int ProcessUtilization() => Add("process_utilization_percentage");

    public int ProcessMemory() => Add("process_memory_megabytes");

    /// <summary>The time in which memory was read or written.</summary>
    public int MemoryBusy() => Add("memory_busy_percentage");

    /// <summary>Main memory that the GPU uses.</summary>
    public int SharedMemory() => Add("shared_memory_usage_megabytes");

    public int HotspotTemperature() => Add("hotspot_temperature_celsius");

    public int MemoryTemperature() => Add("memory_temperature_celsius");

    /// <summary>A metric that the semantic conventions have no name for.</summary>
    public int Add(string name) => table.Add($"{prefix}_{name}");

    private KeyValuePair<string, object?> Id => new("hw.id", prefix);

    private static KeyValuePair<string, object?> Typed => new("hw.type", "gpu");

    private int Add(string name, string instrument, string unit, double scale, params ReadOnlySpan<KeyValuePair<string, object?>> attributes) =>
        table.Add($"{prefix}_{name}", MetricKind.Gauge, new Instrument(instrument, unit, scale, [Id, .. attributes]));
}

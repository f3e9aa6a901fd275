using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>The main memory.</summary>
internal sealed class MemorySampler(IWindows windows) : ISampler
{
    private const double Mega = 1e6;
    private int _used, _percentage, _available, _committed;

    public string Name => "GlobalMemoryStatusEx";

    public string? Probe(MetricTable table)
    {
        if (!windows.Memory(out _))
        {
            return "Windows does not tell its memory";
        }

        var state = new KeyValuePair<string, object?>("system.memory.state", "used");
        _used = table.Add("system_memory_usage_megabytes", instrument: new("system.memory.usage", "By", Mega, state));
        _percentage = table.Add("system_memory_usage_percentage", instrument: new("system.memory.utilization", "1", 0.01, state));
        _available = table.Add("system_memory_available_megabytes");
        _committed = table.Add("system_memory_committed_megabytes"); // What programs were promised, in memory and in the page file.
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var isKnown = windows.Memory(out var status) && status.TotalPhysical > 0;
        var used = isKnown ? status.TotalPhysical - status.AvailablePhysical : double.NaN;
        values.Set(_used, used / Mega);
        values.Set(_percentage, 100 * used / status.TotalPhysical);
        values.Set(_available, isKnown ? status.AvailablePhysical / Mega : double.NaN);
        values.Set(_committed, isKnown ? (status.CommitLimit - status.CommitAvailable) / Mega : double.NaN);
    }

    public void Dispose()
    {
    }
}

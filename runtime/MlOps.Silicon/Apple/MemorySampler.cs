using System.Runtime.InteropServices;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>The memory of the machine, its swap space and how scarce it is.</summary>
internal sealed class MemorySampler(IKernel kernel, ISysctl sysctl) : ISampler
{
    private const double Mega = 1e6;

    private MemoryStatistics _statistics = new(kernel);
    private double _total;
    private double _pageSize;
    private int _used;
    private int _usedPercentage;
    private int _available;
    private int _compressed;
    private int _swap;
    private int _pressure;
    private int _free;

    public string Name => "host_statistics64";

    public string? Probe(MetricTable table)
    {
        if (sysctl.Number("hw.memsize") is not { } total || sysctl.Number("hw.pagesize") is not { } pageSize || !_statistics.TryRead(out _))
        {
            return "the kernel does not tell about its memory";
        }

        _total = total;
        _pageSize = pageSize;
        _used = table.Add("system_memory_usage_megabytes", instrument: new("system.memory.usage", "By", Mega, new KeyValuePair<string, object?>("system.memory.state", "used")));
        _usedPercentage = table.Add("system_memory_usage_percentage", instrument: new("system.memory.utilization", "1", 0.01, new KeyValuePair<string, object?>("system.memory.state", "used")));
        _available = table.Add("system_memory_available_megabytes");
        _compressed = table.Add("system_memory_compressed_megabytes");
        _swap = TryReadSwap(out _)
            ? table.Add("swap_usage_megabytes", instrument: new("system.paging.usage", "By", Mega, new KeyValuePair<string, object?>("system.paging.state", "used")))
            : -1;
        _pressure = double.IsNaN(Read("kern.memorystatus_vm_pressure_level\0"u8)) ? -1 : table.Add("memory_pressure_level");
        _free = double.IsNaN(Read("kern.memorystatus_level\0"u8)) ? -1 : table.Add("memory_pressure_free_percentage");
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        if (!_statistics.TryRead(out var pages))
        {
            pages = default;
            values.Set(_used, double.NaN);
            values.Set(_usedPercentage, double.NaN);
            values.Set(_available, double.NaN);
            values.Set(_compressed, double.NaN);
        }
        else
        {
            var used = ((double)pages.Active + pages.Wired) * _pageSize; // As psutil, and so MLflow, reckons.
            values.Set(_used, used / Mega);
            values.Set(_usedPercentage, used / _total * 100);
            values.Set(_available, ((double)pages.Free + pages.Inactive) * _pageSize / Mega);
            values.Set(_compressed, pages.Compressor * _pageSize / Mega);
        }

        values.Set(_swap, TryReadSwap(out var swap) ? swap.Used / Mega : double.NaN);
        values.Set(_pressure, Read("kern.memorystatus_vm_pressure_level\0"u8));
        values.Set(_free, Read("kern.memorystatus_level\0"u8));
    }

    public void Dispose()
    {
    }

    private double Read(ReadOnlySpan<byte> name)
    {
        Span<byte> value = stackalloc byte[sizeof(int)];
        return kernel.ReadSysctl(name, value) == sizeof(int) ? BitConverter.ToInt32(value) : double.NaN;
    }

    private unsafe bool TryReadSwap(out SwapUsage swap)
    {
        Span<byte> value = stackalloc byte[sizeof(SwapUsage)];
        var isThere = kernel.ReadSysctl("vm.swapusage\0"u8, value) == value.Length;
        swap = isThere ? MemoryMarshal.Read<SwapUsage>(value) : default;
        return isThere;
    }
}

/// <summary><c>xsw_usage</c>: bytes.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct SwapUsage
{
    public ulong Total;
    public ulong Available;
    public ulong Used;
    public uint PageSize;
    public int IsEncrypted;
}

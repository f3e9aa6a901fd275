using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>The memory of the machine. Used is what programs could not have: total less available, as psutil tells since version 7.</summary>
/// <param name="path"><c>/proc/meminfo</c>.</param>
internal sealed class MemorySampler(string path) : ISampler
{
    private const double KilobytesInMegabyte = 1e6 / 1024;

    private SystemFile? _file;
    private int _used;
    private int _percent;
    private int _swap;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _used = table.Add("system_memory_usage_megabytes", instrument: new("system.memory.usage", "By", 1e6, new KeyValuePair<string, object?>("system.memory.state", "used")));
        _percent = table.Add("system_memory_usage_percentage", instrument: new("system.memory.utilization", "1", 0.01, new KeyValuePair<string, object?>("system.memory.state", "used")));
        _swap = table.Add("swap_usage_megabytes", instrument: new("system.paging.usage", "By", 1e6, new KeyValuePair<string, object?>("system.paging.state", "used")));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[2048];
        var text = _file!.Read(buffer);

        values.Set(_used, double.NaN);
        values.Set(_percent, double.NaN);

        // The first three lines, as the kernel has always written them: MemTotal, MemFree, MemAvailable (since 3.14).
        if (text.StartsWith("MemTotal:"u8) && Digits.TryTake(ref text, out var total) && Digits.TryTake(ref text, out var free) && total > 0)
        {
            var isNext = text.IndexOf("MemAvailable:"u8) is >= 0 and < 16;
            var used = Less(total, isNext && Digits.TryTake(ref text, out var available) ? available : free + Caches(text));
            values.Set(_used, used / KilobytesInMegabyte);
            values.Set(_percent, used / (double)total * 100);
        }

        values.Set(_swap, Digits.TryFind(text, "SwapTotal:"u8, out var swap) && Digits.TryFind(text, "SwapFree:"u8, out var unused)
            ? Less(swap, unused) / KilobytesInMegabyte
            : double.NaN);
    }

    public void Dispose() => _file?.Dispose();

    /// <summary>What an old kernel, which does not say what is available, would give back.</summary>
    private static ulong Caches(ReadOnlySpan<byte> text)
    {
        Digits.TryFind(text, "Buffers:"u8, out var buffers);
        Digits.TryFind(text, "Cached:"u8, out var cached);
        return buffers + cached;
    }

    private static ulong Less(ulong whole, ulong part) => whole > part ? whole - part : 0;
}

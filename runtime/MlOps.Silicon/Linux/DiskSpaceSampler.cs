using System.Runtime.InteropServices;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>How full the disk of the root folder is, as MLflow tells.</summary>
internal sealed partial class DiskSpaceSampler : ISampler
{
    private int _used;
    private int _available;
    private int _percent;

    public string Name => "statvfs /";

    public TimeSpan Cadence => TimeSpan.FromSeconds(10);

    public bool IsSlow => true; // A network's disk may not answer for minutes.

    public string? Probe(MetricTable table)
    {
        if (!Environment.Is64BitProcess || Ask() is null)
        {
            return "the system does not tell";
        }

        _used = table.Add("disk_usage_megabytes", instrument: new("system.filesystem.usage", "By", 1e6, new KeyValuePair<string, object?>("system.filesystem.state", "used")));
        _available = table.Add("disk_available_megabytes", instrument: new("system.filesystem.usage", "By", 1e6, new KeyValuePair<string, object?>("system.filesystem.state", "free")));
        _percent = table.Add("disk_usage_percentage", instrument: new("system.filesystem.utilization", "1", 0.01));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        values.Set(_used, double.NaN);
        values.Set(_available, double.NaN);
        values.Set(_percent, double.NaN);
        if (Ask() is { } answer)
        {
            // As psutil: what only root may use is neither used nor available.
            var used = (answer.Blocks - answer.Free) * (double)answer.FragmentSize;
            var available = answer.Available * (double)answer.FragmentSize;
            values.Set(_used, used / 1e6);
            values.Set(_available, available / 1e6);
            values.Set(_percent, used + available > 0 ? used / (used + available) * 100 : double.NaN);
        }
    }

    public void Dispose()
    {
    }

    private static unsafe FileSystemFacts? Ask()
    {
        FileSystemFacts answer;
        fixed (byte* path = "/\0"u8)
        {
            return StatVfs(path, &answer) == 0 ? answer : null;
        }
    }

    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [LibraryImport("libc", EntryPoint = "statvfs")]
    private static unsafe partial int StatVfs(byte* path, FileSystemFacts* answer);

    /// <summary>The C structure <c>statvfs</c> of 64-bit Linux, glibc and musl alike; what we do not read is only room.</summary>
    [StructLayout(LayoutKind.Sequential)]
    internal struct FileSystemFacts
    {
        public ulong BlockSize;
        public ulong FragmentSize;
        public ulong Blocks;
        public ulong Free;
        public ulong Available;
        private unsafe fixed ulong _rest[9];
    }
}

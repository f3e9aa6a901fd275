using System.Runtime.InteropServices;

namespace MlOps.Silicon.Windows;

/// <summary>The performance counters of Windows.</summary>
internal sealed unsafe partial class PerformanceCounters : IPerformanceCounters
{
    private const uint AsDouble = 0x200, MoreData = 0x8000_07D2;

    private readonly nint _query;

    // The items are followed by the names that they point to, so that it must not move.
    private byte[] _buffer = GC.AllocateUninitializedArray<byte>(64 * 1024, pinned: true);

    private PerformanceCounters(nint query) => _query = query;

    /// <summary>Opens a set of counters; <see langword="null"/> if the system has none.</summary>
    public static PerformanceCounters? TryOpen()
    {
        nint query = 0;
        return PdhOpenQueryW(null, 0, &query) == 0 ? new(query) : null;
    }

    public nint Add(string path)
    {
        nint counter = 0;
        fixed (char* start = path)
        {
            return PdhAddEnglishCounterW(_query, start, 0, &counter) == 0 ? counter : 0;
        }
    }

    public bool Collect() => PdhCollectQueryData(_query) == 0;

    public ReadOnlySpan<CounterItem> Read(nint counter)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var length = (uint)_buffer.Length;
            uint count = 0;
            var items = (CounterItem*)Marshal.UnsafeAddrOfPinnedArrayElement(_buffer, 0);
            var status = PdhGetFormattedCounterArrayW(counter, AsDouble, &length, &count, items);
            if (status == 0)
            {
                return new(items, (int)count);
            }

            if (status != MoreData)
            {
                break;
            }

            _buffer = GC.AllocateUninitializedArray<byte>((int)Math.Max(length, (uint)_buffer.Length) * 2, pinned: true);
        }

        return default;
    }

    public void Dispose() => _ = PdhCloseQuery(_query);

    [LibraryImport("pdh")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint PdhOpenQueryW(char* source, nint user, nint* query);

    [LibraryImport("pdh")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint PdhAddEnglishCounterW(nint query, char* path, nint user, nint* counter);

    [LibraryImport("pdh")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint PdhCollectQueryData(nint query);

    [LibraryImport("pdh")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint PdhGetFormattedCounterArrayW(nint counter, uint format, uint* length, uint* count, CounterItem* items);

    [LibraryImport("pdh")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial uint PdhCloseQuery(nint query);
}

using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The beginning of <c>vm_statistics64</c>, which every macOS fills; later ones have more behind it. Pages, unless told otherwise.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MemoryPages
{
    public uint Free;
    public uint Active;
    public uint Inactive;
    public uint Wired;
    public ulong ZeroFilled;
    public ulong Reactivated;
    public ulong PageIns;
    public ulong PageOuts;
    public ulong Faults;
    public ulong CopyOnWriteFaults;
    public ulong Lookups;
    public ulong Hits;
    public ulong Purges;
    public uint Purgeable;
    public uint Speculative;
    public ulong Decompressions;
    public ulong Compressions;
    public ulong SwapIns;
    public ulong SwapOuts;
    public uint Compressor;
    public uint Throttled;
    public uint External;
    public uint Internal;
    public ulong Uncompressed;
}

/// <summary>
/// Asks for the pages of the memory. Kernels differ in how much they have to tell: one complains in its log when asked for more, another refuses
/// to tell less and says how much it has. So the least is asked for at first, and then what the kernel wants.
/// </summary>
internal struct MemoryStatistics(IKernel kernel)
{
    private const uint Least = 38; // macOS 11 to 15, in numbers of 4 bytes: all of MemoryPages.
    private const int ArrayTooLarge = -307; // MIG_ARRAY_TOO_LARGE
    private const int Room = 512;

    private uint _asked = Least;

    /// <summary>Reads the pages.</summary>
    /// <returns><see langword="false"/> if the kernel does not tell.</returns>
    public bool TryRead(out MemoryPages pages)
    {
        Span<int> statistics = stackalloc int[Room];
        var count = _asked;
        var answer = kernel.ReadMemory(statistics, ref count);
        if (answer == ArrayTooLarge && count is > Least and <= Room)
        {
            _asked = count;
            answer = kernel.ReadMemory(statistics, ref count);
        }

        pages = answer == 0 && count >= Least ? MemoryMarshal.Cast<int, MemoryPages>(statistics)[0] : default;
        return answer == 0 && count >= Least;
    }

    /// <summary>Bytes that programs could have now without swapping, as psutil reckons.</summary>
    public static long? Available(IKernel kernel)
    {
        var pageSize = new Sysctl(kernel).Number("hw.pagesize");
        return new MemoryStatistics(kernel).TryRead(out var pages) ? ((long)pages.Free + pages.Inactive) * pageSize : null;
    }
}

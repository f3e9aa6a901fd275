using System.Runtime.InteropServices;
using MlOps.Silicon.Apple;

namespace MlOps.Tests.Apple;

/// <summary>A kernel that says what it is told to.</summary>
internal sealed class FakeKernel : IKernel
{
    public Dictionary<string, byte[]> Sysctls { get; } = [];

    public uint[]? Ticks { get; set; }

    public MemoryPages Memory { get; set; }

    /// <summary>How many numbers the statistics of this kernel have, and whether it refuses to tell less.</summary>
    public (uint Count, bool IsStrict)? Statistics { get; set; } = (38, false);

    public List<uint> AskedForStatistics { get; } = [];

    public ResourceUsage? Usage { get; set; }

    public int NewestUsage { get; set; } = 6;

    public TaskUsage? Task { get; set; }

    public int ReadSysctl(ReadOnlySpan<byte> name, Span<byte> value)
    {
        var key = System.Text.Encoding.UTF8.GetString(name[..name.IndexOf((byte)0)]);
        if (!Sysctls.TryGetValue(key, out var bytes) || bytes.Length > value.Length)
        {
            return -1;
        }

        bytes.CopyTo(value);
        return bytes.Length;
    }

    public int ReadTicks(Span<uint> ticks)
    {
        Ticks?.AsSpan(0, Math.Min(ticks.Length, Ticks.Length)).CopyTo(ticks);
        return Ticks is null ? -1 : Ticks.Length / 4;
    }

    public int ReadMemory(Span<int> statistics, ref uint count)
    {
        AskedForStatistics.Add(count);
        if (Statistics is not { } kernel)
        {
            return 5; // KERN_FAILURE
        }

        var isRefused = kernel.IsStrict && count < kernel.Count;
        count = kernel.IsStrict ? kernel.Count : Math.Min(count, kernel.Count);
        if (isRefused)
        {
            return -307;
        }

        var pages = Memory;
        MemoryMarshal.Cast<MemoryPages, int>(new Span<MemoryPages>(ref pages)).CopyTo(statistics);
        return 0;
    }

    public bool ReadTask(Span<byte> task)
    {
        if (Task is { } usage)
        {
            MemoryMarshal.Write(task, usage);
        }

        return Task is not null;
    }

    public bool ReadUsage(int flavor, Span<byte> usage)
    {
        if (Usage is { } resources && flavor <= NewestUsage)
        {
            MemoryMarshal.Write(usage, resources);
            return true;
        }

        return false;
    }
}

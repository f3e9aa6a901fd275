using System.Runtime.InteropServices;

namespace MlOps.Silicon.Apple;

/// <summary>The kernel's own answers, by names such as <c>hw.memsize</c>.</summary>
internal interface ISysctl
{
    /// <summary>A number; <see langword="null"/> if the kernel has none under that name.</summary>
    long? Number(string name);

    /// <summary>A text; <see langword="null"/> if the kernel has none under that name.</summary>
    string? Text(string name);

    /// <summary>A row of numbers; empty if the kernel has none under that name.</summary>
    long[] Numbers(string name);
}

/// <summary>The <c>sysctlbyname</c> of this machine.</summary>
internal sealed class Sysctl(IKernel kernel) : ISysctl
{
    public long? Number(string name)
    {
        Span<byte> value = stackalloc byte[sizeof(long)];
        return Read(name, value) switch
        {
            sizeof(int) => BitConverter.ToInt32(value),
            sizeof(long) => BitConverter.ToInt64(value),
            _ => null,
        };
    }

    public string? Text(string name)
    {
        Span<byte> value = stackalloc byte[1024];
        var length = Read(name, value);
        var text = length <= 0 ? "" : System.Text.Encoding.UTF8.GetString(value[..length]).TrimEnd('\0').Trim();
        return text.Length == 0 ? null : text;
    }

    public long[] Numbers(string name)
    {
        Span<byte> value = stackalloc byte[128];
        return MemoryMarshal.Cast<byte, long>(value[..Math.Max(Read(name, value), 0)]).ToArray();
    }

    private int Read(string name, Span<byte> value)
    {
        Span<byte> terminated = stackalloc byte[128];
        terminated.Clear();
        return System.Text.Encoding.UTF8.TryGetBytes(name, terminated[..^1], out _) ? kernel.ReadSysctl(terminated, value) : -1;
    }
}

using System.Runtime.InteropServices;

namespace MlOps.Silicon.Nvidia;

/// <summary>nvmlUtilization_t: percent of the time. Of the memory, the time in which it was read or written, not how full it is.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlUtilization
{
    public uint Gpu;
    public uint Memory;
}

/// <summary>nvmlMemory_t, in bytes. What the driver keeps for itself counts as used.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlMemory
{
    public ulong Total;
    public ulong Free;
    public ulong Used;
}

/// <summary>nvmlProcessInfo_v2_t, which the third version of the call still fills.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlProcess
{
    /// <summary>What <see cref="UsedMemory"/> is where Windows keeps the memory and the driver does not know.</summary>
    public const ulong Unknown = ulong.MaxValue;

    public uint Pid;
    public ulong UsedMemory;
    public uint GpuInstance;
    public uint ComputeInstance;
}

/// <summary>nvmlProcessUtilizationSample_t: percent, at a time in microseconds.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlShare
{
    public uint Pid;
    public ulong Time;
    public uint Gpu;
    public uint Memory;
    public uint Encoder;
    public uint Decoder;
}

/// <summary>nvmlTemperature_v1_t; the version holds the size.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct NvmlTemperature
{
    public const uint FirstVersion = 0x0100_000C;

    public uint Version;
    public uint Sensor;
    public int Celsius;
}

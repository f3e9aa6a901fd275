namespace MlOps.Silicon.Nvidia;

/// <summary>What we ask of NVIDIA's management library; tests stand in for it.</summary>
internal interface INvml : IDisposable
{
    NvmlStatus Count(out uint count);

    NvmlStatus Device(uint index, out nint device);

    /// <summary>A part of a GPU that is split (MIG); <see cref="NvmlStatus.NotFound"/> where the place is free.</summary>
    NvmlStatus Part(nint device, uint index, out nint part);

    /// <summary>A text in UTF-8 that ends with a zero.</summary>
    NvmlStatus Text(NvmlText text, nint device, Span<byte> buffer);

    NvmlStatus Number(NvmlNumber number, nint device, out ulong value);

    NvmlStatus Utilization(nint device, out NvmlUtilization utilization);

    NvmlStatus Memory(nint device, out NvmlMemory memory);

    /// <summary>The processes that compute on a GPU.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="processes">Where they go.</param>
    /// <param name="count">How many they are; more than fit with <see cref="NvmlStatus.InsufficientSize"/>.</param>
    NvmlStatus Processes(nint device, Span<NvmlProcess> processes, out int count);

    /// <summary>The share that each process has had of a GPU.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="since">The time of the last share that the caller knows.</param>
    /// <param name="shares">Where they go.</param>
    /// <param name="count">How many they are; more than fit with <see cref="NvmlStatus.InsufficientSize"/>.</param>
    /// <returns><see cref="NvmlStatus.NotFound"/> if no process has used it since.</returns>
    NvmlStatus Shares(nint device, ulong since, Span<NvmlShare> shares, out int count);
}

internal enum NvmlText
{
    /// <summary>Of the driver; asked of no device.</summary>
    DriverVersion,
    Name,
    Uuid,
}

internal enum NvmlNumber
{
    /// <summary>Milliwatts; since Ampere the mean of a second.</summary>
    Power,

    /// <summary>Milliwatts.</summary>
    PowerLimit,

    /// <summary>Millijoules since the driver was loaded.</summary>
    Energy,

    /// <summary>Degrees Celsius.</summary>
    Temperature,

    /// <summary>Megahertz, of the multiprocessors.</summary>
    Clock,

    /// <summary>Megahertz.</summary>
    MemoryClock,

    /// <summary>Percent of the highest.</summary>
    Fan,

    /// <summary>Why the clock is not higher; see <see cref="ClockReasons"/>.</summary>
    ClockReasons,

    /// <summary>One if the GPU is split (MIG).</summary>
    IsSplit,

    /// <summary>How many parts the GPU can have.</summary>
    PartLimit,

    /// <summary>CUDA cores.</summary>
    Cores,
}

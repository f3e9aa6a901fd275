namespace MlOps.Silicon.Detection;

/// <summary>What a platform's detection finds; the rest of <see cref="SiliconInfo"/> is the same everywhere.</summary>
internal sealed record MachineParts
{
    public required OperatingSystemInfo OperatingSystem { get; init; }

    public required CpuInfo Cpu { get; init; }

    public required MemoryInfo Memory { get; init; }

    /// <summary>GPUs that belong to the platform, such as Apple's; those of NVML and the like are added to them.</summary>
    public IReadOnlyList<GpuInfo> Gpus { get; init; } = [];

    public NeuralEngineInfo? NeuralEngine { get; init; }

    public ResourceLimits? Limits { get; init; }

    public string? Container { get; init; }

    public string? Hypervisor { get; init; }
}

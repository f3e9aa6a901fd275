using MlOps.Silicon.Amd;
using MlOps.Silicon.Intel;
using MlOps.Silicon.Nvidia;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon;

/// <summary>The makers of GPUs, in the order in which GPUs are numbered; those that belong to a platform, as Apple's, come after them.</summary>
internal static class GpuVendors
{
    public static IEnumerable<GpuInfo> Detect() => OperatingSystem.IsMacOS() ? []
        : OperatingSystem.IsLinux() ? [.. NvmlDetection.Gpus(), .. AmdDetection.Gpus(), .. IntelDetection.Gpus()]
        : NvmlDetection.Gpus();

    public static IEnumerable<ISampler> Samplers() => OperatingSystem.IsMacOS() ? []
        : OperatingSystem.IsLinux() ? [.. NvmlSamplers.Create(), .. AmdSamplers.Create(), .. IntelSamplers.Create()]
        : NvmlSamplers.Create();
}

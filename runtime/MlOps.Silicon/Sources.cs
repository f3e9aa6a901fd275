using MlOps.Silicon.Dotnet;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon;

/// <summary>The sources that this platform may have; which of them this machine has, probing tells.</summary>
internal static class Sources
{
    public static IEnumerable<ISampler> Of(SiliconDetail detail)
    {
        if (OperatingSystem.IsLinux())
        {
            foreach (var sampler in detail == SiliconDetail.Lite ? LinuxSamplers.Lite("/") : LinuxSamplers.Full("/"))
            {
                yield return sampler;
            }
        }

        if (detail == SiliconDetail.Full)
        {
            yield return new RuntimeSampler();
            foreach (var sampler in GpuVendors.Samplers())
            {
                yield return sampler;
            }
        }
    }
}

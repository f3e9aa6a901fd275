using MlOps.Silicon.Apple;
using MlOps.Silicon.Dotnet;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;
using MlOps.Silicon.Windows;

namespace MlOps.Silicon;

/// <summary>The sources that this platform may have; which of them this machine has, probing tells.</summary>
internal static class Sources
{
    public static IEnumerable<ISampler> Of(SiliconDetail detail)
    {
        foreach (var sampler in Platform(detail))
        {
            yield return sampler;
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

    private static IEnumerable<ISampler> Platform(SiliconDetail detail) =>
        OperatingSystem.IsLinux() ? (detail == SiliconDetail.Lite ? LinuxSamplers.Lite("/") : LinuxSamplers.Full("/"))
        : OperatingSystem.IsMacOS() ? (detail == SiliconDetail.Lite ? AppleSamplers.Create().Where(static sampler => !sampler.IsSlow) : AppleSamplers.Create())
        : OperatingSystem.IsWindows() ? WindowsSamplers.Create().Where(sampler => detail == SiliconDetail.Full || !sampler.IsSlow)
        : [];
}

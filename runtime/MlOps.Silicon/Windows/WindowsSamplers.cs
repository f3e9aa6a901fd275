using System.Runtime.Versioning;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>The samplers of Windows; those of a GPU's maker go before them.</summary>
internal static class WindowsSamplers
{
    [SupportedOSPlatform("windows")]
    public static IEnumerable<ISampler> Create()
    {
        yield return new HostCpuSampler(NativeWindows.Instance);
        yield return new MemorySampler(NativeWindows.Instance);
        yield return new ProcessSampler(NativeWindows.Instance);
        yield return new FrequencySampler(NativeWindows.Instance);
        yield return new GpuEngineSampler(PerformanceCounters.TryOpen, (uint)Environment.ProcessId);
    }
}

using System.Runtime;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MlOps.Silicon.Apple;
using MlOps.Silicon.Cpu;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Windows;

namespace MlOps.Silicon.Detection;

/// <summary>Looks at this machine; no fault of one part leaves the others out.</summary>
internal static class Detector
{
    public static SiliconInfo Detect()
    {
        var parts = Platform() ?? Unknown();
        var info = new SiliconInfo
        {
            OperatingSystem = parts.OperatingSystem,
            Cpu = parts.Cpu.Features.Count > 0 ? parts.Cpu : parts.Cpu with { Features = CpuFeatures.OfThisProcess() },
            Memory = parts.Memory,
            Gpus = Gpus(parts),
            NeuralEngine = parts.NeuralEngine,
            Limits = parts.Limits,
            Container = parts.Container,
            Hypervisor = parts.Hypervisor is null or VirtualMachine.Unnamed ? Cpu.Hypervisor.OfThisMachine() ?? parts.Hypervisor : parts.Hypervisor,
            Dotnet = Dotnet(),
        };
        return info with { Advice = Advisor.Advise(info) };
    }

    /// <summary>All of them, numbered as the samplers do.</summary>
    private static GpuInfo[] Gpus(MachineParts parts)
    {
        try
        {
            return [.. GpuVendors.Detect().Concat(parts.Gpus).Select(static (gpu, index) => gpu with { Index = index })];
        }
        catch (Exception)
        {
            return [.. parts.Gpus]; // A driver that is half removed.
        }
    }

    private static MachineParts? Platform()
    {
        try
        {
            return OperatingSystem.IsLinux() ? LinuxDetection.Detect()
                : OperatingSystem.IsMacOS() ? AppleDetection.Detect()
                : OperatingSystem.IsWindows() ? WindowsDetection.Detect()
                : null;
        }
        catch (Exception)
        {
            return null; // What cannot be known is left out, and never keeps a program from running.
        }
    }

    private static MachineParts Unknown() => new()
    {
        OperatingSystem = new(RuntimeInformation.OSDescription.Trim(), null, null, Architecture(RuntimeInformation.OSArchitecture)),
        Cpu = new CpuInfo { LogicalCount = Environment.ProcessorCount },
        Memory = new(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, null, null, false),
    };

    private static DotnetInfo Dotnet() => new(
        RuntimeInformation.FrameworkDescription,
        Architecture(RuntimeInformation.ProcessArchitecture),
        GCSettings.IsServerGC,
        GCSettings.LatencyMode is not GCLatencyMode.Batch,
        !RuntimeFeature.IsDynamicCodeSupported,
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    private static string Architecture(Architecture architecture) => architecture.ToString().ToLowerInvariant();
}

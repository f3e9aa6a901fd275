using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Runtime.Versioning;
using Microsoft.Win32;
using MlOps.Silicon.Cpu;
using MlOps.Silicon.Detection;

namespace MlOps.Silicon.Windows;

/// <summary>What a machine with Windows is made of.</summary>
internal static class WindowsDetection
{
    /// <summary>Looks at this machine.</summary>
    [SupportedOSPlatform("windows")]
    public static MachineParts Detect()
    {
        var parts = Detect(NativeWindows.Instance, Registered);
        return X86Base.IsSupported ? parts with { Hypervisor = Hypervisor.OfThisMachine() } : parts;
    }

    /// <summary>Puts together what Windows tells.</summary>
    /// <param name="windows">The calls.</param>
    /// <param name="registered">A value of the registry below HKEY_LOCAL_MACHINE, by key and name.</param>
    internal static MachineParts Detect(IWindows windows, Func<string, string, object?> registered)
    {
        var topology = ProcessorTopology.Parse(windows.Topology());
        var hasTopology = topology.CoreCount > 0;
        const string Cpu = @"HARDWARE\DESCRIPTION\System\CentralProcessor\0";
        var logicalCount = hasTopology ? topology.LogicalCount : Environment.ProcessorCount;
        return new MachineParts
        {
            OperatingSystem = OperatingSystem(registered),
            Cpu = new CpuInfo
            {
                Model = (registered(Cpu, "ProcessorNameString") as string)?.Trim(),
                Vendor = (registered(Cpu, "VendorIdentifier") as string)?.Trim(),
                LogicalCount = logicalCount,
                CoreCount = hasTopology ? topology.CoreCount : null,
                PackageCount = Known(topology.PackageCount),
                ClusterCount = Known(topology.ModuleCount),
                NumaNodeCount = Known(topology.NumaNodeCount),
                CoreClasses = topology.Classes(),
                Features = CpuFeatures.OfThisProcess(),
            },
            Memory = windows.Memory(out var memory) ? new((long)memory.TotalPhysical, (long)memory.AvailablePhysical, null, false) : new(null, null, null, false),
            Limits = Limits(windows, logicalCount),
            Hypervisor = OfFirmware(registered),
        };
    }

    private static OperatingSystemInfo OperatingSystem(Func<string, string, object?> registered)
    {
        const string Version = @"SOFTWARE\Microsoft\Windows NT\CurrentVersion";
        const int FirstBuildOf11 = 22_000;
        string? Text(string name) => registered(Version, name) is { } value ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;
        var build = Text("CurrentBuild");
        var name = Text("ProductName") ?? "Windows";
        var is11 = int.TryParse(build, CultureInfo.InvariantCulture, out var number) && number >= FirstBuildOf11;
        return new(
            is11 ? name.Replace("Windows 10", "Windows 11", StringComparison.Ordinal) : name, // It never learned its new name.
            Text("DisplayVersion") ?? Text("ReleaseId"),
            build is null ? null : $"NT {Text("CurrentMajorVersionNumber") ?? "10"}.{Text("CurrentMinorVersionNumber") ?? "0"}.{build}{(Text("UBR") is { } update ? "." + update : "")}",
            RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant());
    }

    // Processors of Arm do not tell; the firmware that a hypervisor brings along does.
    private static string? OfFirmware(Func<string, string, object?> registered)
    {
        const string Firmware = @"HARDWARE\DESCRIPTION\System\BIOS";
        return (registered(Firmware, "SystemManufacturer") as string, registered(Firmware, "SystemProductName") as string) switch
        {
            ("Microsoft Corporation", "Virtual Machine") => "Hyper-V",
            ("QEMU", _) => "QEMU",
            ({ } maker, _) when maker.StartsWith("VMware", StringComparison.Ordinal) => "VMware",
            ({ } maker, _) when maker.StartsWith("Parallels", StringComparison.Ordinal) => "Parallels",
            (_, "VirtualBox") => "VirtualBox",
            _ => null,
        };
    }

    private static ResourceLimits? Limits(IWindows windows, int logicalCount)
    {
        const uint HardCap = JobCpuRate.IsEnabled | JobCpuRate.IsHardCap;
        double? cpus = windows.Rate(out var rate) && (rate.Flags & HardCap) == HardCap ? logicalCount * rate.Rate / 10_000.0 : null;
        long? memory = null;
        if (windows.Limits(out var limits))
        {
            var ofJob = (limits.Flags & JobLimits.HasJobMemory) != 0 ? (long)limits.JobMemory : long.MaxValue;
            var ofProcess = (limits.Flags & JobLimits.HasProcessMemory) != 0 ? (long)limits.ProcessMemory : long.MaxValue;
            memory = Math.Min(ofJob, ofProcess) is var least and < long.MaxValue ? least : null;
        }

        return cpus is null && memory is null ? null : new("job object", cpus, memory);
    }

    private static int? Known(int count) => count > 0 ? count : null;

    [SupportedOSPlatform("windows")]
    private static object? Registered(string key, string name)
    {
        try
        {
            using var opened = Registry.LocalMachine.OpenSubKey(key);
            return opened?.GetValue(name);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or System.Security.SecurityException)
        {
            return null;
        }
    }
}

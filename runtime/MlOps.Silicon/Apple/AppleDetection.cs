using System.Globalization;
using MlOps.Silicon.Detection;

namespace MlOps.Silicon.Apple;

/// <summary>What a Mac is made of, by its kernel and its I/O registry.</summary>
internal static class AppleDetection
{
    /// <summary>This Mac.</summary>
    public static MachineParts Detect()
    {
        var kernel = new Kernel();
        return Detect(new Sysctl(kernel), new Registry(), MemoryStatistics.Available(kernel));
    }

    /// <summary>The Mac that these sources tell of.</summary>
    public static MachineParts Detect(ISysctl sysctl, IRegistry registry, long? availableMemory)
    {
        var brand = sysctl.Text("machdep.cpu.brand_string");
        var chip = AppleChip.Parse(brand);
        var cores = (int?)(sysctl.Number("hw.physicalcpu") ?? sysctl.Number("machdep.cpu.core_count"));
        var isArm = IsArm(sysctl);
        var bandwidth = chip?.MemoryBandwidth(cores);
        return new MachineParts
        {
            OperatingSystem = new("macOS", sysctl.Text("kern.osproductversion"), Kernel(sysctl), isArm ? "arm64" : "x64"),
            Cpu = new CpuInfo
            {
                Model = brand,
                Vendor = isArm ? "Apple" : sysctl.Text("machdep.cpu.vendor"),
                Chip = chip?.Family,
                Variant = chip?.Variant,
                LogicalCount = (int)(sysctl.Number("hw.logicalcpu") ?? sysctl.Number("machdep.cpu.thread_count") ?? Environment.ProcessorCount),
                CoreCount = cores,
                PackageCount = (int?)sysctl.Number("hw.packages"),
                ClusterCount = AppleCores.Clusters(sysctl),
                CoreClasses = AppleCores.Classes(sysctl, FrequencyTables.Find(registry)),
                Features = AppleFeatures.Read(sysctl),
            },
            Memory = new(
                sysctl.Number("hw.memsize"),
                availableMemory,
                bandwidth is { } speed ? string.Create(CultureInfo.InvariantCulture, $"{speed} GB/s") : null,
                IsUnified: isArm),
            Gpus = Gpus(registry, brand),
            NeuralEngine = NeuralEngine(registry),
            Hypervisor = Hypervisor(sysctl),
        };
    }

    // A program for Intel on Apple's chips (Rosetta) is told of an Intel processor; these two are not veiled.
    private static bool IsArm(ISysctl sysctl) => sysctl.Number("hw.optional.arm64") == 1 || sysctl.Number("sysctl.proc_translated") == 1;

    private static string? Kernel(ISysctl sysctl) =>
        (sysctl.Text("kern.ostype"), sysctl.Text("kern.osrelease")) is (not null and var type, not null and var release) ? $"{type} {release}" : null;

    private static List<GpuInfo> Gpus(IRegistry registry, string? brand)
    {
        var gpus = new List<GpuInfo>();
        foreach (var entry in registry.Services("AGXAccelerator"))
        {
            gpus.Add(new GpuInfo
            {
                Index = gpus.Count,
                Vendor = "Apple",
                Name = entry.Text("model") ?? brand,
                CoreCount = (int?)entry.Number("gpu-core-count"),
            });
        }

        return gpus;
    }

    // An Ultra has two of them, one a die.
    private static NeuralEngineInfo? NeuralEngine(IRegistry registry)
    {
        var engines = registry.Services("H11ANEIn");
        var cores = engines.Sum(static engine => engine.Dictionary("DeviceProperties")?.Number("ANEDevicePropertyNumANECores") ?? 0);
        return engines.Count == 0 ? null : new NeuralEngineInfo("Apple Neural Engine", cores > 0 ? (int)cores : null);
    }

    private static string? Hypervisor(ISysctl sysctl) => sysctl.Number("kern.hv_vmm_present") != 1 ? null : sysctl.Text("hw.model") switch
    {
        { } model when model.StartsWith("VirtualMac", StringComparison.Ordinal) => "Apple Virtualization",
        { } model when model.StartsWith("VMware", StringComparison.Ordinal) => "VMware",
        { } model when model.StartsWith("Parallels", StringComparison.Ordinal) => "Parallels",
        _ => "unknown",
    };
}

using MlOps.Silicon.Apple;
using MlOps.Silicon.Detection;

namespace MlOps.Tests.Apple;

public sealed class AppleDetectionTests
{
    [Theory]
    [InlineData("darwin-bigsur-m1.txt", null, null, 8, 0, null)]
    [InlineData("darwin-monterey-m1.txt", "M1", "Pro", 8, 3, "200 GB/s")]
    [InlineData("darwin-monterey-m2.txt", "M2", null, 8, 2, "100 GB/s")]
    [InlineData("darwin-sequoia-m3.txt", "M3", "Max", 14, 3, "300 GB/s")]
    [InlineData("darwin-sequoia-m4.txt", "M4", "Max", 16, 3, "546 GB/s")]
    [InlineData("darwin-tahoe-m5.txt", "M5", null, 10, 2, "153 GB/s")]
    public void EveryCapturedMacIsTold(string file, string? chip, string? variant, int cores, int clusters, string? bandwidth)
    {
        var sysctl = SysctlText.Read(AppleFixtures.Captured("sysctl", file));
        var parts = Detect(sysctl);
        Assert.Equal(sysctl.Text("machdep.cpu.brand_string"), parts.Cpu.Model);
        Assert.Equal(chip, parts.Cpu.Chip);
        Assert.Equal(variant, parts.Cpu.Variant);
        Assert.Equal(cores, parts.Cpu.CoreCount);
        Assert.Equal(cores, parts.Cpu.LogicalCount);
        Assert.Equal(clusters == 0 ? null : clusters, parts.Cpu.ClusterCount);
        Assert.Equal(bandwidth, parts.Memory.BandwidthClass);
        Assert.Equal(sysctl.Number("hw.memsize"), parts.Memory.Total);
        Assert.Equal(clusters == 0 ? 0 : cores, parts.Cpu.CoreClasses.Sum(kind => kind.CoreCount));
        Assert.Null(parts.Hypervisor);
        Assert.Null(parts.NeuralEngine);
        Assert.Empty(parts.Gpus);
    }

    [Fact]
    public void TheKindsOfCoresHaveTheNamesThatTheSystemGivesThem()
    {
        var kinds = Detect(SysctlText.Read(AppleFixtures.Captured("sysctl", "darwin-tahoe-m5.txt"))).Cpu.CoreClasses;
        Assert.Equal(["Super", "Efficiency"], kinds.Select(kind => kind.Name));
        Assert.Equal([4, 6], kinds.Select(kind => kind.LogicalCount));
        Assert.Equal([new("L1d", 131072, 1), new("L1i", 196608, 1), new CacheInfo("L2", 16777216, 4)], kinds[0].Caches);
    }

    [Fact]
    public void FeaturesAreThoseThatTheKernelSwitchesOn()
    {
        var features = Detect(SysctlText.Read(AppleFixtures.Captured("sysctl", "darwin-sequoia-m4.txt"))).Cpu.Features;
        Assert.Equal(["NEON", "FP16", "FHM", "FCMA", "DOTPROD", "I8MM", "BF16", "SME", "SME2", "SME-F64F64", "SME-I16I64"], features);
        features = Detect(SysctlText.Read(AppleFixtures.Captured("sysctl", "darwin-sequoia-m3.txt"))).Cpu.Features;
        Assert.Contains("BF16", features);
        Assert.DoesNotContain("SME", features);
        features = Detect(SysctlText.Read(AppleFixtures.Captured("sysctl", "darwin-bigsur-m1.txt"))).Cpu.Features;
        Assert.Equal(["NEON", "FP16", "FHM", "AMX"], features);
    }

    [Fact]
    public void AChipThatIsStillToComeIsTold()
    {
        var parts = Detect(SysctlText.Read(AppleFixtures.Own("sysctl-future.txt")));
        Assert.Equal("M9", parts.Cpu.Chip);
        Assert.Equal("Ultra", parts.Cpu.Variant);
        Assert.Equal(["Super", "Performance", "Efficiency"], parts.Cpu.CoreClasses.Select(kind => kind.Name));
        Assert.Equal(4, parts.Cpu.ClusterCount);
        Assert.Null(parts.Memory.BandwidthClass);
        Assert.Equal(new OperatingSystemInfo("macOS", "31.1", "Darwin 30.0.0", "arm64"), parts.OperatingSystem);
        Assert.Equal(["NEON", "FP16", "I8MM", "BF16", "SME", "SME2"], parts.Cpu.Features);
    }

    [Fact]
    public void AnIntelMacHasOneKindOfCores()
    {
        var parts = Detect(SysctlText.Read(AppleFixtures.Own("sysctl-intel.txt")));
        Assert.Equal("GenuineIntel", parts.Cpu.Vendor);
        Assert.Null(parts.Cpu.Chip);
        Assert.Equal("x64", parts.OperatingSystem.Architecture);
        Assert.False(parts.Memory.IsUnified);
        var kind = Assert.Single(parts.Cpu.CoreClasses);
        Assert.Equal(("Core", 6, 12, 2_600_000_000), (kind.Name, kind.CoreCount, kind.LogicalCount, kind.MaxFrequency));
        Assert.Equal([new("L1d", 32768, 2), new("L1i", 32768, 2), new("L2", 262144, 2), new CacheInfo("L3", 12582912, 12)], kind.Caches);
        Assert.Equal(["SSE4.2", "AVX", "F16C", "FMA", "AVX2"], parts.Cpu.Features);
    }

    [Fact]
    public void UnderRosettaTheSystemIsStillOfArm()
    {
        var parts = Detect(SysctlText.Read(AppleFixtures.Own("sysctl-intel.txt"))
            .With("sysctl.proc_translated", "1").With("machdep.cpu.brand_string", "VirtualApple @ 2.50GHz"));
        Assert.Equal("arm64", parts.OperatingSystem.Architecture);
        Assert.Equal("Apple", parts.Cpu.Vendor);
        Assert.Null(parts.Cpu.Chip);
    }

    [Fact]
    public void TheKernelSaysItsNumbersInFourOrEightBytes()
    {
        var sysctl = new Sysctl(new FakeKernel
        {
            Sysctls =
            {
                ["hw.packages"] = BitConverter.GetBytes(-7),
                ["hw.memsize"] = BitConverter.GetBytes(68_719_476_736),
                ["hw.cacheconfig"] = [.. BitConverter.GetBytes(12L), .. BitConverter.GetBytes(2L)],
                ["hw.model"] = "Mac16,6\0"u8.ToArray(),
                ["hw.osenvironment"] = [0],
            },
        });
        Assert.Equal(-7, sysctl.Number("hw.packages"));
        Assert.Equal(68_719_476_736, sysctl.Number("hw.memsize"));
        Assert.Equal([12, 2], sysctl.Numbers("hw.cacheconfig"));
        Assert.Equal("Mac16,6", sysctl.Text("hw.model"));
        Assert.Null(sysctl.Text("hw.osenvironment"));
        Assert.Null(sysctl.Number("hw.cacheconfig"));
        Assert.Null(sysctl.Number("hw.none"));
        Assert.Null(sysctl.Text("hw.none"));
        Assert.Empty(sysctl.Numbers("hw.none"));
        Assert.Null(sysctl.Number(new string('x', 200)));
    }

    [Theory]
    [InlineData("VirtualMac2,1", "Apple Virtualization")]
    [InlineData("VMware20,1", "VMware")]
    [InlineData("Mac16,6", "unknown")]
    public void AVirtualMachineIsTold(string model, string hypervisor)
    {
        var sysctl = SysctlText.Read(AppleFixtures.Own("sysctl-future.txt")).With("kern.hv_vmm_present", "1").With("hw.model", model)
            .With("machdep.cpu.brand_string", "Apple M4 Max (Virtual)");
        var parts = Detect(sysctl);
        Assert.Equal(hypervisor, parts.Hypervisor);
        Assert.Equal(("M4", "Max"), (parts.Cpu.Chip, parts.Cpu.Variant));
    }

    [Fact]
    public void TheRegistryTellsOfGpuNeuralEngineAndClocks()
    {
        var pmgr = AppleFixtures.Tables(AppleFixtures.Own("pmgr.txt")).ToDictionary(table => table.Name, table => (object)AppleFixtures.Table(table.Numbers));
        var engine = new Dictionary<string, object> { ["DeviceProperties"] = new Dictionary<string, object> { ["ANEDevicePropertyNumANECores"] = 16L } };
        var registry = new FakeRegistry()
            .Add("AGXAccelerator", "AGXAcceleratorG13D", new() { ["gpu-core-count"] = 64L, ["model"] = "Apple M1 Ultra" })
            .Add("H11ANEIn", "H11ANE", engine).Add("H11ANEIn", "H11ANE", engine)
            .Add("AppleARMIODevice", "pmgr", pmgr);
        var sysctl = new SysctlText(["hw.nperflevels: 2", "hw.perflevel0.logicalcpu: 16", "hw.perflevel1.logicalcpu: 4", "hw.optional.arm64: 1"]);
        var parts = AppleDetection.Detect(sysctl, registry, 123);
        Assert.Equal(123, parts.Memory.Available);
        var gpu = Assert.Single(parts.Gpus);
        Assert.Equal((0, "Apple", "Apple M1 Ultra", 64), (gpu.Index, gpu.Vendor, gpu.Name, gpu.CoreCount));
        Assert.Null(gpu.Memory);
        Assert.Equal(new NeuralEngineInfo("Apple Neural Engine", 32), parts.NeuralEngine);
        Assert.Equal([3_228_000_000, 1_332_000_000], parts.Cpu.CoreClasses.Select(kind => kind.MaxFrequency));
        Assert.Equal(["Performance", "Efficiency"], parts.Cpu.CoreClasses.Select(kind => kind.Name)); // An old system, without names.
    }

    [Theory]
    [InlineData("Apple M4 Max", "M4", "Max")]
    [InlineData("Apple M12", "M12", null)]
    [InlineData("Apple A18 Pro", "A18", "Pro")]
    [InlineData("Apple M7 Ultra Extreme", "M7", "Ultra Extreme")]
    public void TheNameOfAChipIsRead(string brand, string family, string? variant) => Assert.Equal(new AppleChip(family, variant), AppleChip.Parse(brand));

    [Theory]
    [InlineData("Apple processor")]
    [InlineData("VirtualApple @ 2.50GHz")]
    [InlineData("Intel(R) Core(TM) i7-9750H CPU @ 2.60GHz")]
    [InlineData("Apple")]
    [InlineData("Apple M")]
    [InlineData("")]
    [InlineData(null)]
    public void ANameThatTellsNoChipIsLeftAlone(string? brand) => Assert.Null(AppleChip.Parse(brand));

    [Theory]
    [InlineData("M3", "Max", 14, 300.0)]
    [InlineData("M3", "Max", 16, 400.0)]
    [InlineData("M4", "Max", 14, 410.0)]
    [InlineData("M4", "Max", 12, null)]
    [InlineData("M5", "Max", 18, null)]
    public void WhereOneNameHasTwoBandwidthsTheCoresDecideOrNothingIsSaid(string family, string variant, int cores, double? bandwidth) =>
        Assert.Equal(bandwidth, new AppleChip(family, variant).MemoryBandwidth(cores));

    private static MachineParts Detect(SysctlText sysctl) => AppleDetection.Detect(sysctl, new FakeRegistry(), null);
}

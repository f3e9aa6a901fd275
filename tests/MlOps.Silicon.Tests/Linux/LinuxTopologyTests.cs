using MlOps.Silicon.Linux;

namespace MlOps.Tests.Linux;

public sealed class LinuxTopologyTests : IDisposable
{
    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Fact]
    public void AHybridProcessorHasThePerformanceAndEfficiencyCoresThatItNames()
    {
        Online("0-5");
        for (var processor = 0; processor < 6; processor++)
        {
            _tree.Processor(processor, ("topology/physical_package_id", 0), ("topology/core_id", processor < 4 ? processor / 2 : processor), ("cpufreq/cpuinfo_max_freq", processor < 4 ? 5000000 : 3800000));
        }

        _tree["sys/devices/cpu_core/cpus"] = "0-3";
        _tree["sys/devices/cpu_atom/cpus"] = "4-5";
        var topology = LinuxTopology.Read(_tree.Root);

        Assert.Equal((6, 4, 1), (topology.LogicalCount, topology.CoreCount, topology.PackageCount));
        Assert.Equal([("Performance", 2, 4, "0-3", 5000000000), ("Efficiency", 2, 2, "4-5", 3800000000)], Classes(topology));
        Assert.Equal([0, 0, 0, 0, 1, 1, -1], Enumerable.Range(0, 7).Select(processor => topology.Classes.Of((ulong)processor)));
    }

    [Fact]
    public void AClassThatIsSwitchedOffIsNone()
    {
        Online("0-1");
        _tree.Processor(0, ("topology/core_id", 0)).Processor(1, ("topology/core_id", 1));
        _tree["sys/devices/cpu_core/cpus"] = "0-1";
        _tree["sys/devices/cpu_atom/cpus"] = "2-3";
        var topology = LinuxTopology.Read(_tree.Root);
        Assert.Equal("Performance", Assert.Single(topology.CoreClassInfos).Name);
        Assert.Equal(0, topology.Classes.Count);
    }

    [Fact]
    public void AnArmChipWithThreeCapacitiesHasThreeClassesInOneSocket()
    {
        Online("0-7");
        for (var processor = 0; processor < 8; processor++)
        {
            var cluster = processor < 4 ? 0 : processor < 6 ? 1 : 2;
            _tree.Processor(
                processor,
                ("cpu_capacity", cluster switch { 0 => 280, 1 => 855, _ => 1024 }),
                ("topology/physical_package_id", cluster),
                ("topology/cluster_id", 65535),
                ("topology/core_id", processor % 2));
        }

        var topology = LinuxTopology.Read(_tree.Root);
        Assert.Equal(["Prime", "Performance", "Efficiency"], topology.CoreClassInfos.Select(static cores => cores.Name));
        Assert.Equal(["6-7", "4-5", "0-3"], topology.CoreClassInfos.Select(static cores => cores.Processors));
        Assert.Equal((1, 3), (topology.PackageCount, topology.ClusterCount));
    }

    [Fact]
    public void HardwareThreadsShareACore()
    {
        Online("0-7");
        for (var processor = 0; processor < 8; processor++)
        {
            _tree.Processor(processor, ("topology/physical_package_id", processor / 4), ("topology/die_id", 0), ("topology/core_id", processor % 2));
        }

        _tree["sys/devices/system/node/online"] = "0-1";
        var topology = LinuxTopology.Read(_tree.Root);
        Assert.Equal((8, 4, 2, null, 2), (topology.LogicalCount, topology.CoreCount, topology.PackageCount, topology.ClusterCount, topology.NumaNodeCount));
        Assert.Equal(("Core", 4, 8, "0-7", null), Assert.Single(Classes(topology)));
    }

    [Fact]
    public void ProcessorsThatAreSwitchedOffAreNotCounted()
    {
        Online("0-1,3");
        for (var processor = 0; processor < 4; processor++)
        {
            _tree.Processor(processor, ("topology/core_id", processor));
        }

        var topology = LinuxTopology.Read(_tree.Root);
        Assert.Equal((3, "0-1,3"), (topology.LogicalCount, Assert.Single(topology.CoreClassInfos).Processors));
    }

    [Fact]
    public void FavoredCoresAreNoClassAndOneThatDoesNotSayHowFastItIsTellsNothing()
    {
        Online("0-2");
        _tree.Processor(0, ("cpufreq/cpuinfo_max_freq", 5700000)).Processor(1, ("cpufreq/cpuinfo_max_freq", 5500000)).Processor(2, ("cpufreq/cpuinfo_max_freq", 5400000));
        Assert.Single(LinuxTopology.Read(_tree.Root).CoreClassInfos);

        using var other = new LinuxTree { ["sys/devices/system/cpu/online"] = "0-2" };
        other.Processor(0, ("cpufreq/cpuinfo_max_freq", 5700000)).Processor(1, ("cpufreq/cpuinfo_max_freq", 5500000));
        Assert.Single(LinuxTopology.Read(other.Root).CoreClassInfos);
    }

    [Fact]
    public void ClocksThatDifferByFarAreClasses()
    {
        Online("0-1");
        _tree.Processor(0, ("cpufreq/cpuinfo_max_freq", 2000000)).Processor(1, ("cpufreq/cpuinfo_max_freq", 3200000));
        Assert.Equal(["1", "0"], LinuxTopology.Read(_tree.Root).CoreClassInfos.Select(static cores => cores.Processors));
    }

    [Fact]
    public void CachesAreNamedByLevelAndKind()
    {
        Online("0-1");
        Cache(0, "1", "Data", "32K", "0");
        Cache(1, "1", "Instruction", "64K", "0");
        Cache(2, "2", "Unified", "1024K", "0-1");
        Cache(3, "3", "Unified", "0K", "");
        Assert.Equal([new("L1d", 32768, 1), new("L1i", 65536, 1), new CacheInfo("L2", 1048576, 2)], LinuxTopology.Read(_tree.Root).CoreClassInfos[0].Caches);

        void Cache(int index, string level, string type, string size, string shared) => _tree.Processor(
            0,
            ($"cache/index{index}/level", level),
            ($"cache/index{index}/type", type),
            ($"cache/index{index}/size", size),
            ($"cache/index{index}/shared_cpu_list", shared));
    }

    [Fact]
    public void AMachineWithoutSysHasNoTopology()
    {
        var topology = LinuxTopology.Read(_tree.Root);
        Assert.Equal((0, null, null, null, null), (topology.LogicalCount, topology.CoreCount, topology.PackageCount, topology.ClusterCount, topology.NumaNodeCount));
        Assert.Empty(topology.CoreClassInfos);
    }

    [Fact]
    public void TheCapturedMachineIsReadAsLscpuReadsIt()
    {
        var parts = LinuxDetection.Detect(LinuxTree.Captured("this-machine"));
        Assert.Equal(("AMD EPYC", 2, "KVM"), (parts.Cpu.Model, parts.Cpu.LogicalCount, parts.Hypervisor is "KVM" or "unknown" ? "KVM" : parts.Hypervisor));
        Assert.Equal(1, parts.Cpu.NumaNodeCount);
        Assert.True(parts.Memory.Total > parts.Memory.Available);
        Assert.Null(parts.Limits);
    }

    private static (string, int?, int, string?, long?)[] Classes(LinuxTopology topology) =>
        [.. topology.CoreClassInfos.Select(static cores => (cores.Name, cores.CoreCount, cores.LogicalCount, cores.Processors, cores.MaxFrequency))];

    private void Online(string list) => _tree["sys/devices/system/cpu/online"] = list;
}

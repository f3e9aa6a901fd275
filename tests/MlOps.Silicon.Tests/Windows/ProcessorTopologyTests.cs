using CsCheck;
using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

public sealed class ProcessorTopologyTests
{
    // Two fast cores of two threads, four slow ones that share a cache.
    private static TopologyBytes Hybrid() => new TopologyBytes()
        .Core(1, 0b11).Cache(1, 2, 48 << 10, 0b11).Cache(1, 1, 32 << 10, 0b11).Cache(2, 0, 2 << 20, 0b11)
        .Core(1, 0b1100).Cache(1, 2, 48 << 10, 0b1100).Cache(2, 0, 2 << 20, 0b1100)
        .Core(0, 1 << 4).Core(0, 1 << 5).Core(0, 1 << 6).Core(0, 1 << 7)
        .Cache(1, 2, 32 << 10, 1 << 4).Cache(2, 0, 4 << 20, 0b1111_0000)
        .Cache(3, 0, 24 << 20, 0xFF)
        .Package(0xFF).Node(0, 0xFF)
        .Module(0b11).Module(0b1100).Module(0b1111_0000);

    [Fact]
    public void AHybridProcessorHasTwoKindsOfCores()
    {
        var topology = ProcessorTopology.Parse(Hybrid().ToArray());
        Assert.Equal((6, 8, 1, 1, 3), (topology.CoreCount, topology.LogicalCount, topology.PackageCount, topology.NumaNodeCount, topology.ModuleCount));
        var classes = topology.Classes();
        Assert.Equal(["Performance", "Efficiency"], classes.Select(cores => cores.Name));
        Assert.Equal([(2, 4, "0-3"), (4, 4, "4-7")], classes.Select(cores => (cores.CoreCount!.Value, cores.LogicalCount, cores.Processors!)));
        Assert.Equal(
            [new CacheInfo("L1d", 48 << 10, 2), new("L1i", 32 << 10, 2), new("L2", 2 << 20, 2), new("L3", 24 << 20, 8)],
            classes[0].Caches);
        Assert.Equal([new CacheInfo("L1d", 32 << 10, 1), new("L2", 4 << 20, 4), new("L3", 24 << 20, 8)], classes[1].Caches);
    }

    [Fact]
    public void CoresThatAreAlikeAreOneKindOverAllGroups()
    {
        var bytes = new TopologyBytes();
        for (var core = 0; core < 64; core++)
        {
            bytes.Core(0, 1ul << core).Core(0, 1ul << core, group: 1);
        }

        var topology = ProcessorTopology.Parse(bytes.Package(ulong.MaxValue).Package(ulong.MaxValue).Node(0, ulong.MaxValue).Node(1, ulong.MaxValue, 1).ToArray());
        var all = Assert.Single(topology.Classes());
        Assert.Equal(("Core", 128, "0-127"), (all.Name, all.LogicalCount, all.Processors));
        Assert.Equal((2, 2), (topology.PackageCount, topology.NumaNodeCount));
    }

    [Fact]
    public void ProcessorsWithHolesAreToldAsRanges()
    {
        var topology = ProcessorTopology.Parse(new TopologyBytes().Core(0, 0b1011).Core(0, 1ul << 63).ToArray());
        Assert.Equal("0-1,3,63", Assert.Single(topology.Classes()).Processors);
    }

    [Fact]
    public void RecordsOfKindsToComeArePassedOver()
    {
        var topology = ProcessorTopology.Parse(new TopologyBytes().Unknown(42, 64).Core(0, 1).Unknown(4, 80).Core(0, 2).ToArray());
        Assert.Equal(2, topology.CoreCount);
    }

    [Fact]
    public void AnyBytesAreReadWithoutFault() =>
        Gen.Byte.Array[0, 300].Sample(static bytes => ProcessorTopology.Parse(bytes) is var read && read.Classes().Count <= read.CoreCount && read.CoreCount <= bytes.Length / 32);

    [Fact]
    public void RecordsThatWereCutOffAreLeftOut() =>
        Gen.Int[0, Hybrid().ToArray().Length].Sample(static length => ProcessorTopology.Parse(Hybrid().ToArray().AsSpan(0, length)).CoreCount <= 6);
}

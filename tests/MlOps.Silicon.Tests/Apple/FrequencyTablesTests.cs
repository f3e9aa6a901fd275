using System.Text.Json;
using CsCheck;
using MlOps.Silicon.Apple;

namespace MlOps.Tests.Apple;

public sealed class FrequencyTablesTests
{
    [Fact]
    public void CapturedTablesAreFrequenciesOrNothing()
    {
        var tables = AppleFixtures.Tables(AppleFixtures.Captured("ioreport", "pmgr-voltage-states.txt")).ToList();
        Assert.Equal(8, tables.Count);
        foreach (var (section, name, numbers) in tables)
        {
            var isDumpInMegahertz = section.Contains("already in MHz");
            var scale = isDumpInMegahertz ? 1_000_000u : 1;
            var table = FrequencyTable.Parse(AppleFixtures.Table(numbers.Select(number => number * scale)));
            if (section.Contains("kHz") && !name.EndsWith("-sram"))
            {
                Assert.Null(table); // These are periods.
                continue;
            }

            Assert.NotNull(table);
            Assert.Equal(numbers.Count(number => number > 0), table.Count);
            Assert.InRange(table.Highest, 1000, 4600);
            Assert.InRange(table.Lowest, 400, 1100);
        }
    }

    [Fact]
    public void PeriodsAreNoFrequencies()
    {
        Assert.Null(FrequencyTable.Parse(AppleFixtures.Table([109226, 79149, 62060])));
        Assert.Null(FrequencyTable.Parse(AppleFixtures.Table([])));
        Assert.Null(FrequencyTable.Parse(AppleFixtures.Table([0, 0])));
        Assert.Null(FrequencyTable.Parse([1, 2, 3]));
    }

    [Fact]
    public void HertzAndKilohertzAreToldApartByTheirSize()
    {
        Assert.Equal(4512, FrequencyTable.Parse(AppleFixtures.Table([1_020_000, 4_512_000]))!.Highest);
        Assert.Equal(3228, FrequencyTable.Parse(AppleFixtures.Table([600_000_000, 3_228_000_000]))!.Highest);
    }

    [Fact]
    public void NoBytesMakeAClockThatNoChipHas() => Gen.Byte.Array[0, 80].Sample(static bytes =>
    {
        if (FrequencyTable.Parse(bytes) is { } table)
        {
            Assert.InRange(table.Lowest, 100, 6000);
            Assert.InRange(table.Highest, table.Lowest, 6000);
        }
    });

    [Fact]
    public void TheUsualTableIsTakenOrTheOnlyOneThatFitsTheStates()
    {
        var tables = Tables(new()
        {
            ["voltage-states1-sram"] = AppleFixtures.Table([600_000_000, 900_000_000]),
            ["voltage-states13-sram"] = AppleFixtures.Table([800_000_000, 1_200_000_000, 2_400_000_000, 3_600_000_000]),
            ["voltage-states14"] = AppleFixtures.Table([0, 444_000_000, 1_398_000_000]),
        });
        Assert.Equal(900, tables.OfCores(1, 2)!.Highest);
        Assert.Equal(900, tables.OfCores(1, 2, states: 2)!.Highest);
        Assert.Null(tables.OfCores(1, 2, states: 1));
        Assert.Null(tables.OfCores(0, 2));
        Assert.Equal(3600, tables.OfCores(0, 2, states: 4)!.Highest);
        Assert.Null(tables.OfCores(0, 2, states: 2)); // That one is of the slow cores.
        Assert.Equal(1398, tables.OfGpu(states: 2)!.Highest);
        Assert.Null(tables.OfGpu(states: 15));
    }

    [Fact]
    public void PartsMayHaveNamesForMoreStatesThanTheyUse()
    {
        var tables = Tables(new()
        {
            ["voltage-states5-sram"] = AppleFixtures.Table([700_000_000, 2_400_000_000]),
            ["voltage-states9"] = AppleFixtures.Table([0, 444_000_000, 1_398_000_000]),
        });
        Assert.Equal(2400, tables.OfCores(0, 2, states: 4)!.Highest);
        Assert.Equal(1398, tables.OfGpu(states: 15)!.Highest);
    }

    [Fact]
    public void OfTwoTablesThatFitNoneIsTaken()
    {
        var tables = Tables(new()
        {
            ["voltage-states20-sram"] = AppleFixtures.Table([700_000_000, 2_400_000_000]),
            ["voltage-states21-sram"] = AppleFixtures.Table([700_000_000, 3_400_000_000]),
        });
        Assert.Null(tables.OfCores(0, 2, states: 2));
    }

    [Fact]
    public void ClustersThatThePowerManagerListsHaveTheirTablesByHowFastTheyAre()
    {
        var captured = JsonDocument.Parse(File.ReadAllText(AppleFixtures.Captured("ioreport", "residencies-m1-ultra.json"))).RootElement;
        var tables = Tables(new()
        {
            ["acc-clusters"] = Convert.FromHexString(captured.GetProperty("m5_max_acc_clusters_hex").GetString()!),
            ["voltage-states22-sram"] = AppleFixtures.Table([1_000_000, 2_000_000]),
            ["voltage-states23-sram"] = AppleFixtures.Table([1_000_000, 3_000_000]),
            ["voltage-states5-sram"] = AppleFixtures.Table([1_000_000, 4_000_000]),
        });
        Assert.Equal([4000, 3000], [tables.OfCores(0, 2)!.Highest, tables.OfCores(1, 2)!.Highest]);
        Assert.Equal(2000, tables.OfCores(2, 3)!.Highest);
    }

    [Fact]
    public void WithoutAPowerManagerThereAreNoTables()
    {
        var tables = FrequencyTables.Find(new FakeRegistry());
        Assert.Null(tables.OfCores(0, 2));
        Assert.Null(tables.OfGpu());
    }

    private static FrequencyTables Tables(Dictionary<string, object> properties) => new(new RegistryEntry("pmgr", properties));
}

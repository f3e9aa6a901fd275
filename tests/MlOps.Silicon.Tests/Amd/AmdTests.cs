using System.Formats.Tar;
using System.IO.Compression;
using MlOps.Silicon.Amd;
using MlOps.Tests.Drm;

namespace MlOps.Tests.Amd;

public sealed class AmdTests : IDisposable
{
    private readonly FakeCards _cards = new();

    [Fact]
    public void ACardTellsWhatItsFilesHold()
    {
        using var harness = Harness(Full("card0"));
        harness.Sample(1);
        Assert.Equal(63, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(20, harness["gpu_0_memory_busy_percentage"]);
        Assert.Equal(4_000, harness["gpu_0_memory_usage_megabytes"]);
        Assert.Equal(25, harness["gpu_0_memory_usage_percentage"]);
        Assert.Equal(120, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(60, harness["gpu_0_power_usage_percentage"]);
        Assert.Equal(61, harness["gpu_0_temperature_celsius"]);
        Assert.Equal(74, harness["gpu_0_hotspot_temperature_celsius"]);
        Assert.Equal(70, harness["gpu_0_memory_temperature_celsius"]);
        Assert.Equal(1536, harness["gpu_0_clock_megahertz"]);
        Assert.Equal(800, harness["gpu_0_memory_clock_megahertz"]);
        Assert.Equal(100 * 51 / 255.0, harness["gpu_0_fan_speed_percentage"], 9);
    }

    [Fact]
    public void EnergyIsAddedUpFromPower()
    {
        using var harness = Harness(Full("card0"));
        Assert.Equal(0, harness.Sample(10)["gpu_0_energy_joules"]);
        _cards.Set("card0", "device/hwmon/hwmon3/power1_average", "180000000");
        Assert.Equal(300, harness.Sample(12)["gpu_0_energy_joules"]);
        Assert.Equal(300, harness.Sample(5000, isAfterGap: true)["gpu_0_energy_joules"]);
        Assert.Equal(480, harness.Sample(5001)["gpu_0_energy_joules"]);
    }

    [Fact]
    public void ACardThatSleptDrewNothingMeanwhile()
    {
        using var harness = Harness(Full("card0").With("card0", ("device/power/runtime_status", "active")));
        harness.Sample(1).Sample(2);
        _cards.Set("card0", "device/power/runtime_status", "suspended");
        harness.Sample(3);
        _cards.Set("card0", "device/power/runtime_status", "active");
        Assert.Equal(120, harness.Sample(103)["gpu_0_energy_joules"]);
        Assert.Equal(240, harness.Sample(104)["gpu_0_energy_joules"]);
    }

    [Theory]
    [InlineData("60000", ThermalLevel.Nominal)]
    [InlineData("105000", ThermalLevel.Elevated)]
    [InlineData("110000", ThermalLevel.Throttling)]
    [InlineData("113000", ThermalLevel.Throttling)]
    [InlineData("115000", ThermalLevel.Critical)]
    public void TheHottestPlaceMakesTheLevel(string junction, ThermalLevel level)
    {
        Full("card0").With("card0", ("device/hwmon/hwmon3/temp2_crit", "110000"), ("device/hwmon/hwmon3/temp2_emergency", "120000"));
        _cards.Set("card0", "device/hwmon/hwmon3/temp2_input", junction);
        var sampler = AmdSamplers.Create(_cards.Root).Single();
        using var harness = new SamplerHarness(sampler);
        harness.Sample();
        Assert.Equal(level, sampler.Level);
    }

    [Fact]
    public void WithoutSensorsThereIsNoLevelAndNoPower()
    {
        _cards.With("card0", ("device/vendor", "0x1002"), ("device/gpu_busy_percent", "4"));
        var sampler = AmdSamplers.Create(_cards.Root).Single();
        using var harness = new SamplerHarness(sampler);
        harness.Sample();
        Assert.Null(sampler.Level);
        Assert.Equal(["system/gpu_0_utilization_percentage"], harness.Names);
        Assert.Equal(4, harness["gpu_0_utilization_percentage"]);
    }

    [Fact]
    public void ACardThatSleepsIsLeftAsleep()
    {
        using var harness = Harness(Full("card0").With("card0", ("device/power/runtime_status", "suspended")));
        Assert.All(harness.Sample().Names, name => Assert.Equal(double.NaN, harness[name["system/".Length..]]));
        _cards.Set("card0", "device/power/runtime_status", "active");
        Assert.Equal(63, harness.Sample(1)["gpu_0_utilization_percentage"]);
    }

    [Fact]
    public void ASensorWithoutAValueLeavesTheOthersAlone()
    {
        using var harness = Harness(Full("card0"));
        _cards.Set("card0", "device/hwmon/hwmon3/power1_average", "");
        harness.Sample();
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_percentage"]);
        Assert.Equal(double.NaN, harness["gpu_0_energy_joules"]);
        Assert.Equal(63, harness["gpu_0_utilization_percentage"]);
    }

    [Fact]
    public void CardsAreCountedInTheOrderOfTheirNumbersAndConnectorsAreNone()
    {
        Full("card10");
        Full("card2").With("card2", ("device/gpu_busy_percent", "22"));
        _cards.With("card2-HDMI-A-1", ("device/vendor", "0x1002")).With("card3", ("device/vendor", "0x8086"));
        using var harness = Harness(_cards);
        harness.Sample();
        Assert.Equal(22, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(63, harness["gpu_1_utilization_percentage"]);
        Assert.DoesNotContain(harness.Names, name => name.Contains("gpu_2", StringComparison.Ordinal));
    }

    [Fact]
    public void TheShareOfThisProcessIsThatOfItsOpenFilesEachClientOnce()
    {
        const string Client = "drm-driver:\tamdgpu\ndrm-client-id:\t{0}\ndrm-pdev:\t{1}\ndrm-memory-vram:\t{2} KiB\ndrm-engine-compute:\t{3} ns\n";
        void Open(int descriptor, int client, string slot, long kibibytes, long nanoseconds) => _cards.Open(descriptor, string.Format(Client, client, slot, kibibytes, nanoseconds));
        Open(5, 41, "0000:09:00.0", 1000, 1_000_000_000);
        Open(6, 41, "0000:09:00.0", 1000, 1_000_000_000);
        Open(7, 42, "0000:0a:00.0", 5000, 7_000_000_000);
        _cards.Open(8, "pos:\t0\nflags:\t02\n");
        using var harness = Harness(Full("card0"));
        harness.Sample(1);
        Open(5, 41, "0000:09:00.0", 1000, 1_400_000_000);
        harness.Sample(2);
        Assert.Equal(40, harness["gpu_0_process_utilization_percentage"], 9);
        Assert.Equal(1.024, harness["gpu_0_process_memory_megabytes"], 9);
    }

    [Fact]
    public void TheShareOfAProcessThatComputesPastTheseFilesIsNotKnown()
    {
        _cards.Open(5, "drm-client-id:\t1\ndrm-pdev:\t0000:09:00.0\ndrm-engine-compute:\t0 ns\n");
        _cards.Write($"sys/class/kfd/kfd/proc/{Environment.ProcessId}/pasid", "1");
        using var harness = Harness(Full("card0"));
        Assert.Equal(double.NaN, harness.Sample(1).Sample(2)["gpu_0_process_utilization_percentage"]);
    }

    [Fact]
    public void ASampleAllocatesNothing()
    {
        using var harness = Harness(Full("card0"));
        Assert.Equal(0, harness.Allocated());
    }

    [Fact]
    public void WithoutACardTheReasonIsTold()
    {
        using var harness = Harness(_cards);
        Assert.Equal("there is no card of this maker", harness.Absence);
        Assert.Empty(AmdDetection.Gpus(_cards.Root));
    }

    [Fact]
    public void DetectionTellsWhatThereIs() => Assert.Equal(
        [
            new GpuInfo
            {
                Index = 0, Vendor = "AMD", Name = "AMD Radeon PRO W6800", Uuid = "9f3d2a", Memory = 16_000_000_000, Driver = "amdgpu", PowerLimit = 200,
            },
        ],
        AmdDetection.Gpus(Full("card0").With("card0", ("device/product_name", "AMD Radeon PRO W6800"), ("device/unique_id", "9f3d2a")).Root));

    [Fact]
    public void AVegaAsItWasCapturedIsUnderstood()
    {
        var archive = Repository.PathOf("..", "shared", "fixtures", "silicon", "linux-sysfs-procfs.tar.gz");
        Assert.SkipUnless(File.Exists(archive), "the captured files are not here");
        using (var stream = new GZipStream(File.OpenRead(archive), CompressionMode.Decompress))
        using (var tar = new TarReader(stream))
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile && entry.Name.Contains("class/drm/", StringComparison.Ordinal))
                {
                    using var text = new StreamReader(entry.DataStream!);
                    _cards.Write(entry.Name[entry.Name.IndexOf("sys/", StringComparison.Ordinal)..], text.ReadToEnd());
                }
            }
        }

        using var harness = Harness(_cards);
        harness.Sample(1);
        Assert.Equal(4, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(1490.378752, harness["gpu_0_memory_usage_megabytes"], 6);
        Assert.Equal(852, harness["gpu_0_clock_megahertz"]);
        Assert.Equal(167, harness["gpu_0_memory_clock_megahertz"]);
        Assert.Equal(
            [new GpuInfo { Index = 0, Vendor = "AMD", Name = "1002:687f", Uuid = "0123456789abcdef", Memory = 8573157376, Driver = "amdgpu" }],
            AmdDetection.Gpus(_cards.Root));
    }

    [Theory]
    [InlineData("0: 852Mhz *\n1: 991Mhz \n", 852.0)]
    [InlineData("0: 500Mhz \n1: 2100Mhz *", 2100.0)]
    [InlineData("S: 19Mhz *\n0: 96Mhz\n", 19.0)] // Deep sleep.
    [InlineData("0: 500Mhz\n", null)]
    [InlineData("", null)]
    public void TheClockOfTheMomentHasAStar(string text, double? megahertz) => Assert.Equal(megahertz, DpmTable.Current(System.Text.Encoding.UTF8.GetBytes(text)));

    public void Dispose() => _cards.Dispose();

    private static SamplerHarness Harness(FakeCards cards) => new(AmdSamplers.Create(cards.Root).Single());

    private FakeCards Full(string card) => _cards.With(
        card,
        ("device/vendor", "0x1002"),
        ("device/uevent", "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_ID=1002:73A3\nPCI_SLOT_NAME=0000:09:00.0"),
        ("device/gpu_busy_percent", "63"),
        ("device/mem_busy_percent", "20"),
        ("device/mem_info_vram_used", "4000000000"),
        ("device/mem_info_vram_total", "16000000000"),
        ("device/mem_info_gtt_used", "120000000"),
        ("device/pp_dpm_sclk", "0: 852Mhz \n1: 1536Mhz *"),
        ("device/pp_dpm_mclk", "0: 167Mhz \n1: 945Mhz *"),
        ("device/hwmon/hwmon3/name", "amdgpu"),
        ("device/hwmon/hwmon3/freq2_input", "800000000"),
        ("device/hwmon/hwmon3/power1_average", "120000000"),
        ("device/hwmon/hwmon3/power1_cap", "200000000"),
        ("device/hwmon/hwmon3/pwm1", "51"),
        ("device/hwmon/hwmon3/temp1_input", "61000"),
        ("device/hwmon/hwmon3/temp1_label", "edge"),
        ("device/hwmon/hwmon3/temp2_input", "74000"),
        ("device/hwmon/hwmon3/temp2_label", "junction"),
        ("device/hwmon/hwmon3/temp3_input", "70000"),
        ("device/hwmon/hwmon3/temp3_label", "mem"));
}

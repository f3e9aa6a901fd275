using MlOps.Silicon.Intel;
using MlOps.Tests.Drm;

namespace MlOps.Tests.Intel;

public sealed class IntelTests : IDisposable
{
    private readonly FakeCards _cards = new();

    [Fact]
    public void ACardOfXeTellsTheEnergyOfTheWholeCard()
    {
        using var harness = new SamplerHarness(IntelSamplers.Create(Xe().Root).Single());
        harness.Sample(1);
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(0, harness["gpu_0_energy_joules"]);
        _cards.Set("card0", "device/hwmon/hwmon5/energy1_input", "5190000000");
        harness.Sample(3);
        Assert.Equal(95, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(50, harness["gpu_0_power_usage_percentage"]);
        Assert.Equal(190, harness["gpu_0_energy_joules"]);
        Assert.Equal(52, harness["gpu_0_temperature_celsius"]);
        Assert.Equal(58, harness["gpu_0_memory_temperature_celsius"]);
        Assert.Equal(2850, harness["gpu_0_clock_megahertz"]);
    }

    [Fact]
    public void WithoutASensorOfTheCardTheEnergyIsThatOfItsPackage()
    {
        Xe();
        _cards.Remove("card0", "device/hwmon/hwmon5/energy1_input");
        using var harness = new SamplerHarness(IntelSamplers.Create(_cards.Root).Single());
        harness.Sample(1);
        _cards.Set("card0", "device/hwmon/hwmon5/energy2_input", "1010000000");
        Assert.Equal(10, harness.Sample(2)["gpu_0_power_usage_watts"]);
    }

    [Fact]
    public void AnEnergyThatWasSetAnewAddsNothing()
    {
        using var harness = new SamplerHarness(IntelSamplers.Create(Xe().Root).Single());
        harness.Sample(1);
        _cards.Set("card0", "device/hwmon/hwmon5/energy1_input", "0");
        harness.Sample(2);
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(0, harness["gpu_0_energy_joules"]);
    }

    [Theory]
    [InlineData("reason_thermal", ThermalLevel.Throttling)]
    [InlineData("reason_prochot", ThermalLevel.Throttling)]
    [InlineData("reason_pl1", ThermalLevel.Elevated)]
    [InlineData(null, ThermalLevel.Nominal)]
    public void TheReasonsOfTheClockMakeTheLevel(string? reason, ThermalLevel level)
    {
        Xe().With("card0", [.. new[] { "reason_thermal", "reason_prochot", "reason_pl1" }.Select(name => ($"device/tile0/gt0/freq0/throttle/{name}", name == reason ? "1" : "0"))]);
        var sampler = IntelSamplers.Create(_cards.Root).Single();
        using var harness = new SamplerHarness(sampler);
        harness.Sample();
        Assert.Equal(level, sampler.Level);
    }

    [Fact]
    public void AGpuInsideTheProcessHasItsClockAndWhatThisProcessDoes()
    {
        _cards.With(
            "card1",
            ("device/vendor", "0x8086"),
            ("device/uevent", "DRIVER=i915\nPCI_ID=8086:46A6\nPCI_SLOT_NAME=0000:00:02.0"),
            ("gt_act_freq_mhz", "1300"),
            ("gt_cur_freq_mhz", "1400"));
        const string Client = "drm-driver:\ti915\ndrm-client-id:\t7\ndrm-pdev:\t0000:00:02.0\ndrm-engine-render:\t{0} ns\n";
        _cards.Open(4, string.Format(Client, 9_000_000_000));
        var sampler = IntelSamplers.Create(_cards.Root).Single();
        using var harness = new SamplerHarness(sampler);
        harness.Sample(1);
        _cards.Open(4, string.Format(Client, 9_250_000_000));
        harness.Sample(2);
        Assert.Equal(["clock_megahertz", "process_utilization_percentage", "process_memory_megabytes"], harness.Names.Select(name => name["system/gpu_0_".Length..]));
        Assert.Equal(1300, harness["gpu_0_clock_megahertz"]);
        Assert.Equal(25, harness["gpu_0_process_utilization_percentage"], 9);
        Assert.Null(sampler.Level);
    }

    [Fact]
    public void ASampleAllocatesNothing()
    {
        using var harness = new SamplerHarness(IntelSamplers.Create(Xe().Root).Single());
        Assert.Equal(0, harness.Allocated());
    }

    [Fact]
    public void DetectionTellsWhatThereIs() => Assert.Equal(
        [new GpuInfo { Index = 0, Vendor = "Intel", Name = "8086:e20b", Memory = 12_000_000_000, Driver = "xe", PowerLimit = 190 }],
        IntelDetection.Gpus(Xe().With("card0", ("lmem_total_bytes", "12000000000")).Root));

    public void Dispose() => _cards.Dispose();

    private FakeCards Xe() => _cards.With(
        "card0",
        ("device/vendor", "0x8086"),
        ("device/uevent", "DRIVER=xe\nPCI_ID=8086:E20B\nPCI_SLOT_NAME=0000:03:00.0"),
        ("device/tile0/gt0/freq0/act_freq", "2850"),
        ("device/hwmon/hwmon5/name", "xe"),
        ("device/hwmon/hwmon5/energy1_input", "5000000000"),
        ("device/hwmon/hwmon5/energy1_label", "card"),
        ("device/hwmon/hwmon5/energy2_input", "1000000000"),
        ("device/hwmon/hwmon5/energy2_label", "pkg"),
        ("device/hwmon/hwmon5/power1_max", "190000000"),
        ("device/hwmon/hwmon5/temp2_input", "52000"),
        ("device/hwmon/hwmon5/temp3_input", "58000"));
}

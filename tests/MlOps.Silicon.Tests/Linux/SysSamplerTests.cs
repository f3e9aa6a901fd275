using MlOps.Silicon.Linux;

namespace MlOps.Tests.Linux;

/// <summary>The samplers of <c>/sys</c> over trees of a test's own.</summary>
public sealed class SysSamplerTests : IDisposable
{
    private const string Zones = "sys/class/thermal/";
    private const string Power = "sys/class/powercap/";
    private const string Sensors = "sys/class/hwmon/";

    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData(60_000, ThermalLevel.Nominal)]
    [InlineData(80_001, ThermalLevel.Elevated)]
    [InlineData(85_000, ThermalLevel.Throttling)]
    [InlineData(95_000, ThermalLevel.Critical)] // Five degrees below the end.
    [InlineData(-44_000, ThermalLevel.Nominal)] // A cold cellar, or a sensor of odd mind.
    [InlineData(-274_000, null)]
    public void AZoneIsAsHotAsItsTripsSay(int millidegrees, ThermalLevel? expected)
    {
        Zone(0, "x86_pkg_temp", millidegrees, ("passive", 85_000), ("passive", 90_000), ("critical", 100_000), ("hot", 0), ("active", 30_000));
        using var zones = Thermal(out var sampler);
        zones.Sample(1);
        Assert.Equal(expected, sampler.Level);
        Assert.Equal(expected is null ? double.NaN : millidegrees / 1000.0, zones["temperature_x86_pkg_temp_celsius"]);
        Assert.Equal(0, zones.Allocated());
    }

    [Fact]
    public void AZoneWithoutTripsIsATemperatureAndNoLevel()
    {
        Zone(0, "acpitz", 99_000);
        Zone(1, "acpitz", 12_000);
        using var zones = Thermal(out var sampler);
        Assert.Equal(99, zones.Sample(1)["temperature_acpitz_celsius"]);
        Assert.Null(sampler.Level);
    }

    [Theory]
    [InlineData("Processor", true)]
    [InlineData("thermal-cpufreq-0", true)]
    [InlineData("intel_powerclamp", true)]
    [InlineData("Fan", false)]
    [InlineData("TFN1", false)]
    public void AProcessorThatIsSlowedDownIsThrottlingAndAFanThatTurnsIsNot(string type, bool isBrake)
    {
        Zone(0, "cpu", 50_000, ("passive", 90_000));
        _tree[Zones + "cooling_device0/type"] = type;
        _tree[Zones + "cooling_device0/cur_state"] = "3";
        using var zones = Thermal(out var sampler);
        zones.Sample(1);
        Assert.Equal(isBrake ? ThermalLevel.Throttling : ThermalLevel.Nominal, sampler.Level);
        _tree[Zones + "cooling_device0/cur_state"] = "-1"; // Not in use.
        zones.Sample(2);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
    }

    [Fact]
    public void ASensorThatSleepsHasNoTemperature()
    {
        Zone(0, "wifi", 40_000, ("passive", 90_000));
        using var zones = Thermal(out var sampler);
        zones.Sample(1);
        _tree[Zones + "thermal_zone0/temp"] = "";
        Assert.Equal(double.NaN, zones.Sample(2)["temperature_wifi_celsius"]);
        Assert.Null(sampler.Level);
    }

    [Fact]
    public void PackagesAreAddedUpAndThePartsInThemAreNot()
    {
        Rapl("intel-rapl:0", "package-0", 1_000_000);
        Rapl("intel-rapl:0:0", "core", 500_000);
        Rapl("intel-rapl:0:1", "dram", 100_000);
        Rapl("intel-rapl:1", "package-1", 2_000_000);
        Rapl("intel-rapl:2", "psys", 9_000_000);
        using var power = Rapl();
        Assert.Equal(double.NaN, power.Sample(10)["cpu_package_power_watts"]);
        Rapl("intel-rapl:0", "package-0", 101_000_000);
        Rapl("intel-rapl:0:1", "dram", 10_100_000);
        Rapl("intel-rapl:1", "package-1", 52_000_000);
        Rapl("intel-rapl:2", "psys", 999_000_000);
        power.Sample(12);
        Assert.Equal((75, 150, 5, 10), (power["cpu_package_power_watts"], power["cpu_package_energy_joules"], power["dram_power_watts"], power["dram_energy_joules"]));
        Assert.Equal(4, power.Names.Count());
        Assert.Equal(0, power.Allocated());
    }

    [Fact]
    public void ACounterThatWrapsGoesOn()
    {
        Rapl("intel-rapl:0", "package-0", 262_143_000_000);
        using var power = Rapl();
        power.Sample(1);
        Rapl("intel-rapl:0", "package-0", 671_150);
        Assert.Equal(1, power.Sample(2)["cpu_package_energy_joules"], 1e-6);
    }

    [Fact]
    public void ACounterThatSleepSetAnewIsNoWrap()
    {
        Rapl("intel-rapl:0", "package-0", 5_000_000);
        using var power = Rapl();
        power.Sample(1);
        Rapl("intel-rapl:0", "package-0", 1_000_000);
        power.Sample(3600, isAfterGap: true);
        Assert.Equal((double.NaN, 0), (power["cpu_package_power_watts"], power["cpu_package_energy_joules"]));
        Rapl("intel-rapl:0", "package-0", 3_000_000);
        power.Sample(3601);
        Assert.Equal((2, 2), (power["cpu_package_power_watts"], power["cpu_package_energy_joules"]));
    }

    [Fact]
    public void ACounterThatIsSilentIsNotZeroWatts()
    {
        Rapl("intel-rapl:0", "package-0", 5_000_000);
        Rapl("intel-rapl:1", "package-1", 5_000_000);
        using var power = Rapl();
        power.Sample(1);
        _tree[Power + "intel-rapl:0/energy_uj"] = "";
        Rapl("intel-rapl:1", "package-1", 7_000_000);
        power.Sample(2);
        Assert.Equal((double.NaN, 2), (power["cpu_package_power_watts"], power["cpu_package_energy_joules"]));
    }

    [Fact]
    public void CountersThatOnlyRootMayReadAreAbsentAndSaySo()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Root may read all.");
        Rapl("intel-rapl:0", "package-0", 5_000_000);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_tree.PathOf(Power + "intel-rapl:0/energy_uj"), UnixFileMode.None);
        }

        using var power = Rapl();
        Assert.EndsWith("energy_uj may be read by root only", power.Absence, StringComparison.Ordinal);
        Assert.Empty(power.Names);
    }

    [Fact]
    public void AMachineWithoutCountersSaysSo()
    {
        using var none = Rapl();
        Assert.StartsWith("there is no ", none.Absence, StringComparison.Ordinal);
        Rapl("intel-rapl:2", "psys", 1);
        using var psys = Rapl();
        Assert.EndsWith("has no package that counts its energy", psys.Absence, StringComparison.Ordinal);
    }

    [Fact]
    public void OfProcessorsTheHottestIsToldAndOfOtherChipsEach()
    {
        Sensor(0, "coretemp", ("temp1_input", 50_000), ("temp2_input", 65_000), ("fan1_input", 1200));
        Sensor(1, "nvme", ("temp1_input", 40_850), ("temp1_label", "Composite"));
        Sensor(2, "amdgpu", ("temp1_input", 99_000));
        Sensor(3, "nct6775", ("fan2_input", 900));
        Sensor(4, "nvme", ("temp1_input", 77_000), ("temp1_label", "Composite"));
        using var sensors = new SamplerHarness(new HwmonSampler(_tree.PathOf("sys/class/hwmon")));
        sensors.Sample(1);
        Assert.Equal((65, 40.85, 900, 1200), (sensors["cpu_temperature_celsius"], sensors["temperature_nvme_composite_celsius"], sensors["fan_nct6775_fan2_rpm"], sensors["fan_coretemp_fan1_rpm"]));
        Assert.Equal(5, sensors.Names.Count());
        Assert.Equal(77, sensors["temperature_nvme_2_composite_celsius"]);
        Assert.Equal(0, sensors.Allocated());

        _tree[Sensors + "hwmon0/temp2_input"] = "";
        Assert.Equal(50, sensors.Sample(2)["cpu_temperature_celsius"]);
        _tree[Sensors + "hwmon0/temp1_input"] = "";
        Assert.Equal(double.NaN, sensors.Sample(3)["cpu_temperature_celsius"]);
    }

    [Fact]
    public void SensorsOfOneChipWithOneLabelAreToldApartByTheirNumber()
    {
        Sensor(0, "dell_smm", ("temp1_input", 40_000), ("temp2_input", 95_000), ("fan1_input", 900), ("fan2_input", 1900));
        foreach (var (file, label) in (ReadOnlySpan<(string, string)>)[("temp1", "Other"), ("temp2", "Other"), ("fan1", "Chassis Fan"), ("fan2", "Chassis Fan")])
        {
            _tree[$"{Sensors}hwmon0/{file}_label"] = label;
        }

        using var sensors = new SamplerHarness(new HwmonSampler(_tree.PathOf("sys/class/hwmon")));
        sensors.Sample(1);
        Assert.Equal((40, 95), (sensors["temperature_dell_smm_other_celsius"], sensors["temperature_dell_smm_other_2_celsius"]));
        Assert.Equal((900, 1900), (sensors["fan_dell_smm_chassis_fan_rpm"], sensors["fan_dell_smm_chassis_fan_2_rpm"]));
    }

    [Fact]
    public void ZonesOfOneKindAreToldApartByTheirNumber()
    {
        Zone(0, "acpitz", 30_000);
        Zone(1, "acpitz", 35_000);
        using var zones = Thermal(out _);
        zones.Sample(1);
        Assert.Equal((30, 35), (zones["temperature_acpitz_celsius"], zones["temperature_acpitz_2_celsius"]));
    }

    [Fact]
    public void AServerWithHundredsOfSensorsDoesNotFloodARun()
    {
        for (var sensor = 1; sensor <= 100; sensor++)
        {
            Sensor(0, "bmc", ($"temp{sensor}_input", 40_000));
        }

        using var sensors = new SamplerHarness(new HwmonSampler(_tree.PathOf("sys/class/hwmon")));
        Assert.Equal(32, sensors.Sample(1).Names.Count());
    }

    [Fact]
    public void AClockBelowWhatItWasAllowedAtFirstIsHeldDown()
    {
        Clock(0, current: 3_000_000, most: 4_000_000, able: 4_000_000);
        Clock(1, current: 2_000_000, most: 3_500_000, able: 4_000_000); // By the administrator: no heat.
        using var clocks = Frequency(out var sampler);
        Assert.Equal(2500, clocks.Sample(1)["cpu_frequency_megahertz"]);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
        Clock(1, current: 2_000_000, most: 3_400_000, able: 4_000_000);
        clocks.Sample(2);
        Assert.Equal(ThermalLevel.Throttling, sampler.Level);
        Assert.Equal(0, clocks.Allocated());
    }

    [Fact]
    public void EachClassOfCoresHasAClockOfItsOwn()
    {
        for (var processor = 0; processor < 12; processor++)
        {
            Clock(processor, current: processor < 10 ? 5_000_000 : 3_000_000, most: 6_000_000, able: 6_000_000);
        }

        var sampler = new FrequencySampler(_tree.PathOf("sys/devices/system/cpu"), static () => new CoreClasses(["Performance", "Efficiency"], [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]));
        using var clocks = new SamplerHarness(sampler);
        clocks.Sample(1);
        Assert.Equal((5000, 3000), (clocks["cpu_performance_frequency_megahertz"], clocks["cpu_efficiency_frequency_megahertz"]));
    }

    [Theory]
    [InlineData("core_throttle_count")]
    [InlineData("package_throttle_count")]
    public void AThrottledProcessorOrPackageCounts(string file)
    {
        Throttles(0, file, 100);
        Throttles(1, file, 7);
        using var clocks = Frequency(out var sampler);
        Assert.Equal(0, clocks.Sample(1)["cpu_throttle_events"]);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
        Throttles(0, file, 102);
        Assert.Equal(2, clocks.Sample(2)["cpu_throttle_events"]);
        Assert.Equal(ThermalLevel.Throttling, sampler.Level);
        Assert.Equal(2, clocks.Sample(3)["cpu_throttle_events"]);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
    }

    [Fact]
    public void AProcessorThatIsSwitchedOffAndOnWasNotThrottled()
    {
        Throttles(0, "core_throttle_count", 100);
        Throttles(1, "core_throttle_count", 7);
        using var clocks = Frequency(out var sampler);
        clocks.Sample(1);
        _tree[Cpu(0, "thermal_throttle/core_throttle_count")] = "";
        clocks.Sample(2);
        Throttles(0, "core_throttle_count", 100);
        Assert.Equal(0, clocks.Sample(3)["cpu_throttle_events"]);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
    }

    [Fact]
    public void AClockAloneTellsNothingOfHeat()
    {
        _tree[Cpu(0, "cpufreq/scaling_cur_freq")] = "1000000";
        using var clocks = Frequency(out var sampler);
        Assert.Equal(1000, clocks.Sample(1)["cpu_frequency_megahertz"]);
        Assert.Null(sampler.Level);
        _tree[Cpu(0, "cpufreq/scaling_cur_freq")] = "<unknown>";
        Assert.Equal(double.NaN, clocks.Sample(2)["cpu_frequency_megahertz"]);
    }

    [Fact]
    public void AVirtualMachineWithoutAnyOfThisSaysSo()
    {
        foreach (var sampler in LinuxSamplers.Full(_tree.Root).Where(static sampler => sampler is RaplSampler or FrequencySampler or ThermalZoneSampler or HwmonSampler))
        {
            using var harness = new SamplerHarness(sampler);
            Assert.Contains("sys", harness.Absence, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void TheCapturedTreesAreReadAsTheyAre()
    {
        using var tree = LinuxTree.Unpacked();
        using var zones = new SamplerHarness(new ThermalZoneSampler(tree.PathOf("procfs/sys/class/thermal")));
        using var power = new SamplerHarness(new RaplSampler(tree.PathOf("procfs/sys/class/powercap")));
        using var clocks = new SamplerHarness(new FrequencySampler(tree.PathOf("procfs/sys/devices/system/cpu"), static () => CoreClasses.None));
        using var coretemp = new SamplerHarness(new HwmonSampler(tree.PathOf("node_exporter/sys/devices/platform/coretemp.0/hwmon")));
        using var nvme = new SamplerHarness(new HwmonSampler(tree.PathOf("node_exporter/sys/devices/pci0000:00/0000:00:02.1/0000:01:00.0/nvme/nvme0")));
        zones.Sample(1);
        Assert.Equal((49.925, -44), (zones["temperature_bcm2835_thermal_celsius"], zones["temperature_acpitz_celsius"]));
        Assert.Equal(["system/cpu_package_power_watts", "system/cpu_package_energy_joules"], power.Sample(1).Names);
        Assert.Equal(0, power.Sample(2)["cpu_package_power_watts"]); // Counted, and nothing was added.
        Assert.Contains("system/cpu_throttle_events", clocks.Sample(1).Names);
        Assert.InRange(coretemp.Sample(1)["cpu_temperature_celsius"], 20, 100);
        Assert.Contains("system/temperature_nvme_composite_celsius", nvme.Sample(1).Names);
    }

    private static string Cpu(int processor, string file) => $"sys/devices/system/cpu/cpu{processor}/{file}";

    private void Zone(int number, string type, int millidegrees, params ReadOnlySpan<(string Type, int Millidegrees)> trips)
    {
        _tree[$"{Zones}thermal_zone{number}/type"] = type;
        _tree[$"{Zones}thermal_zone{number}/temp"] = $"{millidegrees}";
        for (var trip = 0; trip < trips.Length; trip++)
        {
            _tree[$"{Zones}thermal_zone{number}/trip_point_{trip}_type"] = trips[trip].Type;
            _tree[$"{Zones}thermal_zone{number}/trip_point_{trip}_temp"] = $"{trips[trip].Millidegrees}";
        }
    }

    private SamplerHarness Thermal(out ThermalZoneSampler sampler) => new(sampler = new ThermalZoneSampler(_tree.PathOf("sys/class/thermal")));

    private void Rapl(string zone, string name, long microjoules)
    {
        _tree[$"{Power}{zone}/name"] = name;
        _tree[$"{Power}{zone}/energy_uj"] = $"{microjoules}";
        _tree[$"{Power}{zone}/max_energy_range_uj"] = "262143328850";
    }

    private SamplerHarness Rapl() => new(new RaplSampler(_tree.PathOf("sys/class/powercap")));

    private void Sensor(int chip, string name, params ReadOnlySpan<(string File, object Value)> files)
    {
        _tree[$"{Sensors}hwmon{chip}/name"] = name;
        foreach (var (file, value) in files)
        {
            _tree[$"{Sensors}hwmon{chip}/{file}"] = $"{value}";
        }
    }

    private void Clock(int processor, int current, int most, int able) => _tree.Processor(
        processor,
        ("cpufreq/scaling_cur_freq", current),
        ("cpufreq/scaling_max_freq", most),
        ("cpufreq/cpuinfo_max_freq", able));

    private void Throttles(int processor, string file, int count) => _tree[Cpu(processor, "thermal_throttle/" + file)] = $"{count}";

    private SamplerHarness Frequency(out FrequencySampler sampler) => new(sampler = new FrequencySampler(_tree.PathOf("sys/devices/system/cpu"), static () => CoreClasses.None));
}

using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using MlOps.Silicon.Apple;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Apple;

public sealed partial class IoReportSamplerTests : IDisposable
{
    private static readonly SysctlText s_mac = new(["hw.nperflevels: 2", "hw.perflevel0.name: Performance", "hw.perflevel1.name: Efficiency"]);

    private readonly FakeKernel _kernel = new() { Usage = new ResourceUsage { EnergyNanojoules = 1_000_000_000 } };
    private readonly FakeIoReport _report = new(FakeIoReport.Energy("CPU Energy"), FakeIoReport.Energy("ANE"), FakeIoReport.Energy("GPU Energy", "nJ"), FakeIoReport.Energy("DRAM"));

    public void Dispose() => _report.Dispose();

    [Fact]
    public void EnergyIsOfTheTimeSinceTheCounterLastMoved()
    {
        using var harness = Harness();
        harness.Sample();
        _report.Add("CPU Energy", 4_000).Add("GPU Energy", 1_000_000_000);
        harness.Sample(2);
        Assert.Equal(double.NaN, harness["cpu_package_power_watts"]); // Nobody knows since when.
        harness.Sample(4);
        _report.Add("CPU Energy", 20_000);
        harness.Sample(6);
        Assert.Equal(5, harness["cpu_package_power_watts"]); // Of four seconds, not of two.
        Assert.Equal(24, harness["cpu_package_energy_joules"]);
        Assert.Equal(1, harness["gpu_0_energy_joules"]);
    }

    [Fact]
    public void TheClockOfTheDriverIsBetterThanOurs()
    {
        _report.Add("CPU Energy", 0, updatedAt: 10);
        using var harness = Harness();
        _report.Add("CPU Energy", 15_000, updatedAt: 11.5);
        Assert.Equal(10, harness.Sample(2)["cpu_package_power_watts"]);
        _report.Add("CPU Energy", 15_000, updatedAt: 99_999); // Nonsense: more than passed here.
        Assert.Equal(7.5, harness.Sample(4)["cpu_package_power_watts"]);
    }

    [Fact]
    public void ACounterThatStandsStillIsNotZeroWattsAndAfterAWhileNothing()
    {
        using var harness = Harness();
        harness.Sample();
        _report.Add("GPU Energy", 1);
        harness.Sample(1);
        _report.Add("GPU Energy", 6_000_000_000);
        Assert.Equal(6, harness.Sample(2)["gpu_0_power_usage_watts"]);
        Assert.Equal(6, harness.Sample(3)["gpu_0_power_usage_watts"]);
        Assert.Equal(6, harness.Sample(5)["gpu_0_power_usage_watts"]);
        Assert.Equal(double.NaN, harness.Sample(5.1)["gpu_0_power_usage_watts"]);
        Assert.Equal(6, harness["gpu_0_energy_joules"], 6);
    }

    [Fact]
    public void ANeuralEngineThatRestsIsZeroWattsOnceTheOthersAreRefreshed()
    {
        using var harness = Harness();
        harness.Sample();
        _report.Add("CPU Energy", 1_000);
        Assert.Equal(double.NaN, harness.Sample(2)["ane_power_watts"]);
        _report.Add("CPU Energy", 1_000);
        Assert.Equal(0, harness.Sample(4)["ane_power_watts"]);
        _report.Add("CPU Energy", 1_000).Add("ANE", 500);
        Assert.Equal(0.25, harness.Sample(6)["ane_power_watts"]);
        Assert.Equal(0.25, harness.Sample(8)["ane_power_watts"]); // Nothing was refreshed.
    }

    [Fact]
    public void WhereTheCpuCounterStopsTheProcessStandsInAndThatIsTold()
    {
        using var harness = Harness();
        harness.Sample();
        _report.Add("CPU Energy", 2_000);
        harness.Sample(2);
        Use(joules: 4);
        Assert.Equal(2, harness.Sample(4)["cpu_package_energy_joules"]); // It may yet come.
        Use(joules: 3);
        harness.Sample(6);
        Assert.Equal(2 + 4 + 3, harness["cpu_package_energy_joules"]);
        Assert.Equal(7, harness["cpu_package_energy_estimated_joules"]);
        Assert.Equal(double.NaN, harness["cpu_package_power_watts"]);
        _report.Add("CPU Energy", 10_000); // It goes on, with all that it kept back.
        harness.Sample(8);
        Assert.Equal(12, harness["cpu_package_energy_joules"]);
        Assert.Equal(0, harness["cpu_package_energy_estimated_joules"]);
    }

    [Fact]
    public void TheTotalOfTheCpuNeverGoesBack()
    {
        using var harness = Harness();
        harness.Sample();
        var last = 0.0;
        for (var second = 2; second < 60; second += 2)
        {
            Use(joules: 5);
            _report.Add("CPU Energy", second % 14 == 0 ? 1_000 : 0);
            var joules = harness.Sample(second)["cpu_package_energy_joules"];
            Assert.True(joules >= last);
            last = joules;
        }

        Assert.InRange(last, 100, 5 * 30);
    }

    [Fact]
    public void ACounterThatWasSetAnewTakesNothingBack()
    {
        using var harness = Harness();
        _report.Add("GPU Energy", 2_000_000_000);
        harness.Sample();
        _report.Add("GPU Energy", -7_000_000_000);
        Assert.Equal(2, harness.Sample(2)["gpu_0_energy_joules"]);
    }

    [Fact]
    public void OverTheSleepOfTheMachineEnergyIsAddedAndPowerIsNot()
    {
        using var harness = Harness();
        _report.Add("GPU Energy", 2_000_000_000);
        harness.Sample();
        _report.Add("GPU Energy", 9_000_000_000);
        harness.Sample(5000, isAfterGap: true);
        Assert.Equal(11, harness["gpu_0_energy_joules"]);
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_watts"]);
        _report.Add("GPU Energy", 9_000_000_000);
        Assert.Equal(4.5, harness.Sample(5002)["gpu_0_power_usage_watts"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ARecordedPublicationGivesThePowerThatItsTimesTell(bool isCaptured)
    {
        var path = isCaptured ? AppleFixtures.Captured("ioreport", "energy-model-publication-m1-ultra.txt") : AppleFixtures.Own("energy-model.txt");
        var lines = File.ReadLines(path).Select(Recording.Parse).ToList();
        var report = new FakeIoReport(lines[0].Channels.Select(channel => FakeIoReport.Energy(channel.Name, channel.Unit)));
        var clocks = lines[0].Channels.ToDictionary(channel => channel.Name, channel => lines[0].Seconds - channel.Age - channel.Span);
        foreach (var (name, seconds) in clocks)
        {
            report.Add(name, 0, seconds);
        }

        using var harness = Harness(report);
        var (cpu, memory, last) = (0.0, 0.0, lines[^1]);
        foreach (var line in lines)
        {
            foreach (var channel in line.Channels)
            {
                report.Add(channel.Name, channel.Value, clocks[channel.Name] += channel.Span);
            }

            harness.Sample(line.Seconds);
            cpu += line.Joules("CPU Energy");
            memory += line.Joules("DRAM");
            AssertPower(line.Watts("CPU Energy"), harness["cpu_package_power_watts"]);
            AssertPower(line.Watts("DRAM"), harness["dram_power_watts"]);
            AssertPower(line.Watts("GPU Energy"), harness["gpu_0_power_usage_watts"]);
            if (line.Joules("CPU Energy") > 0)
            {
                AssertPower(line.Watts("ANE"), harness["ane_power_watts"]);
            }
        }

        Assert.Equal(cpu, harness["cpu_package_energy_joules"], 9);
        Assert.Equal(memory, harness["dram_energy_joules"], 9);
        Assert.True(cpu > 20);
        Assert.True(last.Joules("ANE") > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TimesInPerformanceStatesGiveClockAndWork(bool isCaptured)
    {
        var path = isCaptured ? AppleFixtures.Captured("ioreport", "residencies-m1-ultra.json") : AppleFixtures.Own("residencies.json");
        var file = JsonDocument.Parse(File.ReadAllText(path)).RootElement;
        var (fast, slow) = (file.GetProperty("p_cluster"), file.GetProperty("e_cluster"));
        var report = new FakeIoReport(FakeIoReport.Core("DIE_0_PCPU1_CPU0", Names(fast)), FakeIoReport.Core("DIE_1_PCPU0_CPU3", Names(fast)), FakeIoReport.Core("ECPU0", Names(slow)));
        using var harness = new SamplerHarness(new IoReportSampler(report, _kernel, s_mac, AppleFixtures.Registry(file), new AppleGpu()));
        report.Spend("DIE_0_PCPU1_CPU0", Times(fast)).Spend("DIE_1_PCPU0_CPU3", Times(fast)).Spend("ECPU0", Times(slow));
        harness.Sample(2);
        AssertExpected(fast, "performance");
        AssertExpected(slow, "efficiency");
        Assert.Equal(double.NaN, harness.Sample(9999, isAfterGap: true)["cpu_performance_frequency_megahertz"]);

        void AssertExpected(JsonElement cluster, string name)
        {
            var expected = cluster.GetProperty("expect");
            Assert.Equal(expected.GetProperty("freq_mhz").GetInt32(), (int)harness[$"cpu_{name}_frequency_megahertz"]); // Cut off there.
            Assert.Equal(expected.GetProperty("active_percent").GetDouble(), harness[$"cpu_{name}_active_percentage"], 0.005);
        }
    }

    [Fact]
    public void AGpuThatUsesStatesBeyondItsTableHasNoClock()
    {
        var pmgr = AppleFixtures.Tables(AppleFixtures.Own("pmgr.txt")).ToDictionary(table => table.Name, table => (object)AppleFixtures.Table(table.Numbers));
        var report = new FakeIoReport(FakeIoReport.Gpu("OFF", "P1", "P2", "P3", "P4", "P5"));
        using var harness = new SamplerHarness(new IoReportSampler(report, _kernel, s_mac, new FakeRegistry().Add("AppleARMIODevice", "pmgr", pmgr), new AppleGpu()));
        report.Spend("GPUPH", 600, 100, 0, 300, 0, 0);
        Assert.Equal(1000, harness.Sample(2)["gpu_0_clock_megahertz"]);
        Assert.Equal(40, harness["gpu_0_utilization_percentage"]);
        report.Spend("GPUPH", 600, 100, 0, 200, 100, 0);
        Assert.Equal(double.NaN, harness.Sample(4)["gpu_0_clock_megahertz"]);
        Assert.Equal(40, harness["gpu_0_utilization_percentage"]);
        report.Spend("GPUPH", 0, 0, 0, 0, 0, 0);
        Assert.Equal(double.NaN, harness.Sample(6)["gpu_0_utilization_percentage"]);
    }

    [Fact]
    public void OnlyChannelsThatMakeAMetricAreSubscribed()
    {
        var report = new FakeIoReport(
            FakeIoReport.Energy("PCPU0"), FakeIoReport.Energy("EACC_CPU"), FakeIoReport.Energy("DIE_0_CPU Energy"), FakeIoReport.Energy("GPU0_0"), FakeIoReport.Energy("GPU SRAM0"),
            new IoChannel("CPU Stats", "CPU Complex Performance States", "PCPU", "24Mticks", ["IDLE", "V0P0"]), new IoChannel("AMC Stats", "Perf Counters", "PCPU0", "B", []));
        using var harness = Harness(report);
        Assert.Equal(["DIE_0_CPU Energy", "GPU SRAM0"], report.Channels.Select(channel => channel.Name));
        Assert.Contains("system/gpu_0_sram_energy_joules", harness.Names);
    }

    [Fact]
    public void AnUnknownUnitMakesNoMetric()
    {
        using var harness = Harness(new FakeIoReport(FakeIoReport.Energy("CPU Energy", "events")));
        Assert.Equal("its drivers report nothing that we know", harness.Absence);
        Assert.Empty(harness.Names);
    }

    [Theory]
    [InlineData("J", 1)]
    [InlineData(" mJ ", 1e-3)]
    [InlineData("uJ", 1e-6)]
    [InlineData("µJ", 1e-6)]
    [InlineData("nJ", 1e-9)]
    [InlineData("pJ", 1e-12)]
    public void EnergyComesInManyUnits(string unit, double joules)
    {
        var report = new FakeIoReport(FakeIoReport.Energy("DRAM", unit));
        using var harness = Harness(report);
        report.Add("DRAM", 5_000);
        Assert.Equal(5_000 * joules, harness.Sample(2)["dram_energy_joules"], 12);
    }

    [Fact]
    public void AVirtualMachineSaysWhyItHasNone()
    {
        using var harness = Harness(new FakeIoReport { Absence = "no driver reports power" });
        Assert.Equal("no driver reports power", harness.Absence);
        Assert.Empty(harness.Names);
    }

    [Fact]
    public void WhileTheLibraryGivesNothingNothingIsTold()
    {
        using var harness = Harness();
        _report.Add("DRAM", 3_000);
        harness.Sample(2);
        _report.IsGone = true;
        harness.Sample(4);
        Assert.Equal(double.NaN, harness["dram_power_watts"]);
        Assert.Equal(3, harness["dram_energy_joules"]);
    }

    [Fact]
    public void NothingIsAllocatedAndTheReportIsGivenBack()
    {
        using (var harness = Harness())
        {
            Assert.Equal(0, harness.Allocated());
            Assert.All(harness.Table.Metrics, metric => Assert.Equal(metric.Name.EndsWith("_joules"), metric.Kind == MetricKind.Total));
        }

        Assert.True(_report.IsDisposed);
    }

    private static void AssertPower(double expected, double actual)
    {
        if (!double.IsNaN(expected))
        {
            Assert.Equal(expected, actual, 1e-9);
        }
    }

    private static string[] Names(JsonElement cluster) => [.. cluster.GetProperty("states").EnumerateArray().Select(state => state[0].GetString()!)];

    private static long[] Times(JsonElement cluster) => [.. cluster.GetProperty("states").EnumerateArray().Select(state => state[1].GetInt64())];

    private SamplerHarness Harness(FakeIoReport? report = null) => new(new IoReportSampler(report ?? _report, _kernel, s_mac, new FakeRegistry(), new AppleGpu()));

    private void Use(double joules)
    {
        var usage = _kernel.Usage!.Value;
        usage.EnergyNanojoules += (ulong)(joules * 1e9);
        _kernel.Usage = usage;
    }

    /// <summary>A line of a recorded publication: what each counter added, over what time, how long ago.</summary>
    private sealed partial record Recording(double Seconds, List<(string Name, long Value, string Unit, double Span, double Age)> Channels)
    {
        public static Recording Parse(string line)
        {
            var channels = Channel().Matches(line).Select(match => (
                match.Groups["name"].Value,
                long.Parse(match.Groups["value"].Value, CultureInfo.InvariantCulture),
                match.Groups["unit"].Value,
                Number(match.Groups["span"].Value) / 1000,
                Number(match.Groups["age"].Value) / 1000));
            return new Recording(Number(Time().Match(line).Groups[1].Value), [.. channels]);
        }

        public double Joules(string name) => Channels.Where(channel => channel.Name.Contains(name)).Sum(channel => channel.Value * (channel.Unit == "nJ" ? 1e-9 : 1e-3));

        public double Watts(string name) => Joules(name) / Channels.Where(channel => channel.Name.Contains(name)).Max(channel => channel.Span);

        private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

        [GeneratedRegex(@"t=([\d.]+)s")]
        private static partial Regex Time();

        [GeneratedRegex(@"(?<name>[A-Z][A-Za-z0-9_ ]*) dv=(?<value>\d+)(?<unit>[mn]J) dts=(?<span>[\d.]+)ms age=(?<age>[\d.]+)ms")]
        private static partial Regex Channel();
    }
}

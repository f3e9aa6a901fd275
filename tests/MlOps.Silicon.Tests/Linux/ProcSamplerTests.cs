using MlOps.Silicon.Linux;

namespace MlOps.Tests.Linux;

/// <summary>The samplers of <c>/proc</c> over texts of a test's own.</summary>
public sealed class ProcSamplerTests : IDisposable
{
    private readonly LinuxTree _tree = new();

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("dotnet")]
    [InlineData("a) R 9 9 (b")]
    [InlineData("line\nbreak) 1 2")]
    [InlineData("))))")]
    [InlineData("")]
    public void TheNameOfAProgramMayHoldAnything(string name)
    {
        Write(name, user: 1000, system: 500, threads: 17, pages: 2500);
        using var process = new SamplerHarness(new ProcessSampler(_tree.PathOf("stat")));
        process.Sample(10);
        Assert.Equal(double.NaN, process["process_cpu_percentage"]);
        Write(name, user: 1150, system: 550, threads: 18, pages: 2600);
        process.Sample(12);

        Assert.Equal(100, process["process_cpu_percentage"], 1e-9);
        Assert.Equal(18, process["process_threads"]);
        Assert.Equal(2600 * Environment.SystemPageSize / 1e6, process["process_memory_rss_megabytes"], 1e-9);
        Assert.Equal(0, process.Allocated());
    }

    [Fact]
    public void AProcessThatIsNotToldOfIsAnError()
    {
        _tree["stat"] = "12 (dotnet) S 1";
        using var process = new ProcessSampler(_tree.PathOf("stat"));
        Assert.Null(process.Probe(new()));
        Assert.Throws<InvalidDataException>(() => process.Sample(new(1), new double[3]));
    }

    [Fact]
    public void TimesThatGoBackAreNoUse()
    {
        using var cpu = Cpu("cpu  100 0 100 800 0 0 0 0 0 0");
        Assert.Equal(double.NaN, cpu.Sample(1)["cpu_utilization_percentage"]);
        Assert.Equal((50, 10), Next(2, "cpu  130 0 110 840 10 0 0 10 0 0"));
        Assert.Equal((double.NaN, double.NaN), Next(3, "cpu  130 0 110 840 10 0 0 10 0 0")); // A host that stands still.
        Assert.Equal((double.NaN, double.NaN), Next(4, "cpu  10 0 10 80 0 0 0 0 0 0"));
        Assert.Equal((100, 0), Next(5, "cpu  30 0 10 70 0 0 0 0 0 0")); // Idle time alone went back.
        Assert.Equal((double.NaN, double.NaN), Next(3600, "cpu  30 0 10 900 0 0 0 0 0 0", isAfterGap: true));
        Assert.Equal((0, 0), Next(3601, "cpu  30 0 10 1000 0 0 0 0 0 0"));
        Assert.Equal(0, cpu.Allocated());

        (double, double) Next(double seconds, string line, bool isAfterGap = false)
        {
            _tree["stat"] = line;
            cpu.Sample(seconds, isAfterGap);
            return (cpu["cpu_utilization_percentage"], cpu["cpu_steal_percentage"]);
        }
    }

    [Fact]
    public void EachClassOfCoresIsAsBusyAsItsOwn()
    {
        using var cpu = Cpu(Text(0, 0, 0, 0), new CoreClasses(["Performance", "Efficiency"], [0, 0, 1, -1]));
        cpu.Sample(1);
        _tree["stat"] = Text(100, 50, 30, 100);
        cpu.Sample(2);
        Assert.Equal(75, cpu["cpu_performance_utilization_percentage"]);
        Assert.Equal(30, cpu["cpu_efficiency_utilization_percentage"]);
        Assert.Equal(0, cpu.Allocated());

        static string Text(params int[] busy) =>
            $"cpu  {busy.Sum() + 1} 0 0 {401 - busy.Sum()} 0 0 0 0 0 0\n"
            + string.Join('\n', busy.Select(static (ticks, index) => $"cpu{index} {ticks} 0 0 {1000 + (ticks == 0 ? 0 : 100 - ticks)} 0 0 0 0 0 0"))
            + "\nintr 5 5 5\nctxt 9";
    }

    [Theory]
    [InlineData("intr 1 2 3")]
    [InlineData("cpu  1 2")]
    [InlineData("")]
    public void ATextThatIsNotOfThisKindIsAnError(string text)
    {
        using var cpu = new CpuSampler(_tree.PathOf("stat"), static () => CoreClasses.None);
        _tree["stat"] = text;
        Assert.Null(cpu.Probe(new()));
        Assert.Throws<InvalidDataException>(() => cpu.Sample(new(1), new double[2]));
    }

    [Fact]
    public void WhatIsUsedIsWhatIsNotAvailable()
    {
        using var memory = Memory("MemTotal: 1000000 kB\nMemFree: 100 kB\nMemAvailable: 600000 kB\nBuffers: 7 kB\nSwapTotal: 5000 kB\nSwapFree: 4000 kB");
        memory.Sample(1);
        Assert.Equal((400000 * 1024 / 1e6, 40, 1.024), (memory["system_memory_usage_megabytes"], memory["system_memory_usage_percentage"], memory["swap_usage_megabytes"]));
        Assert.Equal(0, memory.Allocated());
    }

    [Fact]
    public void AnOldKernelThatDoesNotSayWhatIsAvailableWouldGiveBackItsCaches()
    {
        using var memory = Memory("MemTotal: 1000 kB\nMemFree: 100 kB\nBuffers: 50 kB\nCached: 250 kB\nSwapCached: 500 kB");
        memory.Sample(1);
        Assert.Equal(60, memory["system_memory_usage_percentage"]);
        Assert.Equal(double.NaN, memory["swap_usage_megabytes"]);
    }

    [Theory]
    [InlineData("MemTotal: 0 kB\nMemFree: 0 kB")]
    [InlineData("MemFree: 5 kB")]
    [InlineData("")]
    public void AMemoryThatIsNotKnownIsNotZero(string text)
    {
        using var memory = Memory(text);
        memory.Sample(1);
        Assert.Equal((double.NaN, double.NaN), (memory["system_memory_usage_megabytes"], memory["system_memory_usage_percentage"]));
    }

    [Fact]
    public void NamesOfInterfacesMayStickToNumbersAndHoldColons()
    {
        Interfaces("  lo: 1000000 1 0 0 0 0 0 0 2000000 1 0 0 0 0 0 0", "eth0:3000000 1 0 0 0 0 0 0 4000000 1 0 0 0 0 0 0", "eth0:1:5000000 1 0 0 0 0 0 0 6000000 1 0 0 0 0 0 0");
        using var network = Network();
        network.Sample(1);
        Assert.Equal((9, 12), (network["network_receive_megabytes"], network["network_transmit_megabytes"]));
        Assert.Equal(0, network.Allocated());
    }

    [Fact]
    public void AnInterfaceThatGoesTakesNothingFromTheTotal()
    {
        Interfaces("eth0: 1000000 0 0 0 0 0 0 0 0", "veth1: 9000000 0 0 0 0 0 0 0 0");
        using var network = Network();
        Assert.Equal(10, network.Sample(1)["network_receive_megabytes"]);
        Interfaces("eth0: 2000000 0 0 0 0 0 0 0 0");
        Assert.Equal(10, network.Sample(2)["network_receive_megabytes"]);
        Interfaces("eth0: 2500000 0 0 0 0 0 0 0 0");
        Assert.Equal(10.5, network.Sample(3)["network_receive_megabytes"]);
    }

    [Fact]
    public void PressureIsTheShareOfTimeSinceTheLastSample()
    {
        using var pressure = Pressure("memory", "some avg10=0.00 avg60=0.00 avg300=0.00 total=1000\nfull avg10=0.00 avg60=0.00 avg300=0.00 total=500", out var sampler);
        Assert.Equal(double.NaN, pressure.Sample(1)["memory_pressure_some_percentage"]);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
        _tree["pressure/memory"] = "some avg10=10.01 avg60=0.00 avg300=0.00 total=501000\nfull avg10=5.00 avg60=0.00 avg300=0.00 total=100500";
        pressure.Sample(2);
        Assert.Equal((50, 10), (pressure["memory_pressure_some_percentage"], pressure["memory_pressure_full_percentage"]));
        Assert.Equal(ThermalLevel.Elevated, sampler.Level);
        _tree["pressure/memory"] = "some avg10=30 avg60=0 avg300=0 total=9999999\nfull avg10=5.01 avg60=0 avg300=0 total=9999999";
        pressure.Sample(3);
        Assert.Equal((100, 100), (pressure["memory_pressure_some_percentage"], pressure["memory_pressure_full_percentage"]));
        Assert.Equal(ThermalLevel.Throttling, sampler.Level);
        Assert.Equal(0, pressure.Allocated());
    }

    [Fact]
    public void APressureThatIsNotToldIsNotZero()
    {
        using var pressure = Pressure("memory", "full avg10=0.00 avg60=0.00 avg300=0.00 total=", out var sampler);
        pressure.Sample(1).Sample(2);
        Assert.Equal((double.NaN, double.NaN), (pressure["memory_pressure_some_percentage"], pressure["memory_pressure_full_percentage"]));
        Assert.Null(sampler.Level);
    }

    [Fact]
    public void AllOfTheWorkCannotWaitForAProcessor()
    {
        using var pressure = Pressure("cpu", "some avg10=99.00 avg60=0.00 avg300=0.00 total=5\nfull avg10=99.00 avg60=0.00 avg300=0.00 total=5", out var sampler);
        Assert.Equal(["system/cpu_pressure_some_percentage"], pressure.Sample(1).Names);
        Assert.Null(sampler.Level); // Waiting for processors is no heat.
    }

    [Fact]
    public void AKernelWithoutPressureSaysWhy()
    {
        using var missing = new SamplerHarness(new PressureSampler(_tree.PathOf("pressure"), "io"));
        Assert.StartsWith("there is no ", missing.Absence, StringComparison.Ordinal);
        Directory.CreateDirectory(_tree.PathOf("pressure/io")); // It opens and cannot be read, as where PSI is switched off.
        using var off = new SamplerHarness(new PressureSampler(_tree.PathOf("pressure"), "io"));
        Assert.NotNull(off.Absence);
        Assert.Empty(off.Names);
    }

    [Fact]
    public void WhatDisksDidForThisProcessIsNotWhatItWrote()
    {
        _tree["io"] = "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5000000\nwrite_bytes: 6000000\ncancelled_write_bytes: 7";
        using var disk = new SamplerHarness(new ProcessIoSampler(_tree.PathOf("io")));
        disk.Sample(1);
        Assert.Equal((5, 6), (disk["process_disk_read_megabytes"], disk["process_disk_write_megabytes"]));
        Assert.Equal(0, disk.Allocated());
        _tree["io"] = "rchar: 1";
        Assert.Equal(double.NaN, disk.Sample(2)["process_disk_read_megabytes"]);
    }

    [Fact]
    public void IdleTimeTellsHowBusyAllProcessorsAre()
    {
        _tree["uptime"] = "1000.00 2000.00";
        using var idle = new SamplerHarness(new IdleSampler(_tree.PathOf("uptime"), static () => 4));
        Assert.Equal(double.NaN, idle.Sample(1)["cpu_utilization_percentage"]);
        _tree["uptime"] = "1010.00 2010.00";
        Assert.Equal(75, idle.Sample(11)["cpu_utilization_percentage"], 1e-9);
        _tree["uptime"] = "1010.00 2000.00"; // Idle time went back.
        Assert.Equal(double.NaN, idle.Sample(12)["cpu_utilization_percentage"]);
        _tree["uptime"] = "gone";
        Assert.Equal(double.NaN, idle.Sample(13)["cpu_utilization_percentage"]);
        Assert.Equal(0, idle.Allocated());
    }

    [Fact]
    public void TheCapturedMachineIsReadAsItIs()
    {
        var root = LinuxTree.Captured("this-machine", "proc");
        using var memory = new SamplerHarness(new MemorySampler(Path.Combine(root, "meminfo")));
        using var cpu = new SamplerHarness(new CpuSampler(Path.Combine(root, "stat"), static () => CoreClasses.None));
        using var process = new SamplerHarness(new ProcessSampler(Path.Combine(root, "dotnet", "stat")));
        using var network = new SamplerHarness(new NetworkSampler(Path.Combine(root, "net", "dev")));
        Assert.InRange(memory.Sample(1)["system_memory_usage_percentage"], 1, 99);
        Assert.Equal(double.NaN, cpu.Sample(1)["cpu_utilization_percentage"]);
        Assert.InRange(process.Sample(1)["process_threads"], 2, 100);
        Assert.True(network.Sample(1)["network_receive_megabytes"] >= 0);
        Assert.All((SamplerHarness[])[memory, cpu, process, network], static sampler => Assert.Equal(0, sampler.Allocated()));
    }

    [Fact]
    public void TheCapturedTextsOfOthersAreReadAsTheyAre()
    {
        using var tree = LinuxTree.Unpacked();
        using var memory = new SamplerHarness(new MemorySampler(tree.PathOf("procfs/proc/meminfo")));
        using var process = new SamplerHarness(new ProcessSampler(tree.PathOf("procfs/proc/26231/stat")));
        using var io = new SamplerHarness(new PressureSampler(tree.PathOf("procfs/proc/pressure"), "io"));
        Assert.Equal((15666184 - 440324 - 1020128 - 12007640) * 1.024 / 1e3, memory.Sample(1)["system_memory_usage_megabytes"], 1e-6); // It has no MemAvailable.
        Assert.Equal(1, process.Sample(1)["process_threads"]);
        Assert.Equal(1981 * Environment.SystemPageSize / 1e6, process["process_memory_rss_megabytes"], 1e-9);
        Assert.Equal(0, io.Sample(1).Sample(2)["io_pressure_full_percentage"]);

        // 132 KB of interrupts behind the first line do no harm.
        using var cpu = new SamplerHarness(new CpuSampler(tree.PathOf("procfs/proc/stat"), static () => new CoreClasses(["Fast", "Slow"], [0, 0, 0, 0, 1, 1, 1, 1])));
        Assert.Equal(double.NaN, cpu.Sample(1).Sample(2)["cpu_fast_utilization_percentage"]);
        Assert.Equal(0, cpu.Allocated());
    }

    private void Write(string name, int user, int system, int threads, int pages) =>
        _tree["stat"] = $"26231 ({name}) R 5392 7446 5392 34835 -1 4218880 32533 309516 26 82 {user} {system} 158 99 20 -5 {threads} 0 82375 56274944 {pages} 18446744073709551615 4194304";

    private SamplerHarness Cpu(string text, CoreClasses? classes = null)
    {
        _tree["stat"] = text;
        return new(new CpuSampler(_tree.PathOf("stat"), () => classes ?? CoreClasses.None));
    }

    private SamplerHarness Memory(string text)
    {
        _tree["meminfo"] = text;
        return new(new MemorySampler(_tree.PathOf("meminfo")));
    }

    private SamplerHarness Pressure(string resource, string text, out PressureSampler sampler)
    {
        _tree["pressure/" + resource] = text;
        return new(sampler = new PressureSampler(_tree.PathOf("pressure"), resource));
    }

    private void Interfaces(params string[] lines) => _tree["dev"] = "Inter-|   Receive                  |  Transmit\n face |bytes    packets errs drop fifo frame compressed multicast|bytes\n" + string.Join('\n', lines);

    private SamplerHarness Network() => new(new NetworkSampler(_tree.PathOf("dev")));
}

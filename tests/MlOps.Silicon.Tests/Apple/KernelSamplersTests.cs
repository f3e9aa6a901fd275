using System.Runtime.InteropServices;
using MlOps.Silicon.Apple;

namespace MlOps.Tests.Apple;

public sealed class KernelSamplersTests
{
    private static readonly SysctlText s_mac = new(["hw.nperflevels: 2", "hw.perflevel0.name: Super", "hw.perflevel1.name: Efficiency",
        "hw.memsize: 16000000000", "hw.pagesize: 16384", "hw.tbfrequency: 24000000"]);

    [Fact]
    public void ProcessorsAreBusyTogetherAndByTheirKind()
    {
        var kernel = new FakeKernel { Ticks = [0, 0, 100, 0, 0, 0, 100, 0, 0, 0, 100, 0] };
        using var harness = new SamplerHarness(new HostCpuSampler(kernel, s_mac, new FakeRegistry().AddProcessors("EPP")));
        Assert.Null(harness.Absence);
        Assert.Equal(double.NaN, harness.Sample()["cpu_utilization_percentage"]);
        kernel.Ticks = [10, 0, 190, 0, 20, 30, 100, 50, 60, 0, 140, 0];
        harness.Sample(1);
        Assert.Equal(170.0 / 300 * 100, harness["cpu_utilization_percentage"]);
        Assert.Equal(80, harness["cpu_super_utilization_percentage"]);
        Assert.Equal(10, harness["cpu_efficiency_utilization_percentage"]);
        Assert.Equal(double.NaN, harness.Sample(2)["cpu_utilization_percentage"]); // No time has passed by these counters.
    }

    [Fact]
    public void TicksThatWrapGoOn()
    {
        var kernel = new FakeKernel { Ticks = [uint.MaxValue - 24, 0, uint.MaxValue, 0] };
        using var harness = new SamplerHarness(new HostCpuSampler(kernel, s_mac, new FakeRegistry()));
        harness.Sample();
        kernel.Ticks = [0, 0, 74, 0];
        Assert.Equal(25, harness.Sample(1)["cpu_utilization_percentage"]);
        Assert.DoesNotContain("system/cpu_super_utilization_percentage", harness.Names); // Nothing says which processor is which.
    }

    [Fact]
    public void ProcessorsThatCannotBeReadAreNotIdle()
    {
        var kernel = new FakeKernel { Ticks = [0, 0, 0, 0] };
        using var harness = new SamplerHarness(new HostCpuSampler(kernel, s_mac, new FakeRegistry()));
        kernel.Ticks = null;
        Assert.Equal(double.NaN, harness.Sample()["cpu_utilization_percentage"]);
        kernel.Ticks = [90, 0, 10, 0];
        Assert.Equal(double.NaN, harness.Sample(1)["cpu_utilization_percentage"]); // Since the machine was started.
        kernel.Ticks = [140, 0, 60, 0];
        Assert.Equal(50, harness.Sample(2)["cpu_utilization_percentage"]);
        kernel.Ticks = [150, 0, 150, 0];
        Assert.Equal(double.NaN, harness.Sample(9999, isAfterGap: true)["cpu_utilization_percentage"]);
        Assert.NotNull(new SamplerHarness(new HostCpuSampler(new FakeKernel(), s_mac, new FakeRegistry())).Absence);
    }

    [Theory]
    [InlineData("EPP", 'P', 0)]
    [InlineData("EPP", 'E', 1)]
    [InlineData("MP", 'P', 0)]
    [InlineData("MP", 'M', 1)]
    [InlineData("E", 'E', -1)]
    [InlineData("PME", 'M', -1)]
    [InlineData("XP", 'X', -1)]
    public void LettersOfTheHardwareAreMatchedWithNamesByTheirOrder(string letters, char letter, int index) =>
        Assert.Equal(index, AppleCores.IndexOf(letter, letters, ["Super", "Other"]));

    [Fact]
    public void MemoryIsReckonedAsMlflowDoes()
    {
        var kernel = Kernel();
        using var harness = new SamplerHarness(new MemorySampler(kernel, s_mac));
        harness.Sample();
        Assert.Equal(500_000 * 16384.0 / 1e6, harness["system_memory_usage_megabytes"]);
        Assert.Equal(500_000 * 16384.0 / 16e9 * 100, harness["system_memory_usage_percentage"], 9);
        Assert.Equal(150_000 * 16384.0 / 1e6, harness["system_memory_available_megabytes"]);
        Assert.Equal(7_000 * 16384.0 / 1e6, harness["system_memory_compressed_megabytes"]);
        Assert.Equal(512, harness["swap_usage_megabytes"]);
        Assert.Equal(2, harness["memory_pressure_level"]);
        Assert.Equal(41, harness["memory_pressure_free_percentage"]);
        kernel.Statistics = null;
        kernel.Sysctls.Clear();
        harness.Sample(1);
        Assert.All(harness.Names, name => Assert.Equal(double.NaN, harness[name["system/".Length..]]));
    }

    [Fact]
    public void WhatOlderKernelsLackIsLeftOut()
    {
        var kernel = Kernel();
        kernel.Sysctls.Clear();
        using var harness = new SamplerHarness(new MemorySampler(kernel, s_mac));
        Assert.Equal(["system/system_memory_usage_megabytes", "system/system_memory_usage_percentage", "system/system_memory_available_megabytes", "system/system_memory_compressed_megabytes"], harness.Names);
    }

    [Fact]
    public void AKernelWithMoreToTellIsNotAskedForIt()
    {
        var kernel = Kernel();
        kernel.Statistics = (62, IsStrict: false);
        using var harness = new SamplerHarness(new MemorySampler(kernel, s_mac));
        Assert.Null(harness.Absence);
        harness.Sample();
        Assert.All(kernel.AskedForStatistics, count => Assert.Equal(38u, count));
    }

    [Fact]
    public void AKernelThatRefusesToTellLessIsAskedForAsMuchAsItSaysAndThatIsRemembered()
    {
        var kernel = Kernel();
        kernel.Statistics = (70, IsStrict: true);
        using var harness = new SamplerHarness(new MemorySampler(kernel, s_mac));
        Assert.Null(harness.Absence);
        Assert.Equal(8192, harness.Sample()["system_memory_usage_megabytes"]);
        Assert.Equal([38, 70, 70], kernel.AskedForStatistics);
    }

    [Theory]
    [InlineData(10_000u, true)] // More than there is room for.
    [InlineData(20u, false)] // Less than we know.
    public void AKernelThatCannotBeUnderstoodIsAbsent(uint count, bool isStrict)
    {
        var kernel = Kernel();
        kernel.Statistics = (count, isStrict);
        Assert.Equal("the kernel does not tell about its memory", new SamplerHarness(new MemorySampler(kernel, s_mac)).Absence);
    }

    [Fact]
    public void AProcessHasItsTimeMemoryAndEnergy()
    {
        var kernel = Kernel();
        using var harness = new SamplerHarness(new ProcessSampler(kernel, s_mac));
        harness.Sample();
        Assert.Equal(double.NaN, harness["process_cpu_percentage"]);
        Assert.Equal(0, harness["process_energy_joules"]);
        kernel.Usage = new ResourceUsage
        {
            UserTime = 24_000_000 + 72_000_000,
            SystemTime = 24_000_000,
            PerformanceUserTime = 12_000_000 + 48_000_000,
            Footprint = 300_000_000,
            EnergyNanojoules = 1_000_000_000 + 8_000_000_000,
        };
        harness.Sample(2);
        Assert.Equal(200, harness["process_cpu_percentage"], 9); // 4 of 24 million ticks a second, in 2 seconds.
        Assert.Equal(100, harness["process_performance_core_percentage"], 9);
        Assert.Equal(300, harness["process_memory_footprint_megabytes"]);
        Assert.Equal(8, harness["process_energy_joules"]);
        Assert.Equal(4, harness["process_power_watts"]);
        Assert.Equal(123, harness["process_memory_rss_megabytes"]);
        Assert.Equal(4000, harness["process_memory_vms_megabytes"]);
        Assert.Equal(17, harness["process_threads"]);
        kernel.Usage = null;
        kernel.Task = null;
        harness.Sample(3);
        Assert.Equal(8, harness["process_energy_joules"]); // What was used was used.
        Assert.Equal(double.NaN, harness["process_power_watts"]);
        Assert.Equal(double.NaN, harness["process_threads"]);
    }

    [Fact]
    public void AKernelThatDoesNotMeasureEnergyTellsNone()
    {
        var kernel = Kernel();
        kernel.Usage = new ResourceUsage { UserTime = 1, Footprint = 1_000_000 };
        using var harness = new SamplerHarness(new ProcessSampler(kernel, s_mac));
        Assert.DoesNotContain("system/process_energy_joules", harness.Names);
        Assert.DoesNotContain("system/process_performance_core_percentage", harness.Names);
        kernel.NewestUsage = 4;
        using var older = new SamplerHarness(new ProcessSampler(kernel, s_mac));
        Assert.Equal(1, older.Sample()["process_memory_footprint_megabytes"]);
        kernel.NewestUsage = 3;
        Assert.NotNull(new SamplerHarness(new ProcessSampler(kernel, s_mac)).Absence);
    }

    [Fact]
    public void NothingIsAllocated()
    {
        var kernel = Kernel();
        using var processors = new SamplerHarness(new HostCpuSampler(kernel, s_mac, new FakeRegistry().AddProcessors("EP")));
        using var process = new SamplerHarness(new ProcessSampler(kernel, s_mac));
        Assert.Equal(0, processors.Allocated());
        using var memory = new SamplerHarness(new MemorySampler(new QuietKernel(kernel), s_mac));
        Assert.Equal(0, process.Allocated());
        Assert.Equal(0, memory.Allocated());
    }

    [Fact]
    public void LayoutsAreThoseOfTheKernel()
    {
        Assert.Equal(152, Marshal.SizeOf<MemoryPages>());
        Assert.Equal(
            [0, 4, 8, 12, 16, 80, 88, 92, 96, 104, 112, 120, 128, 132, 136, 140, 144],
            Offsets<MemoryPages>("Free", "Active", "Inactive", "Wired", "ZeroFilled", "Purges", "Purgeable", "Speculative", "Decompressions", "Compressions", "SwapIns", "SwapOuts", "Compressor", "Throttled", "External", "Internal", "Uncompressed"));
        Assert.Equal(464, Marshal.SizeOf<ResourceUsage>());
        Assert.Equal([16, 24, 72, 304, 312, 336], Offsets<ResourceUsage>("UserTime", "SystemTime", "Footprint", "PerformanceUserTime", "PerformanceSystemTime", "EnergyNanojoules"));
        Assert.Equal(96, Marshal.SizeOf<TaskUsage>());
        Assert.Equal([0, 8, 84], Offsets<TaskUsage>("Virtual", "Resident", "Threads"));
        Assert.Equal(32, Marshal.SizeOf<SwapUsage>());
        Assert.Equal([0, 8, 16, 24, 28], Offsets<SwapUsage>("Total", "Available", "Used", "PageSize", "IsEncrypted"));
    }

    private static IEnumerable<int> Offsets<T>(params string[] fields) => fields.Select(field => (int)Marshal.OffsetOf<T>(field));

    private static FakeKernel Kernel()
    {
        var swap = new SwapUsage { Total = 2_000_000_000, Used = 512_000_000 };
        return new FakeKernel
        {
            Memory = new MemoryPages { Free = 50_000, Active = 200_000, Inactive = 100_000, Wired = 300_000, Compressor = 7_000 },
            Usage = new ResourceUsage { UserTime = 24_000_000, PerformanceUserTime = 12_000_000, Footprint = 1, EnergyNanojoules = 1_000_000_000 },
            Task = new TaskUsage { Resident = 123_000_000, Virtual = 4_000_000_000, Threads = 17 },
            Ticks = [1, 2, 3, 4, 5, 6, 7, 8],
            Sysctls =
            {
                ["vm.swapusage"] = MemoryMarshal.AsBytes(new Span<SwapUsage>(ref swap)).ToArray(),
                ["kern.memorystatus_vm_pressure_level"] = BitConverter.GetBytes(2),
                ["kern.memorystatus_level"] = BitConverter.GetBytes(41),
            },
        };
    }

    // The fake one makes texts and lists.
    private sealed class QuietKernel(FakeKernel kernel) : IKernel
    {
        public int ReadSysctl(ReadOnlySpan<byte> name, Span<byte> value) => value.Length;

        public int ReadTicks(Span<uint> ticks) => kernel.ReadTicks(ticks);

        public int ReadMemory(Span<int> statistics, ref uint count) => 0;

        public bool ReadTask(Span<byte> task) => kernel.ReadTask(task);

        public bool ReadUsage(int flavor, Span<byte> usage) => kernel.ReadUsage(flavor, usage);
    }
}

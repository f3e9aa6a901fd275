using MlOps.Silicon.Detection;

namespace MlOps.Tests.Detection;

public sealed class AdvisorTests
{
    private const long Gibibyte = 1L << 30;

    private static readonly SiliconInfo s_plain = Machine(new CpuInfo { LogicalCount = 8, CoreCount = 8 });

    [Fact]
    public void CoresOfOneKindAreAllUsed() => Assert.Equal(("8", "4"), (Value(s_plain, "training_parallelism"), Value(s_plain, "loader_parallelism")));

    [Fact]
    public void HardwareThreadsAreForLoaders()
    {
        var machine = Machine(new CpuInfo { LogicalCount = 16, CoreCount = 8 });
        Assert.Equal(("8", "8"), (Value(machine, "training_parallelism"), Value(machine, "loader_parallelism")));
        Assert.Contains("8 cores make 16 processors", Of(machine, "training_parallelism")!.Reason);
    }

    [Fact]
    public void SlowerCoresAreForLoadersAndTheFastOnesAreNamed()
    {
        var machine = Machine(Hybrid(processors: "0-7"));
        Assert.Equal(("4", "8", "0-7"), (Value(machine, "training_parallelism"), Value(machine, "loader_parallelism"), Value(machine, "pinning")));
        Assert.Contains("taskset -c 0-7", Of(machine, "pinning")!.Reason);
        Assert.Equal("none", Value(Machine(Hybrid(processors: null)), "pinning")); // As macOS has it.
    }

    [Theory]
    [InlineData(2.0, "2", "1")]
    [InlineData(0.5, "1", "1")]
    [InlineData(2.5, "3", "1")]
    [InlineData(64.0, "8", "4")] // More than there are is no limit.
    public void ALimitIsKept(double processors, string training, string loading)
    {
        var machine = s_plain with { Limits = new("cgroup v2", processors, null) };
        Assert.Equal((training, loading), (Value(machine, "training_parallelism"), Value(machine, "loader_parallelism")));
        Assert.Equal(processors < 8, Of(machine, "training_parallelism")!.Reason.StartsWith("cgroup v2 allows", StringComparison.Ordinal));
    }

    [Fact]
    public void AMachineWithOneProcessorStillLoads() =>
        Assert.Equal("1", Value(Machine(new CpuInfo { LogicalCount = 1 }), "loader_parallelism"));

    [Fact]
    public void TheSmallestGpuSaysHowLargeABatchMayBe()
    {
        var machine = s_plain with { Gpus = [new() { Vendor = "NVIDIA", Name = "A100", Memory = 40 * Gibibyte }, new() { Vendor = "NVIDIA", Memory = 10 * Gibibyte }, new() { Vendor = "Intel" }] };
        Assert.Equal($"{6 * Gibibyte}", Value(machine, "batch_memory_bytes"));
    }

    [Fact]
    public void WithoutAGpuItIsTheMemoryThatIsFreeOrAllowed()
    {
        Assert.Equal($"{(long)(8 * Gibibyte * 0.6)}", Value(s_plain, "batch_memory_bytes"));
        Assert.Equal($"{(long)(2 * Gibibyte * 0.6)}", Value(s_plain with { Limits = new("cgroup v2", null, 2 * Gibibyte) }, "batch_memory_bytes"));
        Assert.Null(Of(s_plain with { Memory = new(null, null, null, false) }, "batch_memory_bytes"));
    }

    [Theory]
    [InlineData("AVX512BF16", null, "bfloat16")]
    [InlineData("AVX2", null, "float32")]
    [InlineData("AVX2", "NVIDIA", "bfloat16")]
    [InlineData("AVX2", "Intel", "float32")]
    public void PrecisionIsWhatTheMachineMultiplies(string feature, string? vendor, string precision)
    {
        var machine = Machine(new CpuInfo { LogicalCount = 8, Features = [feature] }) with { Gpus = vendor is null ? [] : [new() { Vendor = vendor }] };
        Assert.Equal(precision, Value(machine, "precision"));
    }

    [Theory]
    [InlineData(8, 16, false, "server")]
    [InlineData(8, 16, true, "server")]
    [InlineData(2, 16, true, "workstation")]
    [InlineData(8, 1, true, "workstation")]
    public void TheCollectorFitsProcessorsAndMemory(int processors, long gibibytes, bool isServer, string collector)
    {
        var machine = Machine(new CpuInfo { LogicalCount = processors }, isServer) with { Limits = new("cgroup v2", null, gibibytes * Gibibyte) };
        Assert.Equal(collector, Value(machine, "gc"));
        Assert.Equal(isServer == (collector == "server"), Of(machine, "gc")!.Reason.Contains("fits", StringComparison.Ordinal));
    }

    [Fact]
    public void EveryAdviceHasAReasonAndAName()
    {
        Assert.All(SiliconInfo.Current.Advice, static advice => Assert.True(advice.Name.Length > 0 && advice.Value.Length > 0 && advice.Reason.EndsWith('.') | advice.Reason.EndsWith(')')));
        Assert.Equal(SiliconInfo.Current.Advice.Count, SiliconInfo.Current.Advice.DistinctBy(static advice => advice.Name).Count());
    }

    internal static SiliconInfo Machine(CpuInfo cpu, bool isServer = false) => new()
    {
        OperatingSystem = new("Test", null, null, "x64"),
        Cpu = cpu,
        Memory = new(16 * Gibibyte, 8 * Gibibyte, null, false),
        Dotnet = new(".NET 10.0.0", "x64", isServer, true, false, cpu.LogicalCount, 16 * Gibibyte),
    };

    private static CpuInfo Hybrid(string? processors) => new()
    {
        LogicalCount = 12,
        CoreCount = 8,
        CoreClasses = [new() { Name = "Performance", CoreCount = 4, LogicalCount = 8, Processors = processors }, new() { Name = "Efficiency", CoreCount = 4, LogicalCount = 4 }],
    };

    private static SiliconAdvice? Of(SiliconInfo machine, string name) => Advisor.Advise(machine).SingleOrDefault(advice => advice.Name == name);

    private static string? Value(SiliconInfo machine, string name) => Of(machine, name)?.Value;
}

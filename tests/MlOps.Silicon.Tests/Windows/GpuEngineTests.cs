using System.Runtime.InteropServices;
using CsCheck;
using MlOps.Silicon.Sampling;
using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

public sealed class GpuEngineTests
{
    private const uint Me = 4711;
    private static readonly string[] s_parts = ["pid", "luid", "luid", "eng", "phys", "engtype", "0x1", "0x1", "0xZ", "12", "-1", "99999999999", ""];
    private const string First = "luid_0x00000000_0x0000C7A5_phys_0", Second = "luid_0x00000001_0x0000000B_phys_0";

    [Fact]
    public void TheNameOfAnInstanceIsRead()
    {
        Assert.True(GpuEngine.TryParse($"pid_1234_{First}_eng_3_engtype_Compute_0", out var engine));
        Assert.Equal(new GpuEngine(1234, 0xC7A5, 3), engine);
        Assert.True(GpuEngine.TryParse(Second, out var adapter));
        Assert.Equal(new GpuEngine(0, 0x1_0000_000B, -1), adapter);
        Assert.False(GpuEngine.TryParse("pid_1234", out _));
    }

    [Fact]
    public void ANameWithPartsMissingOrTwistedIsReadWithoutFault() =>
        Gen.Int[0, s_parts.Length - 1].Select(static index => s_parts[index]).Array[0, 12].Sample(static parts =>
            Assert.Equal(IsWhole(parts), GpuEngine.TryParse(string.Join('_', parts), out _)));

    // An adapter is named by the word and two numbers after it, before any empty part ends the name.
    private static bool IsWhole(string[] parts)
    {
        var isKnown = false;
        for (var index = 0; index < parts.Length && parts[index].Length > 0; index++)
        {
            var takes = parts[index] switch { "luid" => 2, "pid" or "eng" => 1, _ => 0 };
            isKnown |= takes == 2 && parts.AsSpan(index + 1) is ["0x1", "0x1", ..];
            index += takes;
        }

        return isKnown;
    }

    [Fact]
    public void AnAdapterIsAsBusyAsItsBusiestEngineOverAllProcesses()
    {
        using var counters = new FakeCounters { Memory = [(First, 2e9), (Second, 0)] };
        var sampler = new GpuEngineSampler(() => counters, Me);
        using var harness = new SamplerHarness(sampler);
        counters.Engines =
        [
            ($"pid_1_{First}_eng_0_engtype_3D", 30),
            ($"pid_{Me}_{First}_eng_0_engtype_3D", 25),
            ($"pid_{Me}_{First}_eng_5_engtype_Compute_0", 40),
            ($"pid_9_{Second}_eng_0_engtype_3D", 7),
        ];
        harness.Sample(1);
        Assert.Equal(55, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(40, harness["gpu_0_process_utilization_percentage"]);
        Assert.Equal(2000, harness["gpu_0_memory_usage_megabytes"]);
        Assert.Equal(7, harness["gpu_1_utilization_percentage"]);
        Assert.Equal(0, harness["gpu_1_process_utilization_percentage"]);
    }

    [Fact]
    public void AReadingThatFailsIsNotZero()
    {
        using var counters = new FakeCounters { Memory = [(First, 1)], Engines = [($"pid_1_{First}_eng_0_engtype_3D", 30)] };
        using var harness = new SamplerHarness(new GpuEngineSampler(() => counters, Me));
        counters.IsBroken = true;
        harness.Sample(1);
        Assert.Equal(double.NaN, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(double.NaN, harness["gpu_0_memory_usage_megabytes"]);
    }

    [Fact]
    public void TheLibraryOfTheMakerWins()
    {
        var table = new MetricTable();
        table.Add("gpu_0_utilization_percentage");
        using var counters = new FakeCounters();
        using var sampler = new GpuEngineSampler(() => counters, Me);
        Assert.Equal("the library of the GPU's maker tells more", sampler.Probe(table));
    }

    [Fact]
    public void WithoutCountersTheReasonIsTold()
    {
        using var harness = new SamplerHarness(new GpuEngineSampler(() => null, Me));
        Assert.Equal("this Windows does not count what GPUs do", harness.Absence);
    }

    private sealed class FakeCounters : IPerformanceCounters
    {
        private readonly List<nint> _names = [];

        public (string Name, double Value)[] Engines { get; set; } = [];

        public (string Name, double Value)[] Memory { get; set; } = [];

        public bool IsBroken { get; set; }

        public nint Add(string path) => path.Contains("Engine", StringComparison.Ordinal) ? 1 : 2;

        public bool Collect() => !IsBroken;

        public ReadOnlySpan<CounterItem> Read(nint counter) => (counter == 1 ? Engines : Memory).Select(item =>
        {
            _names.Add(Marshal.StringToHGlobalUni(item.Name));
            return new CounterItem { Name = _names[^1], Value = item.Value };
        }).ToArray();

        public void Dispose()
        {
            _names.ForEach(Marshal.FreeHGlobal);
            _names.Clear();
        }
    }
}

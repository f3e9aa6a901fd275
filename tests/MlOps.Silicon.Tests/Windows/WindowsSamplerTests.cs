using MlOps.Silicon.Sampling;
using MlOps.Silicon.Windows;

namespace MlOps.Tests.Windows;

public sealed class WindowsSamplerTests
{
    private readonly FakeWindows _windows = new();

    [Fact]
    public void TheKernelsTimeOfDoingNothingIsNotWork()
    {
        _windows.SystemTimes = new(Idle: 1000, Kernel: 1500, User: 500);
        using var harness = new SamplerHarness(new HostCpuSampler(_windows));
        Assert.Equal(double.NaN, harness.Sample(1)["cpu_utilization_percentage"]);
        _windows.SystemTimes = new(Idle: 1060, Kernel: 1580, User: 520);
        Assert.Equal(40, harness.Sample(2)["cpu_utilization_percentage"]);
        _windows.SystemTimes = new(Idle: 2000, Kernel: 2580, User: 520);
        Assert.Equal(double.NaN, harness.Sample(4000, isAfterGap: true)["cpu_utilization_percentage"]);
        _windows.SystemTimes = null;
        Assert.Equal(double.NaN, harness.Sample(4001)["cpu_utilization_percentage"]);
    }

    [Fact]
    public void MemoryIsToldInMillionsOfBytes()
    {
        _windows.MemoryStatus = new MemoryStatus { TotalPhysical = 16_000_000_000, AvailablePhysical = 4_000_000_000, CommitLimit = 20_000_000_000, CommitAvailable = 5_000_000_000 };
        using var harness = new SamplerHarness(new MemorySampler(_windows));
        harness.Sample();
        Assert.Equal((12_000, 75), (harness["system_memory_usage_megabytes"], harness["system_memory_usage_percentage"]));
        Assert.Equal((4_000, 15_000), (harness["system_memory_available_megabytes"], harness["system_memory_committed_megabytes"]));
        _windows.MemoryStatus = null;
        Assert.All(harness.Sample(1).Names, name => Assert.Equal(double.NaN, harness[name["system/".Length..]]));
    }

    [Fact]
    public void ThisProcessIsToldAsPercentOfOneProcessor()
    {
        _windows.MemoryStatus = new MemoryStatus { TotalPhysical = 10_000_000_000 };
        _windows.Time = 50_000_000;
        _windows.ProcessMemory = new ProcessMemory { WorkingSet = 500_000_000, PrivateUsage = 700_000_000 };
        _windows.Io = new IoCounters { ReadBytes = 9_000_000, WriteBytes = 1_000_000 };
        using var harness = new SamplerHarness(new ProcessSampler(_windows));
        harness.Sample(1);
        _windows.Time += 30_000_000;
        _windows.Io = new IoCounters { ReadBytes = 11_000_000, WriteBytes = 1_500_000 };
        harness.Sample(3);
        Assert.Equal(150, harness["process_cpu_percentage"]);
        Assert.Equal((500, 700, 5), (harness["process_memory_rss_megabytes"], harness["process_memory_vms_megabytes"], harness["process_memory_percentage"]));
        Assert.Equal((2, 0.5), (harness["process_io_read_megabytes"], harness["process_io_write_megabytes"]));
    }

    [Fact]
    public void ClocksAreTheMeanOfTheProcessorsThatThereAre()
    {
        _windows.Processors =
        [
            new ProcessorPower { MaxMegahertz = 3000, CurrentMegahertz = 2000, LimitMegahertz = 1500 },
            new ProcessorPower { MaxMegahertz = 3000, CurrentMegahertz = 1000, LimitMegahertz = 3000 },
        ];
        using var harness = new SamplerHarness(new FrequencySampler(_windows));
        harness.Sample();
        Assert.Equal((1500, 75), (harness["cpu_frequency_megahertz"], harness["cpu_frequency_limit_percentage"]));
    }

    [Fact]
    public void WhatWindowsDoesNotTellIsAbsentWithAReason()
    {
        ISampler[] samplers = [new HostCpuSampler(_windows), new MemorySampler(_windows), new ProcessSampler(_windows), new FrequencySampler(_windows)];
        var table = new MetricTable();
        Assert.All(samplers, sampler => Assert.StartsWith("Windows does not tell", sampler.Probe(table), StringComparison.Ordinal));
        Assert.Empty(table.Metrics);
    }

    [Fact]
    public void ASampleAllocatesNothing()
    {
        _windows.SystemTimes = default(SystemTimes);
        _windows.MemoryStatus = default(MemoryStatus);
        _windows.Time = 1;
        _windows.ProcessMemory = default(ProcessMemory);
        _windows.Io = default(IoCounters);
        _windows.Processors = [new ProcessorPower { MaxMegahertz = 1 }];
        ISampler[] samplers = [new HostCpuSampler(_windows), new MemorySampler(_windows), new ProcessSampler(_windows), new FrequencySampler(_windows)];
        Assert.All(samplers, sampler => Assert.Equal(0, new SamplerHarness(sampler).Allocated()));
    }

    [Fact]
    public void ThisMachineIsSampled()
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.Skip("needs Windows");
            return;
        }

        using var harness = new SamplerHarness(new ProcessSampler(NativeWindows.Instance));
        Assert.InRange(harness.Sample(1)["process_memory_rss_megabytes"], 1, 100_000);
    }
}

using MlOps.Silicon.Nvidia;

namespace MlOps.Tests.Nvidia;

public sealed class NvmlSamplerTests
{
    private const uint Me = 4711;

    [Fact]
    public void AGpuThatHasEverythingTellsItInTheUnitsOfMlflow()
    {
        using var harness = Harness(FakeGpu.Full());
        harness.Sample();
        Assert.Equal(87, harness["gpu_0_utilization_percentage"]);
        Assert.Equal(41, harness["gpu_0_memory_busy_percentage"]);
        Assert.Equal(20_000, harness["gpu_0_memory_usage_megabytes"]);
        Assert.Equal(25, harness["gpu_0_memory_usage_percentage"]);
        Assert.Equal(350, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(50, harness["gpu_0_power_usage_percentage"]);
        Assert.Equal(64, harness["gpu_0_temperature_celsius"]);
        Assert.Equal(1980, harness["gpu_0_clock_megahertz"]);
        Assert.Equal(2619, harness["gpu_0_memory_clock_megahertz"]);
        Assert.Equal(30, harness["gpu_0_fan_speed_percentage"]);
        Assert.Equal(0, harness["gpu_0_throttle_reasons"]);
    }

    [Fact]
    public void EnergyIsWhatWasAddedSinceSamplingBegan()
    {
        var gpu = FakeGpu.Full();
        using var harness = Harness(gpu);
        Assert.Equal(0, harness.Sample()["gpu_0_energy_joules"]);
        gpu.Numbers[NvmlNumber.Energy] += 350_500;
        Assert.Equal(350.5, harness.Sample(1)["gpu_0_energy_joules"]);
        gpu.Numbers[NvmlNumber.Energy] = 1000; // The driver was loaded anew.
        Assert.Equal(350.5, harness.Sample(2)["gpu_0_energy_joules"]);
        gpu.Numbers[NvmlNumber.Energy] += 500;
        Assert.Equal(351, harness.Sample(3)["gpu_0_energy_joules"]);
    }

    [Fact]
    public void WhatAGpuDoesNotSupportIsAbsentAndAskedForOnce()
    {
        var gpu = FakeGpu.Full();
        gpu.Numbers.Remove(NvmlNumber.Fan);
        using var harness = Harness(gpu);
        harness.Sample().Sample(1);
        Assert.DoesNotContain("system/gpu_0_fan_speed_percentage", harness.Names);
        Assert.Single(gpu.Asked, NvmlNumber.Fan);
    }

    [Fact]
    public void WhatIsNoLongerSupportedIsNotAskedForAgain()
    {
        var gpu = FakeGpu.Full();
        using var harness = Harness(gpu);
        harness.Sample();
        gpu.Numbers.Remove(NvmlNumber.Temperature);
        harness.Sample(1);
        gpu.Asked.Clear();
        Assert.Equal(double.NaN, harness.Sample(2)["gpu_0_temperature_celsius"]);
        Assert.DoesNotContain(NvmlNumber.Temperature, gpu.Asked);
        Assert.Equal(350, harness["gpu_0_power_usage_watts"]);
    }

    [Fact]
    public void APassingFaultLeavesOneValueOut()
    {
        var gpu = FakeGpu.Full();
        using var harness = Harness(gpu);
        gpu.Status = (NvmlStatus)999;
        Assert.All(harness.Sample().Names, name => Assert.Equal(double.NaN, harness[name["system/".Length..]]));
        gpu.Status = NvmlStatus.Success;
        Assert.Equal(64, harness.Sample(1)["gpu_0_temperature_celsius"]);
    }

    [Fact]
    public void AGpuThatIsLostIsAbsentFromThenOnWhileOthersGoOn()
    {
        var lost = FakeGpu.Full();
        lost.Numbers[NvmlNumber.ClockReasons] = 0x40;
        using var sampler = Sampler(lost, FakeGpu.Full());
        using var harness = new SamplerHarness(sampler);
        harness.Sample();
        Assert.Equal(ThermalLevel.Critical, sampler.Level);
        lost.Status = NvmlStatus.GpuIsLost;
        harness.Sample(1);
        lost.Status = NvmlStatus.Success;
        lost.Asked.Clear();
        harness.Sample(2);
        Assert.Equal(double.NaN, harness["gpu_0_power_usage_watts"]);
        Assert.Equal(350, harness["gpu_1_power_usage_watts"]);
        Assert.Empty(lost.Asked);
        Assert.Equal(ThermalLevel.Nominal, sampler.Level);
    }

    [Fact]
    public void AGpuThatIsSplitTellsItsPartsAndNoLoadOfTheWhole()
    {
        var gpu = FakeGpu.Full();
        gpu.Utilization = null;
        gpu.Shares = null;
        gpu.Numbers[NvmlNumber.IsSplit] = 1;
        gpu.Numbers[NvmlNumber.PartLimit] = 7;
        gpu.Parts.Add(new FakeGpu { Memory = new NvmlMemory { Total = 20_000_000_000, Used = 5_000_000_000 } });
        gpu.Parts.Add(new FakeGpu { Memory = new NvmlMemory { Total = 20_000_000_000, Used = 1_000_000_000 } });
        using var harness = Harness(gpu);
        harness.Sample();
        Assert.DoesNotContain(harness.Names, name => name.Contains("utilization", StringComparison.Ordinal));
        Assert.Equal(5_000, harness["gpu_0_mig_0_memory_usage_megabytes"]);
        Assert.Equal(5, harness["gpu_0_mig_1_memory_usage_percentage"]);
        Assert.DoesNotContain("system/gpu_0_mig_0_power_usage_watts", harness.Names);
        Assert.Equal(350, harness["gpu_0_power_usage_watts"]);
    }

    [Fact]
    public void TheShareOfThisProcessIsKnownOnlyAfterItWasSeen()
    {
        var gpu = FakeGpu.Full();
        gpu.Shares!.Add(new NvmlShare { Pid = 1, Time = 5, Gpu = 90 });
        using var harness = Harness(gpu);
        Assert.Equal(double.NaN, harness.Sample()["gpu_0_process_utilization_percentage"]);
        gpu.Shares.Add(new NvmlShare { Pid = Me, Time = 10, Gpu = 30 });
        gpu.Shares.Add(new NvmlShare { Pid = Me, Time = 11, Gpu = 40 });
        Assert.Equal(40, harness.Sample(1)["gpu_0_process_utilization_percentage"]);
        Assert.Equal(0, harness.Sample(2)["gpu_0_process_utilization_percentage"]);
        gpu.Shares.Add(new NvmlShare { Pid = Me, Time = 20, Gpu = 4_000_000_000 });
        Assert.Equal(double.NaN, harness.Sample(3)["gpu_0_process_utilization_percentage"]);
    }

    [Fact]
    public void TheMemoryOfThisProcessIsFoundAmongMany()
    {
        var gpu = FakeGpu.Full();
        gpu.Processes!.AddRange(Enumerable.Range(100, 200).Select(pid => new NvmlProcess { Pid = (uint)pid, UsedMemory = 1 }));
        using var harness = Harness(gpu);
        Assert.Equal(double.NaN, harness.Sample()["gpu_0_process_memory_megabytes"]);
        gpu.Processes.Add(new NvmlProcess { Pid = Me, UsedMemory = 3_000_000_000 });
        Assert.Equal(3000, harness.Sample(1)["gpu_0_process_memory_megabytes"]);
        gpu.Processes[^1] = new NvmlProcess { Pid = Me, UsedMemory = NvmlProcess.Unknown };
        Assert.Equal(double.NaN, harness.Sample(2)["gpu_0_process_memory_megabytes"]);
        gpu.Processes.Clear();
        Assert.Equal(0, harness.Sample(3)["gpu_0_process_memory_megabytes"]);
    }

    [Fact]
    public void ASampleAllocatesNothing()
    {
        var gpu = FakeGpu.Full();
        (gpu.Processes, gpu.Shares) = (null, null); // The fake of these allocates.
        gpu.Asked.EnsureCapacity(1000);
        using var harness = Harness(gpu);
        Assert.Equal(0, harness.Allocated());
    }

    [Fact]
    public void WithoutADriverTheReasonIsTold()
    {
        using var harness = new SamplerHarness(new NvmlSampler(() => (null, "there is no driver of NVIDIA"), Me));
        Assert.Equal("there is no driver of NVIDIA", harness.Absence);
        Assert.Empty(harness.Names);
    }

    [Fact]
    public void WithoutGpusTheReasonIsToldAndTheLibraryIsLetGo()
    {
        var nvml = new FakeNvml();
        using (var harness = new SamplerHarness(new NvmlSampler(() => (nvml, null), Me)))
        {
            Assert.Equal("there is no GPU of NVIDIA that this process may use", harness.Absence);
        }

        Assert.True(nvml.IsDisposed);
    }

    [Fact]
    public void DetectionTellsWhatThereIs()
    {
        var nvml = new FakeNvml();
        nvml.Gpus.Add(FakeGpu.Full());
        nvml.Gpus.Add(new FakeGpu { Name = "Tesla T4", Uuid = "GPU-1" });
        Assert.Equal(
            [
                new GpuInfo
                {
                    Index = 0, Vendor = "NVIDIA", Name = "NVIDIA H100 80GB HBM3", Uuid = "GPU-0", CoreCount = 16896,
                    Memory = 80_000_000_000, Driver = "580.65.06", PowerLimit = 700,
                },
                new GpuInfo { Index = 1, Vendor = "NVIDIA", Name = "Tesla T4", Uuid = "GPU-1", Driver = "580.65.06" },
            ],
            NvmlDetection.Gpus(nvml));
    }

    private static SamplerHarness Harness(params FakeGpu[] gpus) => new(Sampler(gpus));

    private static NvmlSampler Sampler(params FakeGpu[] gpus)
    {
        var nvml = new FakeNvml();
        nvml.Gpus.AddRange(gpus);
        return new NvmlSampler(() => (nvml, null), Me);
    }
}

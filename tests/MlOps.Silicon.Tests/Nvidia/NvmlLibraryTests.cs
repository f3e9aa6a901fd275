using System.Runtime.InteropServices;
using MlOps.Silicon.Nvidia;

namespace MlOps.Tests.Nvidia;

/// <summary>The library with functions of our own behind its names: what goes over the border, and how.</summary>
public sealed unsafe class NvmlLibraryTests
{
    [Fact]
    public void TheStructsHaveTheSizesAndOffsetsOfTheHeader()
    {
        Assert.Equal(8, sizeof(NvmlUtilization));
        Assert.Equal(24, sizeof(NvmlMemory));
        Assert.Equal(16, Offset<NvmlMemory>(nameof(NvmlMemory.Used)));
        Assert.Equal(24, sizeof(NvmlProcess));
        Assert.Equal(8, Offset<NvmlProcess>(nameof(NvmlProcess.UsedMemory)));
        Assert.Equal(16, Offset<NvmlProcess>(nameof(NvmlProcess.GpuInstance)));
        Assert.Equal(32, sizeof(NvmlShare));
        Assert.Equal(8, Offset<NvmlShare>(nameof(NvmlShare.Time)));
        Assert.Equal(16, Offset<NvmlShare>(nameof(NvmlShare.Gpu)));
        Assert.Equal(12, sizeof(NvmlTemperature));
        Assert.Equal(NvmlTemperature.FirstVersion, (uint)sizeof(NvmlTemperature) | (1 << 24));
        Assert.Equal(8, Offset<NvmlTemperature>(nameof(NvmlTemperature.Celsius)));
    }

    [Fact]
    public void ALibraryWithoutFunctionsAnswersThatItHasNone()
    {
        using var nvml = new NvmlLibrary(_ => 0);
        Assert.False(nvml.TryStart(out var absence));
        Assert.Equal("NVML does not start (13)", absence);
        Assert.Equal(NvmlStatus.FunctionNotFound, nvml.Count(out _));
        Assert.Equal(NvmlStatus.FunctionNotFound, nvml.Memory(1, out _));
        Assert.Equal(NvmlStatus.FunctionNotFound, nvml.Shares(1, 0, new NvmlShare[1], out _));
        Assert.All(Enum.GetValues<NvmlNumber>(), number => Assert.Equal(NvmlStatus.FunctionNotFound, nvml.Number(number, 1, out _)));
        Assert.All(Enum.GetValues<NvmlText>(), text => Assert.Equal(NvmlStatus.FunctionNotFound, nvml.Text(text, 1, new byte[8])));
    }

    [Fact]
    public void ADriverThatIsNotLoadedIsToldInPlainWords()
    {
        using var nvml = new NvmlLibrary(name => name == "nvmlInit_v2" ? (nint)(delegate* unmanaged<int>)&NotLoaded : 0);
        Assert.False(nvml.TryStart(out var absence));
        Assert.Equal("the driver of NVIDIA is installed and not loaded", absence);
    }

    [Fact]
    public void TheNewTemperatureIsAskedWithItsVersionAndTheOldOneWhereItIsMissing()
    {
        nint now = (nint)(delegate* unmanaged<nint, NvmlTemperature*, int>)&Temperature, old = (nint)(delegate* unmanaged<nint, uint, uint*, int>)&OldTemperature;
        using var both = new NvmlLibrary(name => name switch { "nvmlDeviceGetTemperatureV" => now, "nvmlDeviceGetTemperature" => old, _ => 0 });
        Assert.Equal(NvmlStatus.Success, both.Number(NvmlNumber.Temperature, 7, out var celsius));
        Assert.Equal(77ul, celsius);
        Assert.Equal(NvmlStatus.Success, both.Number(NvmlNumber.Temperature, 8, out celsius)); // A GPU of which the new one knows nothing.
        Assert.Equal(65ul, celsius);
        using var older = new NvmlLibrary(name => name == "nvmlDeviceGetTemperature" ? old : 0);
        Assert.Equal(NvmlStatus.Success, older.Number(NvmlNumber.Temperature, 7, out celsius));
        Assert.Equal(65ul, celsius);
    }

    [Fact]
    public void OfSeveralFansTheFastestIsToldAndAnOldDriverKnowsOfOne()
    {
        nint old = (nint)(delegate* unmanaged<nint, uint*, int>)&OneFan, count = (nint)(delegate* unmanaged<nint, uint*, int>)&FanCount, each = (nint)(delegate* unmanaged<nint, uint, uint*, int>)&FanOf;
        using var three = new NvmlLibrary(name => name switch { "nvmlDeviceGetFanSpeed" => old, "nvmlDeviceGetNumFans" => count, "nvmlDeviceGetFanSpeed_v2" => each, _ => 0 });
        Assert.Equal(NvmlStatus.Success, three.Number(NvmlNumber.Fan, 3, out var speed));
        Assert.Equal(60ul, speed);
        Assert.Equal(NvmlStatus.NotSupported, three.Number(NvmlNumber.Fan, 0, out _)); // A card of a server has none.
        using var older = new NvmlLibrary(name => name == "nvmlDeviceGetFanSpeed" ? old : 0);
        Assert.Equal(NvmlStatus.Success, older.Number(NvmlNumber.Fan, 3, out speed));
        Assert.Equal(25ul, speed);
    }

    [Fact]
    public void ThrottleReasonsAreFoundUnderTheirOldName()
    {
        using var nvml = new NvmlLibrary(name => name == "nvmlDeviceGetCurrentClocksThrottleReasons" ? (nint)(delegate* unmanaged<nint, ulong*, int>)&Wide : 0);
        Assert.Equal(NvmlStatus.Success, nvml.Number(NvmlNumber.ClockReasons, 1, out var reasons));
        Assert.Equal(0x1_0000_0040ul, reasons);
    }

    [Fact]
    public void ClocksAreAskedByTheNumbersOfTheirDomains()
    {
        using var nvml = new NvmlLibrary(name => name == "nvmlDeviceGetClockInfo" ? (nint)(delegate* unmanaged<nint, uint, uint*, int>)&Clock : 0);
        nvml.Number(NvmlNumber.Clock, 1, out var multiprocessors);
        nvml.Number(NvmlNumber.MemoryClock, 1, out var memory);
        Assert.Equal((1001ul, 1002ul), (multiprocessors, memory));
    }

    [Fact]
    public void ListsComeBackAsLongAsTheyAre()
    {
        using var nvml = new NvmlLibrary(name => name switch
        {
            "nvmlDeviceGetProcessUtilization" => (nint)(delegate* unmanaged<nint, NvmlShare*, uint*, ulong, int>)&Shares,
            "nvmlDeviceGetComputeRunningProcesses_v3" => (nint)(delegate* unmanaged<nint, uint*, NvmlProcess*, int>)&Processes,
            _ => 0,
        });
        var shares = new NvmlShare[4];
        Assert.Equal(NvmlStatus.Success, nvml.Shares(1, 99, shares, out var count));
        Assert.Equal((1, 42u, 100ul), (count, shares[0].Pid, shares[0].Time));
        Assert.Equal(NvmlStatus.InsufficientSize, nvml.Processes(1, new NvmlProcess[2], out count));
        Assert.Equal(5, count);
    }

    [Fact]
    public void ThisMachineHasTheLibraryOrAReason()
    {
        using var nvml = NvmlLibrary.TryOpen(out var absence);
        Assert.Equal(nvml is null, absence is not null);
    }

    [Fact]
    public void TheGpusOfThisMachineAreSampled()
    {
        var gpus = NvmlDetection.Gpus();
        Assert.SkipWhen(gpus.Count == 0, "needs a GPU of NVIDIA");
        using var harness = new SamplerHarness(new NvmlSampler());
        harness.Sample(1);
        Assert.All(gpus, gpu =>
        {
            Assert.NotNull(gpu.Name);
            Assert.InRange(harness[$"gpu_{gpu.Index}_memory_usage_percentage"], 0, 100);
            Assert.InRange(harness[$"gpu_{gpu.Index}_temperature_celsius"], 1, 120);
        });
        Assert.Equal(0, harness.Allocated());
    }

    private static int Offset<T>(string field) => (int)Marshal.OffsetOf<T>(field);

    [UnmanagedCallersOnly]
    private static int NotLoaded() => 9;

    [UnmanagedCallersOnly]
    private static int Temperature(nint device, NvmlTemperature* value)
    {
        value->Celsius = value->Version == 0x0100_000C && value->Sensor == 0 ? 77 : -1;
        return device == 7 ? 0 : 3;
    }

    [UnmanagedCallersOnly]
    private static int OneFan(nint device, uint* value)
    {
        *value = 25;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int FanCount(nint device, uint* count)
    {
        *count = (uint)device;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int FanOf(nint device, uint fan, uint* value)
    {
        *value = fan == 1 ? 60u : 30;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int OldTemperature(nint device, uint sensor, uint* value)
    {
        *value = 65 + sensor;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Wide(nint device, ulong* value)
    {
        *value = 0x1_0000_0040;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Clock(nint device, uint domain, uint* value)
    {
        *value = 1000 + domain;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Shares(nint device, NvmlShare* values, uint* count, ulong since)
    {
        values[0] = new NvmlShare { Pid = 42, Time = since + 1 };
        *count = 1;
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Processes(nint device, uint* count, NvmlProcess* values)
    {
        var fits = *count >= 5;
        *count = 5;
        return fits ? 0 : 7;
    }
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;
using MlOps.Silicon.Apple;
using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Apple;

public sealed class DeviceSamplersTests
{
    [Fact]
    public void TemperaturesAreMeanAndHighestOfTheSensorsThatAreAwake()
    {
        var smc = new FakeSmc()
            .Add("Tp01", "flt ", Float(50)).Add("Te05", "flt ", Float(40)).Add("Ts0X", "flt ", Float(0)).Add("Tp09", "flt ", Float(300))
            .Add("Tg0f", "flt ", Float(61)).Add("TB0T", "flt ", Float(30)).Add("Tp0s", "ui8 ", [99]);
        using var harness = new SamplerHarness(new SmcSampler(smc, "M1", new AppleGpu()));
        harness.Sample();
        Assert.Equal(45, harness["cpu_temperature_celsius"]);
        Assert.Equal(50, harness["cpu_highest_temperature_celsius"]);
        Assert.Equal(61, harness["gpu_0_temperature_celsius"]);
        Assert.Equal(61, harness["gpu_0_highest_temperature_celsius"]);
        smc.IsGone = true;
        harness.Sample(2);
        Assert.All(harness.Names, name => Assert.Equal(double.NaN, harness[name["system/".Length..]]));
        harness.Dispose();
        Assert.True(smc.IsDisposed);
    }

    [Theory]
    [InlineData("M3", 55.0, 70.0)]
    [InlineData("M4", 40.0, null)]
    public void OnlyTheM3HasSensorsOfBothUnderOneLetter(string family, double cpu, double? gpu)
    {
        var smc = new FakeSmc().Add("Tp01", "flt ", Float(40)).Add("Tf04", "flt ", Float(70)).Add("Tf14", "flt ", Float(70));
        using var harness = new SamplerHarness(new SmcSampler(smc, family, new AppleGpu()));
        Assert.Equal(cpu, harness.Sample()["cpu_temperature_celsius"]);
        Assert.Equal(gpu is null, !harness.Names.Contains("system/gpu_0_temperature_celsius"));
        Assert.Equal(gpu ?? 40, gpu is null ? 40 : harness["gpu_0_temperature_celsius"]);
    }

    [Fact]
    public void FansAndThePowerOfTheMachineAreTold()
    {
        var smc = new FakeSmc().Add("PSTR", "flt ", Float(23.5f)).Add("FNum", "ui8 ", [2]).Add("F0Ac", "flt ", Float(1350)).Add("F1Ac", "fpe2", [0x14, 0x50]);
        using var harness = new SamplerHarness(new SmcSampler(smc, "M2", new AppleGpu()));
        harness.Sample();
        Assert.Equal(["system/system_power_watts", "system/fan_0_speed_rpm", "system/fan_1_speed_rpm"], harness.Names);
        Assert.Equal(23.5, harness["system_power_watts"]);
        Assert.Equal(1350, harness["fan_0_speed_rpm"]);
        Assert.Equal(1300, harness["fan_1_speed_rpm"]);
        Assert.Equal(0, harness.Allocated());
    }

    [Fact]
    public void AMachineWithoutTheControllerSaysSo()
    {
        Assert.Equal("there is no AppleSMC that may be opened", new SamplerHarness(new SmcSampler(new FakeSmc { IsGone = true }, null, new AppleGpu())).Absence);
        Assert.Equal("it has none of the sensors that we know", new SamplerHarness(new SmcSampler(new FakeSmc(), null, new AppleGpu())).Absence);
    }

    [Theory]
    [InlineData("flt ", new byte[] { 0, 0, 0x80, 0x3F }, 1.0)]
    [InlineData("sp78", new byte[] { 0x2A, 0x80 }, 42.5)]
    [InlineData("sp78", new byte[] { 0xFF, 0x00 }, -1.0)]
    [InlineData("fpe2", new byte[] { 0x10, 0x02 }, 1024.5)]
    [InlineData("ui8 ", new byte[] { 7 }, 7.0)]
    [InlineData("ui16", new byte[] { 1, 2 }, 258.0)]
    [InlineData("ui32", new byte[] { 0, 1, 0, 0 }, 65536.0)]
    [InlineData("ch8*", new byte[] { 65 }, double.NaN)]
    public void ValuesHaveManyTypes(string type, byte[] bytes, double value)
    {
        var data = new SmcData { Type = Code(type) };
        bytes.CopyTo(MemoryMarshal.AsBytes(new Span<SmcData>(ref data))[48..]);
        Assert.Equal(value, data.Value());
    }

    [Fact]
    public void TheLayoutIsThatOfTheController()
    {
        Assert.Equal(80, Marshal.SizeOf<SmcData>());
        Assert.Equal([0, 28, 32, 40, 42, 44, 48], ((string[])["Key", "Size", "Type", "Result", "Command", "Index", "Bytes"]).Select(field => (int)Marshal.OffsetOf<SmcData>(field)));
    }

    [Fact]
    public void GpusAreCountedOnceWhoeverTellsOfThem()
    {
        var table = new MetricTable();
        var gpu = new AppleGpu();
        var report = new FakeIoReport(FakeIoReport.Gpu("OFF", "P1"), FakeIoReport.Energy("GPU Energy", "nJ"));
        using var states = new IoReportSampler(report, new FakeKernel(), new SysctlText([]), new FakeRegistry(), gpu);
        using var accelerator = new AcceleratorSampler(new FakeAccelerators(new AcceleratorState(77, 70, 60, 2e9, 3e9)), gpu);
        Assert.Null(states.Probe(table));
        Assert.Null(accelerator.Probe(table));
        Assert.Equal(1, table.NextGpu());
        var values = new double[table.Metrics.Count];
        report.Spend("GPUPH", 50, 50);
        states.Sample(new Moment(1), values);
        accelerator.Sample(new Moment(1), values);
        Assert.True(table.TryFind("gpu_0_utilization_percentage", out var slot));
        Assert.Equal(50, values[slot]); // Over the whole time, not of a moment.
        Assert.True(table.TryFind("gpu_0_memory_usage_megabytes", out slot));
        Assert.Equal(2000, values[slot]);
    }

    [Fact]
    public void AGpuThatIsUnpluggedIsAbsentAndItsNeighbourIsNot()
    {
        var accelerators = new FakeAccelerators(new AcceleratorState(10, double.NaN, double.NaN, 1e9, double.NaN), new AcceleratorState(20, 5, 5, 2e9, 3e9));
        using var harness = new SamplerHarness(new AcceleratorSampler(accelerators, new AppleGpu()));
        Assert.DoesNotContain("system/gpu_0_tiler_utilization_percentage", harness.Names);
        harness.Sample();
        Assert.Equal([10, 20], [harness["gpu_0_utilization_percentage"], harness["gpu_1_utilization_percentage"]]);
        accelerators.States[1] = null;
        harness.Sample(1);
        Assert.Equal([10, double.NaN], [harness["gpu_0_utilization_percentage"], harness["gpu_1_utilization_percentage"]]);
        Assert.Equal(double.NaN, harness["gpu_1_memory_usage_megabytes"]);
        Assert.Equal(0, harness.Allocated());
        Assert.NotNull(new SamplerHarness(new AcceleratorSampler(new FakeAccelerators(), new AppleGpu())).Absence);
    }

    [Theory]
    [InlineData(0, ThermalLevel.Nominal)]
    [InlineData(1, ThermalLevel.Elevated)]
    [InlineData(2, ThermalLevel.Throttling)]
    [InlineData(3, ThermalLevel.Critical)]
    [InlineData(4, ThermalLevel.Critical)]
    public void ThermalPressureIsALevel(ulong state, ThermalLevel level)
    {
        using var sampler = new ThermalPressureSampler(new FakePressure { State = state });
        using var harness = new SamplerHarness(sampler);
        Assert.Equal(level, sampler.Level);
        Assert.Equal(state, harness.Sample()["thermal_pressure_level"]);
    }

    [Fact]
    public void ThermalPressureIsAskedForOnlyWhenItChanged()
    {
        var pressure = new FakePressure();
        using var sampler = new ThermalPressureSampler(pressure);
        using var harness = new SamplerHarness(sampler);
        harness.Sample().Sample(1).Sample(2);
        Assert.Equal(1, pressure.Reads);
        pressure.State = 2;
        pressure.IsChanged = true;
        harness.Sample(3);
        Assert.Equal(ThermalLevel.Throttling, sampler.Level);
        Assert.Equal(2, pressure.Reads);
        pressure.State = null;
        pressure.IsChanged = true;
        Assert.Equal(double.NaN, harness.Sample(4)["thermal_pressure_level"]);
        Assert.Null(sampler.Level);
        pressure.State = 1;
        Assert.Equal(1, harness.Sample(5)["thermal_pressure_level"]); // It is asked again until it says something.
        Assert.NotNull(new SamplerHarness(new ThermalPressureSampler(new FakePressure { State = null })).Absence);
    }

    private static uint Code(string letters) => SmcData.Code(System.Text.Encoding.ASCII.GetBytes(letters));

    private static byte[] Float(float value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
        return bytes;
    }

    private sealed class FakeSmc : ISmc
    {
        private readonly List<(uint Key, uint Type, byte[] Bytes)> _keys = [];

        public bool IsGone { get; set; }

        public bool IsDisposed { get; private set; }

        public FakeSmc Add(string key, string type, byte[] bytes)
        {
            _keys.Add((Code(key), Code(type), bytes));
            return this;
        }

        public bool TryOpen() => !IsGone;

        public bool TryCall(ref SmcData data)
        {
            var (key, command) = (data.Key, data.Command);
            var index = -1;
            for (var other = 0; other < _keys.Count; other++)
            {
                index = _keys[other].Key == key ? other : index;
            }

            if (command == 8)
            {
                data = new SmcData { Key = _keys[(int)data.Index].Key };
            }
            else if (key == Code("#KEY"))
            {
                data = new SmcData { Type = Code("ui32"), Size = 4 };
                Write(ref data, [0, 0, 0, (byte)_keys.Count]);
            }
            else if (index < 0)
            {
                data = new SmcData { Result = 132 };
            }
            else
            {
                data = command == 9 ? new SmcData { Type = _keys[index].Type, Size = (uint)_keys[index].Bytes.Length } : default; // A value comes without its type.
                Write(ref data, _keys[index].Bytes);
            }

            return !IsGone;
        }

        public void Dispose() => IsDisposed = true;

        private static void Write(ref SmcData data, ReadOnlySpan<byte> bytes) => bytes.CopyTo(MemoryMarshal.AsBytes(new Span<SmcData>(ref data))[48..]);

        private static uint Code(string letters) => BinaryPrimitives.ReadUInt32BigEndian([(byte)letters[0], (byte)letters[1], (byte)letters[2], (byte)letters[3]]);
    }

    private sealed class FakeAccelerators(params AcceleratorState?[] states) : IAccelerators
    {
        public AcceleratorState?[] States => states;

        public int Open() => states.Length;

        public bool TryRead(int index, out AcceleratorState state)
        {
            state = states[index] ?? default;
            return states[index] is not null;
        }

        public void Dispose()
        {
        }
    }

    private sealed class FakePressure : IThermalPressure
    {
        public ulong? State { get; set; } = 0;

        public bool IsChanged { get; set; }

        public int Reads { get; private set; }

        public bool TryRegister() => true;

        public bool HasChanged()
        {
            var isChanged = IsChanged;
            IsChanged = false;
            return isChanged;
        }

        public ulong? Read()
        {
            Reads++;
            return State;
        }

        public void Dispose()
        {
        }
    }
}

using System.Text.Json;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Runs;

public sealed class RunRecorderTests
{
    private readonly SimulatedTime _time = new();
    private readonly ObservedRun _run = new();

    [Fact]
    public void ARunIsToldUnderTheNamesOfSystemMetrics()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("cpu_utilization_percentage") { Value = static () => 42 }], _time);
        var recorder = Record(sampler);
        sampler.Step();
        _time.Advance(0.1);
        sampler.Step();

        Assert.Equal([("system/cpu_utilization_percentage", 42, 0), ("system/cpu_utilization_percentage", 42, 1)], _run.Metrics);
        sampler.Unsubscribe(recorder);
    }

    [Fact]
    public void WhatIsAbsentIsNotToldAsZero()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("temperature") { Value = static () => double.NaN }], _time);
        sampler.Subscribe(new RunRecorder(_run, Machine, null));
        sampler.Step();
        Assert.Empty(_run.Metrics);
    }

    [Fact]
    public void ARunIsToldWhatWasAddedSinceItBegan()
    {
        var joules = 1000.0;
        using var sampler = new SiliconSampler([new SimulatedSource("gpu_0_energy_joules", MetricKind.Total) { Value = () => joules }], _time);
        Record(sampler);
        sampler.Step();
        joules = 1030;
        _time.Advance(0.1);
        sampler.Step();

        var second = new ObservedRun();
        sampler.Subscribe(new RunRecorder(second, Machine, null));
        sampler.Step();
        joules = 1100;
        _time.Advance(0.1);
        sampler.Step();

        Assert.Equal([0, 30, 100], _run.Of("system/gpu_0_energy_joules"));
        Assert.Equal([0, 70], second.Of("system/gpu_0_energy_joules"));
    }

    [Fact]
    public void ACounterThatWasSetAnewIsNotNegative()
    {
        var joules = 1000.0;
        using var sampler = new SiliconSampler([new SimulatedSource("gpu_0_energy_joules", MetricKind.Total) { Value = () => joules }], _time);
        Record(sampler);
        foreach (var now in (double[])[1000, 1010, 5, 9])
        {
            joules = now;
            sampler.Step();
            _time.Advance(0.1);
        }

        Assert.Equal([0, 10, 15, 19], _run.Of("system/gpu_0_energy_joules"));
    }

    [Fact]
    public void TheEnergyOfARunIsThatOfItsParts()
    {
        var time = 0.0;
        using var sampler = new SiliconSampler(
            [
                new SimulatedSource("cpu_package_energy_joules", MetricKind.Total) { Value = () => 100 * time },
                new SimulatedSource("dram_energy_joules", MetricKind.Total) { Value = () => 10 * time },
                new SimulatedSource("gpu_0_energy_joules", MetricKind.Total) { Value = () => 400 * time },
                new SimulatedSource("process_energy_joules", MetricKind.Total) { Value = () => 50 * time },
            ],
            _time);
        sampler.Subscribe(new RunRecorder(_run, Machine, gramsPerKilowattHour: 360));
        sampler.Step();
        time = 1;
        _time.Advance(0.1);
        sampler.Step();

        Assert.Equal([0, 510], _run.Of("system/energy_joules"));
        Assert.Equal(510 / 3.6e6 * 360, _run.Of("system/co2_grams")[^1], 1e-12);
    }

    [Fact]
    public void WithoutACounterOfEnergyThereIsNoEnergy()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("process_energy_joules", MetricKind.Total)], _time);
        sampler.Subscribe(new RunRecorder(_run, Machine, gramsPerKilowattHour: 360));
        sampler.Step();
        Assert.Empty(_run.Of("system/energy_joules"));
        Assert.Empty(_run.Of("system/co2_grams"));
    }

    [Fact]
    public void ARunSaysWhatItRanOn()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load")], _time);
        var sampling = new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
        sampling.RunBegan(_run);
        sampling.RunEnded(_run);

        Assert.Equal(SiliconInfo.Current.Memory.Total?.ToString(), _run.Tags["mlops.silicon.memory_bytes"]);
        var description = JsonDocument.Parse(_run.Tags["mlops.silicon"]).RootElement;
        Assert.Equal(SiliconInfo.Current.Cpu.LogicalCount, description.GetProperty("cpu").GetProperty("logical_count").GetInt32());
        Assert.Empty(_run.Artifacts);
        Assert.Single(_run.Of("system/load"));
    }

    [Fact]
    public void AMachineThatCannotBeLookedAtKeepsNoRunFromEnding()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load")], _time);
        var sampling = new RunSampling(sampler, static () => Task.FromException<SiliconInfo>(new InvalidOperationException("no such machine")));
        sampling.RunBegan(_run);
        sampling.RunEnded(_run);
        Assert.Empty(_run.Tags);
    }

    [Fact]
    public void EveryTransitionIsAnEventOfTheRun()
    {
        var source = new SimulatedSource("load") { Level = ThermalLevel.Nominal };
        using var sampler = new SiliconSampler([source], _time);
        var sampling = new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
        sampling.RunBegan(_run);
        sampler.Step();
        source.Level = ThermalLevel.Throttling;
        for (var i = 0; i < 20; i++)
        {
            _time.Advance(0.1);
            sampler.Step();
        }

        sampling.RunEnded(_run);
        Assert.Equal("throttling", _run.Tags["mlops.thermal.worst"]);
        Assert.Contains("\"from\":\"nominal\",\"to\":\"throttling\"", _run.Artifacts["system/thermal-events.jsonl"]);
        Assert.Equal(2, _run.Of("system/thermal_level")[^1]);
    }

    private static Lazy<Task<SiliconInfo>> Machine => new(static () => new TaskCompletionSource<SiliconInfo>().Task);

    private RunRecorder Record(SiliconSampler sampler)
    {
        var recorder = new RunRecorder(_run, Machine, null);
        sampler.Subscribe(recorder);
        return recorder;
    }
}

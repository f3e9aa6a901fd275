using System.Collections.Concurrent;
using System.Diagnostics;
using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Sampling;

/// <summary>The sampler on threads of its own, by the real clock.</summary>
public sealed class SiliconSamplerThreadTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TwoHundredTinyRunsEndSoonAndEachHasItsLastSample()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("watts") { IsSlow = true }]);
        var sampling = new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
        var runs = Enumerable.Range(0, 200).Select(static _ => new ObservedRun()).ToArray();
        var clock = Stopwatch.StartNew();
        Parallel.ForEach(runs, new ParallelOptions { MaxDegreeOfParallelism = 200 }, run =>
        {
            sampling.RunBegan(run);
            sampling.RunEnded(run);
        });
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.All(runs, static run => Assert.True(SpinWait.SpinUntil(() => run.Of("system/load").Length > 0, s_soon)));
        Assert.True(SpinWait.SpinUntil(() => sampler.Step() == Timeout.InfiniteTimeSpan, s_soon)); // And nobody is left over.
    }

    [Fact]
    public async Task ARunNeitherBeginsNorEndsLaterBecauseASourceHangs()
    {
        using var isRead = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var source = new SimulatedSource("load")
        {
            Value = () =>
            {
                isRead.Set();
                mayGoOn.Wait(Cancellation);
                return 1;
            },
        };
        using var sampler = new SiliconSampler([source]);
        var (first, second) = (new Reader(), new Reader());
        sampler.Subscribe(first);
        isRead.Wait(Cancellation);

        var clock = Stopwatch.StartNew();
        var others = Task.Run(
            () =>
            {
                sampler.Subscribe(second);
                sampler.Unsubscribe(second);
                sampler.Unsubscribe(first);
                sampler.Refresh(TimeSpan.Zero); // Nor does a collector of metrics wait for ever.
            },
            Cancellation);
        await others.WaitAsync(s_soon, Cancellation);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));

        mayGoOn.Set();
        Assert.True(SpinWait.SpinUntil(() => first.IsEnded && second.IsEnded, s_soon)); // Told a last time when it answers.
        var reads = first.Reads;
        Thread.Sleep(300);
        Assert.Equal(reads, first.Reads);
    }

    [Fact]
    public void AFaultOfAReaderEndsNoProcess()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load")]);
        var reader = new Reader { Fault = new IOException("the store was closed") };
        sampler.Subscribe(reader);
        Assert.True(SpinWait.SpinUntil(() => reader.Reads > 1, s_soon));
        sampler.Unsubscribe(reader);
        var next = new Reader();
        sampler.Subscribe(next);
        Assert.True(SpinWait.SpinUntil(() => next.Reads > 0, s_soon));
    }

    [Fact]
    public void AListenerThatFailsWhileInstrumentsArePublishedEndsNoProcess()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("watts") { IsSlow = true }]);
        sampler.Slow.Probed += static _ => throw new InvalidOperationException("listener");
        var reader = new Reader();
        sampler.Subscribe(reader);
        Assert.True(SpinWait.SpinUntil(() => sampler.Slow.SampledAt > 0, s_soon)); // At the second round.
        sampler.Unsubscribe(reader);
    }

    [Fact]
    public void SlowSourcesAreReadAgainWhenTheNextRunBegins()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("watts") { IsSlow = true }]);
        for (var run = 0; run < 3; run++)
        {
            var begin = sampler.Slow.SampledAt;
            var reader = new Reader();
            sampler.Subscribe(reader);
            Assert.True(SpinWait.SpinUntil(() => sampler.Slow.SampledAt > begin, s_soon));
            begin = sampler.Slow.SampledAt;
            Assert.True(SpinWait.SpinUntil(() => sampler.Slow.SampledAt > begin, s_soon)); // And every second from then on.
            sampler.Unsubscribe(reader);
        }
    }

    [Fact]
    public void WhoOnlyCollectsHasSlowSourcesToo()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("watts") { IsSlow = true }]);
        sampler.Refresh(TimeSpan.Zero);
        Assert.True(SpinWait.SpinUntil(() => sampler.Slow.IsProbed && sampler.Slow.Values[0] == 1, s_soon));
    }

    [Fact]
    public void WhatADriverCountedBeforeARunIsNotTheRuns()
    {
        var time = new SimulatedTime();
        var joules = 100.0;
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("gpu_0_energy_joules", MetricKind.Total) { IsSlow = true, Value = () => joules }], time);
        sampler.Slow.Sample(new Moment(0));
        time.Advance(3600); // Nobody wanted to know for an hour.
        joules = 9100;
        var run = new ObservedRun();
        var recorder = new RunRecorder(run, new(static () => new TaskCompletionSource<SiliconInfo>().Task), null);
        sampler.Subscribe(recorder);
        sampler.Step();
        Assert.Empty(run.Of("system/gpu_0_energy_joules"));
        sampler.Slow.Sample(new Moment(3600.05));
        time.Advance(0.1);
        sampler.Step();
        joules = 9150;
        time.Advance(1);
        sampler.Slow.Sample(new Moment(3601));
        sampler.Unsubscribe(recorder);
        Assert.Equal([50], run.Of("system/gpu_0_energy_joules")); // One reading tells nothing yet.
    }

    [Fact]
    public void ASlowSourceThatHangsIsAbsentAndNoLevel()
    {
        var time = new SimulatedTime();
        var slow = new SimulatedSource("watts") { IsSlow = true, Level = ThermalLevel.Critical };
        using var sampler = new SiliconSampler([new SimulatedSource("load"), slow], time);
        sampler.Slow.Sample(new Moment(0));
        var run = new ObservedRun();
        sampler.Subscribe(new RunRecorder(run, new(static () => new TaskCompletionSource<SiliconInfo>().Task), null));
        sampler.Step();
        Assert.Single(run.Of("system/watts"));
        for (var i = 0; i < 10; i++)
        {
            time.Advance(4);
            sampler.Step();
        }

        Assert.Single(run.Of("system/watts"));
        Assert.Equal(ThermalLevel.Nominal, sampler.Thermal.Level);
    }

    [Fact]
    public void ARunOnAMachineThatIsHotAlreadySaysSo()
    {
        var source = new SimulatedSource("load") { Level = ThermalLevel.Throttling };
        var time = new SimulatedTime();
        using var sampler = new SiliconSampler([source], time);
        var sampling = new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
        var (warm, run) = (new ObservedRun(), new ObservedRun());
        sampling.RunBegan(warm);
        for (var i = 0; i < 20; i++)
        {
            sampler.Step();
            time.Advance(0.1);
        }

        sampling.RunBegan(run);
        Assert.Equal("throttling", run.Tags["mlops.thermal.worst"]);
        Assert.Contains("\"to\":\"throttling\"", run.Artifacts["system/thermal-events.jsonl"]);
    }

    private sealed class Reader : ISampleReader
    {
        private readonly ConcurrentQueue<double> _seconds = [];

        public Exception? Fault { get; init; }

        public int Reads => _seconds.Count;

        public bool IsEnded { get; private set; }

        public TimeSpan IntervalAt(TimeSpan age) => TimeSpan.FromMilliseconds(50);

        public void Read(in Moment now, SiliconSampler sampler)
        {
            _seconds.Enqueue(now.Seconds);
            if (Fault is not null)
            {
                throw Fault;
            }
        }

        public void End() => IsEnded = true;
    }
}

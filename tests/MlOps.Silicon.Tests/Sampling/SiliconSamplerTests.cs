using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Sampling;

public sealed class SiliconSamplerTests
{
    private readonly SimulatedTime _time = new();

    [Fact]
    public void AYoungRunIsSampledDenselyAndAnOldOneSeldom()
    {
        var source = new SimulatedSource("load");
        using var sampler = new SiliconSampler([source], _time);
        var reader = new Reader();
        sampler.Subscribe(reader);

        Run(sampler, TimeSpan.FromSeconds(2));
        Assert.Equal(21, reader.Seconds.Count); // A run of two seconds has a curve.
        Run(sampler, TimeSpan.FromSeconds(58));
        var inFirstMinute = reader.Seconds.Count;
        Run(sampler, TimeSpan.FromSeconds(600));

        Assert.InRange(inFirstMinute, 85, 90); // 30 in three seconds, then one a second.
        Assert.InRange(reader.Seconds.Count - inFirstMinute, 59, 61);
    }

    [Fact]
    public void TheFirstAndTheLastSampleAreTakenHoweverShortTheRun()
    {
        var level = 0.0;
        using var sampler = new SiliconSampler([new SimulatedSource("load") { Value = () => ++level }], _time);
        var reader = new Reader();
        sampler.Subscribe(reader);
        sampler.Step();
        _time.Advance(0.05);
        sampler.Unsubscribe(reader);

        Assert.Equal([0, 0.05], reader.Seconds);
        Assert.Equal([1, 2], reader.Values);
    }

    [Fact]
    public void WhatIsInNoHurryWaitsForTheFourthSample()
    {
        var settled = new List<int>();
        using var sampler = new SiliconSampler([new SimulatedSource("load")], _time);
        var reader = new Reader();
        sampler.Settled += () => settled.Add(reader.Seconds.Count);
        sampler.Subscribe(reader);
        Run(sampler, TimeSpan.FromSeconds(10));
        Assert.Equal([4], settled);
    }

    [Fact]
    public void AMillisecondLaterTheSampleIsTheSame()
    {
        var source = new SimulatedSource("load");
        using var sampler = new SiliconSampler([source], _time);
        var reader = new Reader();
        sampler.Subscribe(reader);
        sampler.Step();
        _time.Advance(0.001);
        sampler.Unsubscribe(reader);

        Assert.Equal(2, reader.Values.Count);
        Assert.Equal(1, source.Readings);
    }

    [Fact]
    public void RunsShareTheSamples()
    {
        var source = new SimulatedSource("load");
        using var sampler = new SiliconSampler([source], _time);
        var readers = Enumerable.Range(0, 20).Select(static _ => new Reader()).ToArray();
        Array.ForEach(readers, sampler.Subscribe);
        Run(sampler, TimeSpan.FromSeconds(1));

        Assert.Equal(11, source.Readings);
        Assert.All(readers, static reader => Assert.Equal(11, reader.Values.Count));
    }

    [Fact]
    public void NobodyIsWaitedForWhileNobodyReads()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load")], _time);
        Assert.Equal(Timeout.InfiniteTimeSpan, sampler.Step());
        var reader = new Reader();
        sampler.Subscribe(reader);
        Assert.Equal(TimeSpan.FromMilliseconds(100), sampler.Step());
        sampler.Unsubscribe(reader);
        Assert.Equal(Timeout.InfiniteTimeSpan, sampler.Step());
    }

    [Fact]
    public void ASourceThatIsNotThereIsNotAskedAgainAndSaysWhy()
    {
        var absent = new SimulatedSource("watts") { Absence = "/sys/power may be read by root only" };
        using var sampler = new SiliconSampler([absent, new SimulatedSource("load")], _time);
        sampler.Subscribe(new Reader());
        Run(sampler, TimeSpan.FromSeconds(1));

        Assert.Equal(0, absent.Readings);
        var source = Assert.Single(sampler.Fast.Absent);
        Assert.Equal(("simulated watts", "/sys/power may be read by root only"), (source.Name, source.Reason));
        Assert.Equal(["simulated load"], sampler.Fast.Present);
    }

    [Fact]
    public void ADeviceThatVanishesIsAbsentFromThenOnAndTheOthersGoOn()
    {
        var gpu = new SimulatedSource("gpu");
        var load = new SimulatedSource("load");
        using var sampler = new SiliconSampler([gpu, load], _time);
        sampler.Subscribe(new Reader());
        sampler.Step();
        Assert.Equal(1, sampler.Fast.Values[0]);

        gpu.Value = static () => throw new IOException("No such device");
        _time.Advance(0.1);
        sampler.Step();
        _time.Advance(0.1);
        sampler.Step();

        Assert.True(double.IsNaN(sampler.Fast.Values[0]));
        Assert.Equal(2, gpu.Readings);
        Assert.Equal(3, load.Readings);
        Assert.Equal("No such device", Assert.Single(sampler.Fast.Absent).Reason);
    }

    [Fact]
    public void AMachineThatSleptTellsNoRatesOverItsSleep()
    {
        var source = new SimulatedSource("load");
        using var sampler = new SiliconSampler([source], _time);
        sampler.Subscribe(new Reader());
        sampler.Step();
        _time.Advance(0.1);
        sampler.Step();
        _time.Advance(3600);
        sampler.Step();
        _time.Advance(10);
        sampler.Step();

        // Nor does the first sample, since nobody knows what was before.
        Assert.Equal([true, false, true, false], source.Moments.Select(static moment => moment.IsAfterGap));
    }

    [Fact]
    public void ASourceIsReadNoMoreOftenThanItWants()
    {
        var seldom = new SimulatedSource("disk") { Cadence = TimeSpan.FromSeconds(10) };
        using var sampler = new SiliconSampler([seldom, new SimulatedSource("load")], _time);
        sampler.Subscribe(new Reader());
        Run(sampler, TimeSpan.FromSeconds(30));
        Assert.Equal(4, seldom.Readings);
    }

    [Fact]
    public void ASlowSourceDelaysNobody()
    {
        using var isRead = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        var slow = new SimulatedSource("watts")
        {
            IsSlow = true,
            Value = () =>
            {
                isRead.Set();
                mayGoOn.Wait(TestContext.Current.CancellationToken);
                return 5;
            },
        };
        var quick = new SimulatedSource("load");
        using var sampler = new SiliconSampler([slow, quick]);
        var reader = new Reader();
        sampler.Subscribe(reader);
        isRead.Wait(TestContext.Current.CancellationToken);
        while (quick.Readings < 5)
        {
            Thread.Sleep(10); // Of the dense first seconds; the slow source still has not answered.
        }

        sampler.Unsubscribe(reader);
        mayGoOn.Set();
        Assert.True(quick.Readings >= 5);
    }

    [Fact]
    public void ASourceWhoseMetricAnotherOneHasIsReadAllTheSame()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "This machine is no Linux.");
        using var lane = new Lane([new MemorySampler("/proc/meminfo"), new MemorySampler("/proc/meminfo")]);
        lane.Sample(new Moment(0));
        Assert.Empty(lane.Absent);
        Assert.Equal(2, lane.Present.Count());
    }

    [Fact]
    public void ALaneIsReadAsOftenAsItsSourcesWant()
    {
        using var lane = new Lane([new SimulatedSource("disk") { Cadence = TimeSpan.FromSeconds(10) }, new SimulatedSource("watts") { Cadence = TimeSpan.FromSeconds(1), Absence = "no such counter" }]);
        lane.Sample(new Moment(0));
        Assert.Equal(TimeSpan.FromSeconds(10), lane.Round);
        Assert.True(lane.IsFresh(11)); // Between two rounds what it said still holds.
        Assert.False(lane.IsFresh(13));
    }

    [Fact]
    public void AReaderThatFailsKeepsNobodyElseFromBeingTold()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load")], _time);
        var reader = new Reader();
        var broken = new Broken();
        sampler.Subscribe(broken);
        sampler.Subscribe(reader);
        Run(sampler, TimeSpan.FromSeconds(1));
        sampler.Unsubscribe(broken);

        Assert.Equal(11, reader.Values.Count);
        Assert.True(broken.HasEnded);
    }

    [Fact]
    public void SamplingAllocatesNothing()
    {
        using var sampler = new SiliconSampler([new SimulatedSource("load"), new SimulatedSource("joules", MetricKind.Total)], _time);
        sampler.Subscribe(new Quiet());
        sampler.Step();
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
            {
                _time.Advance(0.1);
                sampler.Refresh(TimeSpan.FromHours(1));
                sampler.Step();
            }
        }) / 10_000); // The lists of the simulated sources grow.
    }

    private void Run(SiliconSampler sampler, TimeSpan time)
    {
        var end = _time.GetTimestamp() + time.Ticks;
        while (true)
        {
            var wait = sampler.Step();
            if (_time.GetTimestamp() + wait.Ticks > end)
            {
                _time.Advance(TimeSpan.FromTicks(end - _time.GetTimestamp()));
                return;
            }

            _time.Advance(wait);
        }
    }

    private sealed class Reader : ISampleReader
    {
        public List<double> Seconds { get; } = [];

        public List<double> Values { get; } = [];

        public TimeSpan IntervalAt(TimeSpan age) => SamplingSchedule.IntervalAt(age);

        public void Read(in Moment now, SiliconSampler sampler)
        {
            Seconds.Add(now.Seconds);
            Values.Add(sampler.Fast.Values[0]);
        }
    }

    private sealed class Broken : ISampleReader
    {
        public bool HasEnded { get; private set; }

        public TimeSpan IntervalAt(TimeSpan age) => TimeSpan.FromMilliseconds(100);

        public void Read(in Moment now, SiliconSampler sampler) => throw new ObjectDisposedException("store");

        public void End() => HasEnded = true;
    }

    private sealed class Quiet : ISampleReader
    {
        public TimeSpan IntervalAt(TimeSpan age) => TimeSpan.FromMilliseconds(100);

        public void Read(in Moment now, SiliconSampler sampler)
        {
        }
    }
}

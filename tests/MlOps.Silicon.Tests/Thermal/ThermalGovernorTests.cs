using System.Text.RegularExpressions;
#pragma warning disable CA2025 // A step that still rests when its governor goes is what some of these tests are about; all are awaited.
using MlOps.Silicon.Sampling;
using MlOps.Silicon.Thermal;
using MlOps.Tests.Support;

namespace MlOps.Tests.Thermal;

public sealed class ThermalGovernorTests
{
    private const ThermalPolicy All = ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches | ThermalPolicy.PauseToCool;

    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private readonly ThermalTracker _tracker = new();
    private readonly ObservedRun _run = new();
    private double _seconds;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(ThermalPolicy.None, ThermalLevel.Critical, 16, 16, 1)]
    [InlineData(ThermalPolicy.PauseToCool, ThermalLevel.Critical, 16, 16, 1)]
    [InlineData(ThermalPolicy.ShrinkParallelism, ThermalLevel.Nominal, 16, 16, 1)]
    [InlineData(ThermalPolicy.ShrinkParallelism, ThermalLevel.Elevated, 16, 15, 1)]
    [InlineData(ThermalPolicy.ShrinkParallelism, ThermalLevel.Throttling, 12, 8, 1)]
    [InlineData(ThermalPolicy.ShrinkParallelism, ThermalLevel.Critical, 6, 8, 1)]
    [InlineData(ThermalPolicy.HalveMicroBatches, ThermalLevel.Elevated, 16, 16, 1)]
    [InlineData(ThermalPolicy.HalveMicroBatches, ThermalLevel.Throttling, 16, 16, 2)]
    [InlineData(ThermalPolicy.HalveMicroBatches, ThermalLevel.Critical, 16, 16, 4)]
    [InlineData(All, ThermalLevel.Throttling, 12, 8, 2)]
    [InlineData(All, ThermalLevel.Critical, 6, 8, 4)]
    public void APolicyDoesWhatItMayAndNothingElse(ThermalPolicy policy, ThermalLevel level, int threads, int loaders, int pieces)
    {
        using var governor = Governor(new() { Policy = policy });
        Heat(level);
        Assert.Equal((level, threads, loaders, pieces), (governor.Level, governor.ParallelOptions.MaxDegreeOfParallelism, governor.LoaderParallelism, governor.MicroBatches));
        Cool();
        Assert.Equal((ThermalLevel.Nominal, 16, 16, 1), (governor.Level, governor.ParallelOptions.MaxDegreeOfParallelism, governor.LoaderParallelism, governor.MicroBatches));
    }

    [Fact]
    public void WithoutSlowerCoresHalfOfTheThreadsAreLeftAndNeverNone()
    {
        Heat(ThermalLevel.Throttling);
        using var governor = new ThermalGovernor(_tracker, new() { Policy = ThermalPolicy.ShrinkParallelism, MaxDegreeOfParallelism = 8, FastCores = 8 });
        using var single = new ThermalGovernor(_tracker, new() { Policy = ThermalPolicy.ShrinkParallelism, MaxDegreeOfParallelism = 1, FastCores = 1 });
        Assert.Equal((4, 4), (governor.ParallelOptions.MaxDegreeOfParallelism, governor.LoaderParallelism)); // A governor of a machine that is hot already.
        Heat(ThermalLevel.Critical);
        Assert.Equal((1, 1), (single.ParallelOptions.MaxDegreeOfParallelism, single.LoaderParallelism));
    }

    [Theory]
    [InlineData(ThermalLevel.Elevated)]
    [InlineData(ThermalLevel.Throttling)]
    [InlineData(ThermalLevel.Critical)]
    public void ADeterministicRunMaySlowDownAndChangesNothingElse(ThermalLevel level)
    {
        using var governor = Governor(new() { Policy = ThermalPolicy.ShrinkParallelism | ThermalPolicy.HalveMicroBatches, Deterministic = true });
        Heat(level);
        Assert.Equal((16, 16, 1), (governor.ParallelOptions.MaxDegreeOfParallelism, governor.LoaderParallelism, governor.MicroBatches));
        governor.Step(Cancellation);
        Thread.Sleep(50); // The step's work.
        var begin = Environment.TickCount64;
        governor.Step(Cancellation);
        var rested = Environment.TickCount64 - begin;
        Assert.True(level == ThermalLevel.Elevated ? rested < 40 : rested >= 40, $"It rested for {rested} ms.");
    }

    [Fact]
    public async Task ARestEndsWhenTheMachineHasCooledOrTheGovernorGoes()
    {
        var options = new ThermalOptions { Policy = ThermalPolicy.ShrinkParallelism, Deterministic = true, LongestRest = TimeSpan.FromMinutes(5) };
        using var governor = Governor(options);
        using var other = Governor(options);
        using var cancelled = Governor(options);
        using var cancel = new CancellationTokenSource();
        Heat(ThermalLevel.Throttling);
        foreach (var one in (ThermalGovernor[])[governor, other, cancelled])
        {
            one.Step(Cancellation);
        }

        Thread.Sleep(2000); // A long step is followed by a long rest.
        var rests = Begin(governor, Cancellation);
        var otherRests = Begin(other, Cancellation);
        var cancelledRests = Begin(cancelled, cancel.Token);
        other.Dispose();
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelledRests);
        Cool();
        await rests.WaitAsync(s_soon, Cancellation);
        await otherRests.WaitAsync(s_soon, Cancellation);
    }

    [Fact]
    public async Task ACriticalMachineIsGivenARestWithACheckpointBefore()
    {
        var checkpoints = 0;
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool, Checkpoint = () => checkpoints++ });
        governor.Step(Cancellation);
        Heat(ThermalLevel.Throttling);
        governor.Step(Cancellation);
        Assert.Equal(0, checkpoints);
        for (var pause = 1; pause <= 2; pause++)
        {
            Heat(ThermalLevel.Critical);
            var step = Begin(governor, Cancellation);
            Assert.NotSame(step, await Task.WhenAny(step, Task.Delay(100, Cancellation)));
            Cool(ThermalLevel.Throttling);
            await step.WaitAsync(s_soon, Cancellation);
            governor.Step(Cancellation);
            Assert.Equal(pause, checkpoints);
        }

        var events = _run.Artifacts["system/thermal-events.jsonl"];
        Assert.Equal(2, events.Split("\"action\":\"pause\"").Length - 1);
        Assert.Equal(2, events.Split("\"action\":\"went on after ").Length - 1);
    }

    [Fact]
    public async Task OfSeveralThreadsThatTakeStepsOneWritesTheCheckpoint()
    {
        var checkpoints = 0;
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool, Checkpoint = () => Interlocked.Increment(ref checkpoints) });
        Heat(ThermalLevel.Critical);
        Task[] steps = [.. Enumerable.Range(0, 8).Select(_ => Begin(governor, Cancellation))];
        Assert.NotSame(Task.WhenAny(steps), await Task.WhenAny(Task.WhenAny(steps), Task.Delay(100, Cancellation)));
        Cool();
        await Task.WhenAll(steps).WaitAsync(s_soon, Cancellation);
        Assert.Equal(1, checkpoints);
        Assert.Single(Regex.Matches(_run.Artifacts["system/thermal-events.jsonl"], "\"pause\""));
    }

    [Fact]
    public void ACheckpointMayTakeStepsItself()
    {
        ThermalGovernor? governor = null;
        var steps = 0;
        using var made = governor = Governor(new()
        {
            Policy = ThermalPolicy.PauseToCool,
            LongestPause = TimeSpan.FromMilliseconds(20),
            Checkpoint = () => Parallel.For(0, 4, _ =>
            {
                governor!.Step(Cancellation); // Evaluation before it is written.
                Interlocked.Increment(ref steps);
            }),
        });
        Heat(ThermalLevel.Critical);
        governor.Step(Cancellation);
        Assert.Equal(4, steps);
    }

    [Fact]
    public async Task WhoRestsWithAnotherGivesUpWithIt()
    {
        var checkpoints = 0;
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool, LongestPause = TimeSpan.FromMilliseconds(100), Checkpoint = () => Interlocked.Increment(ref checkpoints) });
        Heat(ThermalLevel.Critical);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Begin(governor, Cancellation))).WaitAsync(s_soon, Cancellation);
        governor.Step(Cancellation);
        Assert.Equal(1, checkpoints);
    }

    [Fact]
    public async Task APauseCanBeCancelled()
    {
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool });
        using var cancel = new CancellationTokenSource();
        Heat(ThermalLevel.Critical);
        var step = Begin(governor, cancel.Token);
        cancel.CancelAfter(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step.WaitAsync(s_soon, Cancellation));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Begin(governor, cancel.Token).WaitAsync(s_soon, Cancellation)); // It is still hot.
    }

    [Fact]
    public void ASensorThatIsStuckDoesNotHoldTrainingForEver()
    {
        var checkpoints = 0;
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool, LongestPause = TimeSpan.FromMilliseconds(20), Checkpoint = () => checkpoints++ });
        Heat(ThermalLevel.Critical);
        governor.Step(Cancellation);
        governor.Step(Cancellation);
        Assert.Equal(1, checkpoints);
        Assert.Contains("gave up waiting", _run.Artifacts["system/thermal-events.jsonl"]);
        Cool(ThermalLevel.Throttling);
        Heat(ThermalLevel.Critical);
        governor.Step(Cancellation);
        Assert.Equal(2, checkpoints); // The level changed: it waits again.
    }

    [Fact]
    public async Task AGovernorThatGaveUpAPauseStillSlowsADeterministicRunDown()
    {
        using var governor = Governor(new()
        {
            Policy = ThermalPolicy.PauseToCool | ThermalPolicy.ShrinkParallelism,
            Deterministic = true,
            LongestPause = TimeSpan.FromMilliseconds(20),
        });
        Heat(ThermalLevel.Critical);
        governor.Step(Cancellation); // The pause that is given up.
        governor.Step(Cancellation); // From here on steps have a length, and rests as long.
        Thread.Sleep(200);
        var step = Begin(governor, Cancellation);
        Assert.NotSame(step, await Task.WhenAny(step, Task.Delay(100, Cancellation)));
        await step.WaitAsync(s_soon, Cancellation);
    }

    [Fact]
    public async Task AGovernorThatGoesWakesTheStepThatRests()
    {
        var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool });
        Heat(ThermalLevel.Critical);
        var step = Begin(governor, Cancellation);
        Assert.NotSame(step, await Task.WhenAny(step, Task.Delay(50, Cancellation)));
        governor.Dispose();
        await step.WaitAsync(s_soon, Cancellation);
        governor.Dispose();
        Cool();
        Heat(ThermalLevel.Critical); // Nobody listens any more.
        governor.Step(Cancellation);
    }

    [Fact]
    public void AFailingCheckpointIsTheTrainingsOwnFault()
    {
        using var governor = Governor(new() { Policy = ThermalPolicy.PauseToCool, Checkpoint = static () => throw new IOException("disk full") });
        Heat(ThermalLevel.Critical);
        Assert.Throws<IOException>(() => governor.Step(Cancellation));
    }

    [Fact]
    public void WhatIsDoneIsToldToTheRun()
    {
        using var governor = Governor(new() { Policy = ThermalPolicy.ShrinkParallelism });
        Assert.Empty(_run.Artifacts);
        Heat(ThermalLevel.Elevated);
        Assert.Empty(_run.Artifacts);
        Heat(ThermalLevel.Throttling);
        Assert.Contains("\"action\":\"12 threads\"", _run.Artifacts["system/thermal-events.jsonl"]);
    }

    [Fact]
    public async Task AStepAllocatesNothingAndTakesNoLock()
    {
        using var governor = Governor(new() { Policy = All });
        Assert.Equal(0, Allocations.Of(() =>
        {
            for (var step = 0; step < 100_000; step++)
            {
                governor.Step();
            }
        }));

        // A change that is being applied on another thread holds nobody up.
        using var isApplied = new ManualResetEventSlim();
        using var mayGoOn = new ManualResetEventSlim();
        _tracker.Changed += (_, _) =>
        {
            isApplied.Set();
            mayGoOn.Wait(Cancellation);
        };
        var sampling = Task.Run(() => Heat(ThermalLevel.Elevated), Cancellation);
        isApplied.Wait(Cancellation);
        governor.Step(Cancellation);
        mayGoOn.Set();
        await sampling;
    }

    [Fact]
    public async Task StepsAndChangesOnManyThreadsEndWell()
    {
        using var end = new CancellationTokenSource(TimeSpan.FromMilliseconds(700));
        var governors = Enumerable.Range(0, 4).Select(_ => Governor(new() { Policy = All, LongestPause = TimeSpan.FromMilliseconds(1) })).ToArray();
        var steps = governors.Select(governor => Task.Run(
            () =>
            {
                while (!end.IsCancellationRequested)
                {
                    governor.Step(Cancellation);
                    Assert.InRange(governor.ParallelOptions.MaxDegreeOfParallelism, 6, 16);
                    Assert.Contains(governor.MicroBatches, (int[])[1, 2, 4]);
                }
            },
            Cancellation)).ToArray();
        while (!end.IsCancellationRequested)
        {
            Heat(ThermalLevel.Critical);
            Cool(ThermalLevel.Throttling);
            using var passing = Governor(new() { Policy = All }); // Comes and goes while levels change.
            Cool();
            Assert.Equal(ThermalLevel.Nominal, passing.Level);
        }

        await Task.WhenAll(steps).WaitAsync(s_soon, Cancellation);
        Assert.All(governors, static governor => Assert.Equal(16, governor.ParallelOptions.MaxDegreeOfParallelism));
        Array.ForEach(governors, static governor => governor.Dispose());
    }

    [Fact]
    public void SensorsAreReadEverySecondAsLongAsItLooksOn()
    {
        var time = new SimulatedTime();
        var source = new SimulatedSource("load");
        using var sampler = new SiliconSampler([source], time);
        var governor = new ThermalGovernor(sampler.Thermal, options: null, sampler);
        for (var second = 0; second < 100; second++)
        {
            sampler.Step();
            time.Advance(1);
        }

        Assert.Equal(100, source.Readings);
        governor.Dispose();
        Assert.Equal(Timeout.InfiniteTimeSpan, sampler.Step());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void OptionsThatMakeNoSenseAreRefused(int threads, int seconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Governor(new() { MaxDegreeOfParallelism = threads, LongestPause = TimeSpan.FromSeconds(seconds) }, keepThreads: true));

    private static Task Begin(ThermalGovernor governor, CancellationToken cancellation) =>
        Task.Factory.StartNew(() => governor.Step(cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private ThermalGovernor Governor(ThermalOptions options, bool keepThreads = false) =>
        new(_tracker, keepThreads ? options : options with { MaxDegreeOfParallelism = 16, FastCores = 12 }, sampler: null, _run);

    private void Heat(ThermalLevel level)
    {
        _tracker.Update(level, _seconds += 1);
        _tracker.Update(level, _seconds += 1);
    }

    private void Cool(ThermalLevel level = ThermalLevel.Nominal)
    {
        _tracker.Update(level, _seconds += 1);
        _tracker.Update(level, _seconds += 31);
    }
}

using MlOps.Silicon.Runs;
using MlOps.Silicon.Sampling;
using MlOps.Tests.Support;

namespace MlOps.Tests.Runs;

public sealed class EarlyRunsTests
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void RunsThatBeginAndEndWhileTheSamplingIsMadeWaitForNothingAndAreSampledAllTheSame()
    {
        using var mayBeMade = new ManualResetEventSlim();
        using var sampler = new SiliconSampler([new SimulatedSource("load")]);
        var early = EarlyRuns(mayBeMade, sampler);
        var runs = Enumerable.Range(0, 20).Select(static _ => new ObservedRun()).ToArray();
        foreach (var run in runs)
        {
            early.RunBegan(run);
            early.RunEnded(run);
        }

        Assert.All(runs, static run => Assert.Empty(run.Of("system/load")));
        mayBeMade.Set();
        Assert.All(runs, static run => Assert.True(SpinWait.SpinUntil(() => run.Of("system/load").Length > 0, s_soon)));

        // From now on what is said goes straight to it.
        var late = new ObservedRun();
        early.RunBegan(late);
        Assert.True(SpinWait.SpinUntil(() => late.Of("system/load").Length > 0, s_soon));
        early.RunEnded(late);
        early.Finish(s_soon);
        Assert.True(SpinWait.SpinUntil(() => sampler.Step() == Timeout.InfiniteTimeSpan, s_soon)); // And nobody is left over.
    }

    [Fact]
    public void AProcessThatEndsWaitsOnlySoLongForWhatIsStillBeingMade()
    {
        using var mayBeMade = new ManualResetEventSlim();
        using var sampler = new SiliconSampler([new SimulatedSource("load")]);
        var early = EarlyRuns(mayBeMade, sampler);
        early.Finish(s_soon); // No run began: there is nothing to wait for.
        var run = new ObservedRun();
        early.RunBegan(run);
        early.Finish(TimeSpan.FromMilliseconds(10));
        Assert.Empty(run.Of("system/load"));
        mayBeMade.Set();
        early.Finish(s_soon);
        Assert.NotEmpty(run.Of("system/load")); // The end of the process is the end of the run: it has its last sample.
    }

    [Fact]
    public void ASamplingThatCannotBeMadeIsReportedOnceAndKeepsNothing()
    {
        var early = new EarlyRuns(static () => throw new InvalidOperationException("no sampling today"));
        early.RunBegan(new ObservedRun());
        early.Finish(s_soon);
        var run = new ObservedRun();
        Assert.Equal("no sampling today", Assert.Throws<InvalidOperationException>(() => early.RunEnded(run)).Message);
        early.RunEnded(run);
        early.Finish(s_soon);
        Assert.Empty(run.Of("system/load"));
    }

    [Fact]
    public void ARunThatCannotBeToldIsReportedAndTheOthersAreTold()
    {
        using var mayBeMade = new ManualResetEventSlim();
        using var sampler = new SiliconSampler([new SimulatedSource("load")]);
        var early = EarlyRuns(mayBeMade, sampler);
        early.RunBegan(null!);
        var run = new ObservedRun();
        early.RunBegan(run);
        mayBeMade.Set();
        Assert.True(SpinWait.SpinUntil(() => run.Of("system/load").Length > 0, s_soon));
        Assert.ThrowsAny<Exception>(() => early.RunEnded(run));
        early.RunEnded(run);
        early.Finish(s_soon);
    }

    /// <summary>A sampling that is made when it may be.</summary>
    private static EarlyRuns EarlyRuns(ManualResetEventSlim mayBeMade, SiliconSampler sampler) => new(() =>
    {
        mayBeMade.Wait(Cancellation);
        return new RunSampling(sampler, static () => Task.FromResult(SiliconInfo.Current));
    });
}

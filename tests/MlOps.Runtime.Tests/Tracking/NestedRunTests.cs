using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>A run inside a run is nested in it, wherever the code of the outer one went on.</summary>
public sealed class NestedRunTests
{
    [Fact]
    public void TheLatestRunIsTheWholeNotItsLastPart()
    {
        using var store = new TestStore();
        using var outer = store.Begin();
        using (store.Begin("Demo.Fold.Run"))
        {
        }

        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        Assert.Equal(outer.RunId, reader.Find("latest").RunId);
    }

    [Fact]
    public async Task AcrossTasksAndThreadsAndParallelLoops()
    {
        using var store = new TestStore();
        using var outer = store.Begin();
        var inner = new List<Run>();

        await Task.Run(() => Nest(), TestContext.Current.CancellationToken);
        var thread = new Thread(Nest);
        thread.Start();
        thread.Join();
        Parallel.For(0, 4, _ => Nest());
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await Task.Yield();
            Nest();
        }));

        Assert.Equal(10, inner.Count);
        Assert.Same(outer, Run.Current);
        Assert.All(inner, run => Assert.Equal(outer.RunId, store.Read(run).Run.ParentRunId));
        Assert.All(inner, run => Assert.Equal(1, store.Read(run).Metrics["loss"].Count)); // Each fold's values are its own.

        void Nest()
        {
            using var run = store.Begin("Demo.Fold.Run");
            Run.Current.Log("loss", 1, 1);
            Assert.Same(run, Run.Current);
            run.Finish();
            lock (inner)
            {
                inner.Add(run);
            }
        }
    }

    [Fact]
    public void AMethodThatDoesNotNestStandsBesideTheRunThatCallsIt()
    {
        using var store = new TestStore();
        using var outer = store.Begin();
        using (var beside = Run.Begin(store.Recorder, new TrackedMethod("Demo.Other.Train") { IsNested = false }))
        {
            using var inner = store.Begin();
            Assert.Null(store.Read(beside).Run.ParentRunId);
            Assert.Equal(beside.RunId, store.Read(inner).Run.ParentRunId);
        }

        Assert.Same(outer, Run.Current); // The caller's run is the current one again all the same.
    }

    [Fact]
    public void AThreadWithoutTheExecutionContextHasNoRun()
    {
        using var store = new TestStore();
        using var outer = store.Begin();
        Run? seen = null;
        var thread = new Thread(() => seen = Run.Current);
        thread.UnsafeStart();
        thread.Join();

        Assert.Equal("", seen!.RunId);
    }
}

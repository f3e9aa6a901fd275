namespace MlOps.Tests.Tracking;

/// <summary><c>Run.Start</c>, for code without the attribute.</summary>
public sealed class StartedRunTests
{
    [Fact]
    public void ItHasANameAnExperimentANoteAndAnEnd()
    {
        using var store = new TestStore();
        Run run;
        using (run = Run.Start(store.Recorder, "baseline", "iris"))
        {
            Assert.Same(run, Run.Current);
            run.SetNote("**first** try");
            Assert.Equal(RunStatus.Running, run.Status);
        }

        var details = store.Read(run);
        Assert.Equal(("baseline", "iris", "FINISHED", null), (details.Run.Name, details.Run.Experiment, details.Run.Status, details.Run.Method));
        Assert.Equal("**first** try", details.Tags["mlflow.note.content"]);
        Assert.Equal(RunStatus.Finished, run.Status);
    }

    [Fact]
    public void ItNestsUnlessItIsToldNotTo()
    {
        using var store = new TestStore();
        using var outer = Run.Start(store.Recorder);
        using var inner = Run.Start(store.Recorder, "inner");
        using var beside = Run.Start(store.Recorder, "beside", nested: false);

        Assert.StartsWith("run-", outer.Name);
        Assert.Equal(outer.RunId, store.Read(inner).Run.ParentRunId);
        Assert.Null(store.Read(beside).Run.ParentRunId);
    }

    [Fact]
    public async Task AnExceptionThatLeavesItsBlockFailsIt()
    {
        using var store = new TestStore();
        Run? left = null, leftAsync = null, stayed = null;
        try
        {
            using (left = Run.Start(store.Recorder))
            {
                throw new InvalidOperationException();
            }
        }
        catch (InvalidOperationException)
        {
            // What the run is about to notice.
        }

        await Assert.ThrowsAsync<InvalidOperationException>(async () =>
        {
            using (leftAsync = Run.Start(store.Recorder))
            {
                await Task.Yield();
                throw new InvalidOperationException();
            }
        });
        try
        {
            throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
            using (stayed = Run.Start(store.Recorder))
            {
                // A second try, inside the handler of the first one's failure.
            }
        }

        Assert.Equal("FAILED", store.Read(left!).Run.Status);
        Assert.Equal("FAILED", store.Read(leftAsync!).Run.Status);
        Assert.Equal("FINISHED", store.Read(stayed).Run.Status);
    }

    [Fact]
    public void ItsTagForTheNameRenamesIt()
    {
        using var store = new TestStore();
        using var run = Run.Start(store.Recorder, "old");
        run.SetTag("mlflow.runName", "new");

        Assert.Equal("new", run.Name);
        Assert.Equal("new", store.Read(run).Run.Name);
    }

    [Fact]
    public void TheFirstEndCounts()
    {
        using var store = new TestStore();
        using var run = Run.Start(store.Recorder);
        run.End(RunStatus.Running);
        run.End(RunStatus.Killed);
        run.Finish();

        Assert.Equal("KILLED", store.Read(run).Run.Status);
    }
}

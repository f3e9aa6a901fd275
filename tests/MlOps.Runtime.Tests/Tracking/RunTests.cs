using MlOps.Store;

namespace MlOps.Tests.Tracking;

public sealed class RunTests
{
    [Fact]
    public void WhatIsLoggedIsRead()
    {
        using var store = new TestStore();
        using (var run = store.Begin(experiment: "iris"))
        {
            run.LogParam("epochs", 3);
            run.LogParam("rate", 0.1);
            for (var epoch = 1; epoch <= 3; epoch++)
            {
                run.Log("loss", 1.0 / epoch, epoch);
            }

            run.SetTag("team", "a");
            run.SetTag("team", "b");
            run.LogText("notes/read me.txt", "hello");
            run.Finish();

            var details = store.Read(run);
            Assert.Equal(("iris", "Demo.Trainer.Train", "FINISHED"), (details.Run.Experiment, details.Run.Method, details.Run.Status));
            Assert.StartsWith("Train-", details.Run.Name);
            Assert.True(details.Run.EndTime >= details.Run.StartTime);
            Assert.Equal(new Dictionary<string, string> { ["epochs"] = "3", ["rate"] = "0.1" }, details.Params);
            Assert.Equal(new RecordedMetric(1.0 / 3, 1.0 / 3, 1, 3, 3), details.Metrics["loss"]);
            Assert.Equal("b", details.Tags["team"]);
            Assert.Equal(["notes/read me.txt"], details.Artifacts);
            Assert.Equal("hello", File.ReadAllText(Path.Combine(details.ArtifactFolder, "notes", "read me.txt")));
        }

        Assert.Equal("", store.Shown.ToString());
    }

    [Fact]
    public void ARunSaysWhereItComesFrom()
    {
        using var store = new TestStore();
        using var run = store.Begin();

        var tags = store.Read(run).Tags;
        Assert.Equal("Demo.Trainer.Train", tags["mlops.method"]);
        Assert.Equal(new string('a', 64), tags["mlops.code.fingerprint"]);
        Assert.Equal("Release", tags["mlops.code.configuration"]);
        Assert.Equal("LOCAL", tags["mlflow.source.type"]);
        Assert.Equal(run.Name, tags["mlflow.runName"]);
        Assert.Equal(Environment.UserName, tags["mlflow.user"]);
        Assert.NotEmpty(tags["mlflow.source.name"]);
    }

    [Fact]
    public void AnExceptionFailsTheRunAndIsKept()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Fail(new InvalidOperationException("no convergence"));
        run.Finish(); // Too late: the first word counts.

        var details = store.Read(run);
        Assert.Equal("FAILED", details.Run.Status);
        Assert.Equal("System.InvalidOperationException", details.Tags["mlops.error.type"]);
        Assert.Equal("no convergence", details.Tags["mlops.error.message"]);
        Assert.Contains("no convergence", File.ReadAllText(Path.Combine(details.ArtifactFolder, "error.txt")));
    }

    [Fact]
    public void CancellationKillsTheRun()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Fail(new TaskCanceledException());

        Assert.Equal("KILLED", store.Read(run).Run.Status);
    }

    [Fact]
    public async Task TheCurrentRunFollowsAwaitAndTheCallerGetsItsOwnBack()
    {
        using var store = new TestStore();
        var outside = Run.Current;
        using (var outer = store.Begin())
        {
            using (var inner = store.Begin())
            {
                await Task.Yield();
                Assert.Same(inner, Run.Current);
                Assert.Equal(outer.RunId, store.Read(inner).Run.ParentRunId);
            }

            Assert.Same(outer, Run.Current);
            Assert.Null(store.Read(outer).Run.ParentRunId);
        }

        Assert.Same(outside, Run.Current);
    }

    [Fact]
    public void OutsideARunNothingIsLoggedAndNothingFails()
    {
        Assert.Equal("", Run.Current.RunId);
        Run.Current.Log("loss", 1);
        Run.Current.LogParam("a", 1);
        Run.Current.LogText("a.txt", "");
        Run.Current.Fail(new InvalidOperationException());
        Run.Current.Dispose();
    }

    [Fact]
    public void NaNAndInfinitiesAreKept()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("nan", double.NaN, 1);
        run.Log("up", double.PositiveInfinity, 1);
        run.Log("down", double.NegativeInfinity, 1);
        run.Log("mixed", 2, 1);
        run.Log("mixed", double.NaN, 2);

        var metrics = store.Read(run).Metrics;
        Assert.Equal(new RecordedMetric(double.NaN, double.NaN, double.NaN, 1, 1), metrics["nan"]);
        Assert.Equal(double.PositiveInfinity, metrics["up"].Last);
        Assert.Equal(double.NegativeInfinity, metrics["down"].Last);
        Assert.Equal(new RecordedMetric(double.NaN, 2, 2, 2, 2), metrics["mixed"]);
    }

    [Fact]
    public void TheLatestValueIsTheOneOfTheGreatestStep()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("m", 1, 5);
        run.Log("m", 2, 3);

        Assert.Equal(new RecordedMetric(1, 1, 2, 2, 5), store.Read(run).Metrics["m"]);
    }

    [Fact]
    public void AResultIsTheLatestValueOfAMetricThatWasAlsoLoggedByStep()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("accuracy", 0.99, 7);
        run.LogResult("accuracy", 0.5);
        run.LogResult("only", 3);
        run.LogResult("absent", null);

        var metrics = store.Read(run).Metrics;
        Assert.Equal(new RecordedMetric(0.5, 0.5, 0.99, 2, 7), metrics["accuracy"]);
        Assert.Equal(new RecordedMetric(3, 3, 3, 1, 0), metrics["only"]);
        Assert.DoesNotContain("absent", metrics.Keys);
    }

    [Fact]
    public void AParamKeepsItsFirstValueAndTheSecondIsTold()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("rate", 1);
        run.LogParam("rate", 1);
        Assert.Equal("", store.Shown.ToString());
        run.LogParam("rate", 2);

        Assert.Equal("1", store.Read(run).Params["rate"]);
        Assert.Contains("param 'rate' keeps its first value '1'", store.Shown.ToString());
    }

    [Theory]
    [InlineData("../outside.txt")]
    [InlineData("/etc/outside.txt")]
    [InlineData("a/../../outside.txt")]
    [InlineData("")]
    [InlineData("folder/")]
    public void AnArtifactCannotLeaveItsRun(string path)
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogText(path, "x");
        run.LogText("inside.txt", "x");

        Assert.Equal(["inside.txt"], store.Read(run).Artifacts);
        Assert.Contains("stays inside its run", store.Shown.ToString());
    }

    [Fact]
    public void WhatNobodyCouldRecordIsToldAndTheRestIsRecorded()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam(null!, 1);
        run.SetTag(null!, "a");
        run.Log(null!, 1);
        run.Log("", 1);
        run.LogParam("bad", new Unprintable());
        run.SetTag("bad", new Unprintable());
        run.LogParam("good", 1);

        Assert.Equal(["good"], store.Read(run).Params.Keys);
        Assert.Equal(6, store.Recorder.Faults.Count);
        Assert.Contains("cannot be written", store.Shown.ToString());
    }

    private sealed class Unprintable
    {
        public override string ToString() => throw new InvalidOperationException("cannot be written");
    }

    [Fact]
    public void WhatIsLoggedAfterTheEndStillArrives()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Finish();
        run.Log("late", 1, 1);

        Assert.Equal(1, store.Read(run).Metrics["late"].Last);
        Assert.Equal("FINISHED", store.Read(run).Run.Status);
    }

    [Fact]
    public void AnExperimentThatWasDeletedComesBackWithANewRun()
    {
        using var store = new TestStore();
        store.Begin(experiment: "iris").Dispose();
        store.Recorder.Flush();
        store.Execute("UPDATE experiments SET lifecycle_stage = 'deleted' WHERE name = 'iris'");

        store.Begin(experiment: "iris").Dispose();
        store.Recorder.Flush();
        Assert.Equal(["active"], store.Query("SELECT lifecycle_stage FROM experiments WHERE name = 'iris'", static row => row.GetString(0)));
        Assert.Contains("the experiment 'iris' had been deleted; it is restored", store.Shown.ToString());
    }
}

using MlOps.Recording;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>A run whose process died is closed by the next program on that store; one whose process lives is left alone.</summary>
public sealed class RecoveryTests
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.UtcNow;

    [Fact]
    public void TheRunOfAKilledProcessFailsAtTheNextStartAndKeepsWhatItHad()
    {
        using var store = new TestStore();
        using var writer = WriterProcess.Start(store.Location, "wait");
        var id = writer.Output.ReadLine()!;
        writer.Kill();

        using var next = store.Begin();
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        var details = reader.Details(reader.Find(id));
        Assert.Equal("FAILED", details.Run.Status);
        Assert.True(details.Run.EndTime >= details.Run.StartTime);
        Assert.Equal(1, details.Metrics["loss"].Count);
        Assert.Contains("ended without a word", details.Tags["mlops.error.message"]);
        Assert.Contains("closed 1 run of processes that had died", store.Shown.ToString());
    }

    [Fact]
    public void AProgramThatOnlyReadsClosesItToo()
    {
        using var store = new TestStore();
        using var writer = WriterProcess.Start(store.Location, "wait");
        var id = writer.Output.ReadLine()!;
        Assert.Equal(0, StoreRecovery.CloseDeadRuns(store.Location));
        writer.Kill();

        Assert.Equal(1, StoreRecovery.CloseDeadRuns(store.Location));
        Assert.Equal(0, StoreRecovery.CloseDeadRuns(store.Location));
        using var reader = RunReader.Open(store.Location);
        Assert.Equal("FAILED", reader.Find(id).Status);
    }

    [Fact]
    public void TheRunOfALivingProcessIsLeftAlone()
    {
        using var store = new TestStore();
        using var writer = WriterProcess.Start(store.Location, "wait");
        var id = writer.Output.ReadLine()!;
        using var next = store.Begin();
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        Assert.Equal("RUNNING", reader.Find(id).Status);

        writer.CloseInput();
        Assert.Equal((0, ""), (writer.WaitForExit(), writer.Errors));
        Assert.Equal("FINISHED", reader.Find(id).Status);
        Assert.Equal("", store.Shown.ToString());
    }

    [Fact]
    public void AProgramThatEndedInGoodOrderLeavesNoTrace()
    {
        using var store = new TestStore();
        using (var writer = WriterProcess.Start(store.Location, "write", "10"))
        {
            Assert.Equal((0, ""), (writer.WaitForExit(), writer.Errors));
        }

        Assert.Equal([0L, 0L], store.Query("SELECT COUNT(*) FROM mlops_processes UNION ALL SELECT COUNT(*) FROM mlops_open_runs", static row => row.GetInt64(0)));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(store.Location.Folder, "processes")));
    }

    [Fact]
    public void TheMarkOfAProgramThatDiedBeforeTheStoreKnewItGoesAfterAWhile()
    {
        using var store = new TestStore();
        Directory.CreateDirectory(store.Location.ProcessFolder);
        var (old, young) = (store.Location.ProcessFile("old"), store.Location.ProcessFile("young"));
        File.WriteAllText(old, "");
        File.WriteAllText(young, "");
        File.SetLastWriteTimeUtc(old, s_now.UtcDateTime - OpenRuns.LongestSilence - TimeSpan.FromSeconds(1));

        using var next = store.Begin();
        store.Recorder.Flush();
        Assert.False(File.Exists(old));
        Assert.True(File.Exists(young));
    }

    [Fact]
    public void AProgramThatDiesWhileItClosesRunsLeavesThemToTheNext()
    {
        using var store = new TestStore();
        using var writer = WriterProcess.Start(store.Location, "wait");
        var id = writer.Output.ReadLine()!;
        writer.Kill();
        using (var dying = RunStore.Open(store.Location))
        {
            dying.Begin();
            Assert.Equal(1, new OpenRuns(dying.Statements, store.Location).CloseDead(null, s_now));
        } // Never committed.

        using var next = store.Begin();
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        Assert.Equal("FAILED", reader.Find(id).Status);
    }

    [Theory]
    [InlineData("a system of another name", true, 59, "RUNNING")] // Another machine, or another boot: its heartbeat tells.
    [InlineData("a system of another name", true, 61, "FAILED")]
    [InlineData(null, false, 59, "RUNNING")] // A drive without locks: likewise.
    [InlineData(null, false, 61, "FAILED")]
    [InlineData(null, true, 59, "RUNNING")] // The lock file is gone, so it says nothing: likewise.
    [InlineData(null, true, 61, "FAILED")]
    public void WhereTheLockDoesNotTellTheHeartbeatDoes(string? kernel, bool hasLock, int secondsOfSilence, string expected)
    {
        using var store = new TestStore();
        using var run = store.Begin();
        store.Recorder.Flush();
        using (var other = RunStore.Open(store.Location))
        {
            var runs = new OpenRuns(other.Statements, store.Location);
            other.Begin();
            other.Statements.Execute(
                "INSERT INTO mlops_processes (process_id, host, pid, kernel, has_lock, heartbeat) VALUES ('other', 'elsewhere', 1, $kernel, $lock, $beat)",
                ("$kernel", kernel ?? ProcessMark.Kernel), ("$lock", hasLock), ("$beat", s_now.AddSeconds(-secondsOfSilence).ToUnixTimeMilliseconds()));
            other.Statements.Execute("UPDATE mlops_open_runs SET process_id = 'other'");
            runs.CloseDead(null, s_now);
            other.Commit();
        }

        using var reader = RunReader.Open(store.Location);
        Assert.Equal(expected, reader.Find(run.RunId).Status);
    }

    [Fact]
    public void AProcessThatMerelySleptTakesItsRunBack()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        store.Recorder.Flush();
        using (var other = RunStore.Open(store.Location))
        {
            other.Begin();
            other.Statements.Execute("UPDATE mlops_processes SET kernel = 'elsewhere', heartbeat = 0");
            Assert.Equal(1, new OpenRuns(other.Statements, store.Location).CloseDead(null, s_now));
            other.Commit();
        }

        using var reader = RunReader.Open(store.Location);
        Assert.Equal("FAILED", reader.Find(run.RunId).Status);

        run.Log("loss", 1, 1);
        var details = store.Read(run);
        Assert.Equal(("RUNNING", null), (details.Run.Status, details.Run.EndTime));
        Assert.DoesNotContain("mlops.error.message", details.Tags.Keys);
        run.Finish();
        Assert.Equal("FINISHED", store.Read(run).Run.Status);
    }

    [Fact]
    public void ARunOfAnotherProgramIsNeverTouched()
    {
        using var store = new TestStore();
        using var first = store.Begin();
        store.Recorder.Flush();
        using (var mlflow = RunStore.Open(store.Location))
        {
            mlflow.Begin();
            mlflow.WriteRun("0123456789abcdef0123456789abcdef", "of MLflow's own client", 0, 1, "", "", "");
            mlflow.Commit();
        }

        using var other = new Recorder(store.Location, new Faults(store.Shown));
        using var second = Run.Begin(other, new TrackedMethod("T.M"));
        other.Flush();
        using var reader = RunReader.Open(store.Location);
        Assert.All(reader.List(), static run => Assert.Equal("RUNNING", run.Status));
    }
}

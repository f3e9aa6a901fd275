using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>Several programs on one store at once.</summary>
public sealed class ConcurrentWritersTests
{
    [Fact]
    public void NoneLosesAValueAndNoneComplains()
    {
        const int Writers = 4, Values = 20_000;
        using var store = new TestStore();
        var writers = Enumerable.Range(0, Writers).Select(_ => WriterProcess.Start(store.Location, "write", $"{Values}")).ToArray();
        Assert.All(writers, static writer => Assert.Equal(0, writer.WaitForExit()));

        using var reader = RunReader.Open(store.Location);
        var runs = reader.List();
        Assert.Equal(Writers, runs.Count);
        Assert.All(runs, run => Assert.Equal(("FINISHED", Values), (run.Status, reader.Details(run).Metrics["loss"].Count)));
        Assert.All(writers, static writer => Assert.DoesNotContain("cannot be written", writer.Errors));
        Assert.Equal(["ok"], store.Query("PRAGMA integrity_check", static row => row.GetString(0)));
    }
}

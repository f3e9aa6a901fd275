using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

public sealed class RecorderTests
{
    [Fact]
    public void LoggingAMetricAllocatesNothing()
    {
        using var store = new TestStore(ringCapacity: 64 * 1024);
        using var run = store.Begin();
        Assert.Equal(0, Allocations.Of(static () =>
        {
            for (var i = 0; i < 10_000; i++)
            {
                Run.Current.Log("loss", i, i);
            }
        }));
    }

    [Fact]
    public void AFullRingMakesCallersWaitAndLosesNothing()
    {
        using var store = new TestStore(ringCapacity: 16);
        using var run = store.Begin();
        Parallel.For(0, 4, thread =>
        {
            for (var i = 0; i < 2_000; i++)
            {
                run.Log($"m{thread}", i, i);
            }
        });

        Assert.All(store.Read(run).Metrics.Values, static metric => Assert.Equal(2_000, metric.Count));
        Assert.True(store.Recorder.Waits > 0);
    }

    [Fact]
    public async Task AThreadThatLogsWithoutEndDoesNotKeepAFlushFromEnding()
    {
        using var store = new TestStore(ringCapacity: 1024);
        using var run = store.Begin();
        using var stop = new CancellationTokenSource();
        var flood = Task.Run(() =>
        {
            for (var i = 0L; !stop.IsCancellationRequested; i++)
            {
                run.Log("loss", i, i);
            }
        }, TestContext.Current.CancellationToken);

        var flushes = Task.Run(() =>
        {
            for (var i = 0; i < 5; i++)
            {
                store.Recorder.Flush();
            }
        }, TestContext.Current.CancellationToken);
        Assert.Same(flushes, await Task.WhenAny(flushes, Task.Delay(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)));
        await stop.CancelAsync();
        await flood;
    }

    [Fact]
    public async Task WithoutAnyFlushAValueIsReadableSoon()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("loss", 1, 1);

        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (!IsReadable() && DateTime.UtcNow < deadline)
        {
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.True(IsReadable());

        bool IsReadable()
        {
            if (!File.Exists(store.Location.DatabasePath))
            {
                return false;
            }

            try
            {
                using var reader = RunReader.Open(store.Location);
                return reader.List() is [var only] && reader.Details(only).Metrics.ContainsKey("loss");
            }
            catch (StoreException)
            {
                return false; // The tables are not there yet.
            }
        }
    }

    [Fact]
    public void AStoreThatCannotBeMadeStopsNothingAndIsToldOnce()
    {
        using var folder = new TempFolder();
        var blocked = folder.Write("file", "not a folder");
        var shown = new StringWriter();
        var faults = new Faults(shown);
        using (var recorder = new Recorder(new StoreLocation(Path.Combine(blocked, ".mlops")), faults))
        {
            using var run = Run.Begin(recorder, new TrackedMethod("T.M"));
            run.Log("loss", 1);
            run.Finish();
            recorder.Flush();
        }

        Assert.Contains("MLOPS_HOME", shown.ToString().Split('\n')[0]);
        Assert.Contains("3 values had to be given up", shown.ToString().Split('\n')[1]);
        Assert.True(faults.Count >= 3);
    }

    [Fact]
    public void ADatabaseOfAnotherKindIsLeftAsItIs()
    {
        using var folder = new TempFolder();
        var location = new StoreLocation(folder.Root);
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={location.DatabasePath};Pooling=False"))
        {
            connection.Open();
            StoreConnection.Execute(connection, "CREATE TABLE mine (a)");
        }

        var shown = new StringWriter();
        using (var recorder = new Recorder(location, new Faults(shown)))
        {
            using var run = Run.Begin(recorder, new TrackedMethod("T.M"));
        }

        Assert.Contains("not one of MLflow, and was left as it is", shown.ToString());
        using var after = StoreConnection.OpenToRead(location);
        using var command = after.CreateCommand();
        command.CommandText = "SELECT group_concat(name) FROM sqlite_master";
        Assert.Equal("mine", command.ExecuteScalar());
    }

    [Fact]
    public void TwoRecordersWriteToOneStore()
    {
        using var store = new TestStore();
        using var other = new Recorder(store.Location, new Faults(store.Shown));
        using var run = store.Begin(experiment: "shared");
        using var second = Run.Begin(other, new TrackedMethod("T.M") { Experiment = "shared" });
        Parallel.Invoke(
            () => LogMany(run, store.Recorder),
            () => LogMany(second, other));

        Assert.Equal(5_000, store.Read(run).Metrics["m"].Count);
        Assert.Equal(5_000, store.Read(second).Metrics["m"].Count);
        Assert.Equal("shared", store.Read(second).Run.Experiment);
        Assert.Equal("", store.Shown.ToString());

        static void LogMany(Run run, Recorder recorder)
        {
            for (var i = 0; i < 5_000; i++)
            {
                run.Log("m", i, i);
                if (i % 1_000 == 0)
                {
                    recorder.Flush();
                }
            }

            recorder.Flush();
        }
    }
}

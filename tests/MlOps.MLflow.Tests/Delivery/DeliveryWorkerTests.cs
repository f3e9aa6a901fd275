using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Store;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Runs that go to a server while they go on.</summary>
public sealed class DeliveryWorkerTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromSeconds(30);

    private readonly RecordedStore _store = new();

    public void Dispose() => _store.Dispose();

    [Fact]
    public async Task PointsArriveWhileTheRunGoesOn()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var worker = Worker(server.Uri);
        _store.Record(
            recorder =>
            {
                using var run = Run.Start(recorder, "live");
                run.Log("loss", 0.5, 1);
                Assert.True(SpinWait.SpinUntil(() => Look(server, static runs => runs is [{ Status: "RUNNING", History.Count: 1 }]), s_soon));
                run.Log("loss", 0.25, 2);
                Assert.True(SpinWait.SpinUntil(() => Look(server, static runs => runs is [{ History.Count: 2 }]), s_soon));
            },
            worker);
        worker.Finish();
        _store.AssertDelivered(server);
        Assert.Empty(_store.Said);
    }

    [Fact]
    public async Task TheEndOfAProgramWaitsForWhatIsLeft()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V2);
        using var worker = Worker(server.Uri);
        _store.RecordRun(
            static run =>
            {
                for (var step = 0; step < 5000; step++)
                {
                    run.Log("loss", step, step);
                }

                run.LogText("note.txt", "last words");
            },
            delivery: worker);
        worker.Finish();
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task AProgramThatGoesOnAfterASignalIsDeliveredAllTheSame()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var worker = Worker(server.Uri);
        _store.RecordRun(delivery: worker);
        worker.Finish();
        _store.RecordRun(static run => run.Log("loss", 0.5, 1), delivery: worker);
        worker.Finish();
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task AServerThatIsNotThereCostsTheEndOfAProgramNothingAndIsSaidOnce()
    {
        Uri address;
        await using (var server = await StandInServer.StartAsync(ServerVersion.V3))
        {
            address = server.Uri;
        }

        using var worker = Worker(address, patience: TimeSpan.FromMinutes(5));
        _store.RecordRun(static run => run.Log("loss", 0.5, 1), delivery: worker);
        _store.RecordRun(delivery: worker);
        worker.Finish(); // Would wait five minutes if it tried until then.
        Assert.Equal(2, _store.Said.Count);
        Assert.Contains("cannot be delivered to " + worker.Destination, _store.Said[0], StringComparison.Ordinal);
        Assert.Contains("Training goes on", _store.Said[0], StringComparison.Ordinal);
        Assert.StartsWith($"2 runs are not delivered to {worker.Destination} yet.", _store.Said[1], StringComparison.Ordinal);
        Assert.EndsWith($"'mlops sync --to {worker.Destination}' sends what is left.", _store.Said[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task WhatAnEarlierProgramLeftIsDeliveredByTheNext()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var worker = Worker(server.Uri);
        _store.Record(static recorder => Run.Start(recorder, "abandoned").Dispose(), new Noted(worker.Destination));
        _store.RecordRun(delivery: worker);
        worker.Finish();
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task RunsOfBeforeTheServerWasNamedStayWhereTheyAre()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun();
        using var worker = Worker(server.Uri);
        var run = _store.RecordRun(delivery: worker);
        worker.Finish();
        Assert.Equal([run], server.State.Runs.Select(static run => run.Tags[RunCourier.LocalIdTag]));
    }

    [Fact]
    public async Task OfTwoProgramsWithOneStoreEachRunArrivesOnce()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var one = Worker(server.Uri);
        using var other = Worker(server.Uri);
        await Task.WhenAll(new[] { one, other }.Select(worker => Task.Run(() =>
        {
            _store.RecordRun(static run => run.Log("loss", 0.5, 1), delivery: worker);
            worker.Finish();
        })));
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task ARunOfTheServerGoesOnUnderItsOwnId()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri });
        var remote = await client.Runs.CreateAsync("0", "from elsewhere", cancellationToken: TestContext.Current.CancellationToken);
        await client.Runs.SetTerminatedAsync(remote.Info.RunId, cancellationToken: TestContext.Current.CancellationToken);
        using var worker = Worker(server.Uri);
        var run = _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        using (var store = RunStore.Open(_store.Location))
        {
            store.WriteDelivery(worker.Destination, run, remoteExperiment: null, remoteRun: remote.Info.RunId);
        }

        _store.RecordRun(delivery: worker); // Wakes it.
        worker.Finish();
        var there = server.State.Run(remote.Info.RunId);
        Assert.Equal((1, "FINISHED"), (there.History.Count, there.Status));
        Assert.Equal(2, server.State.Runs.Count);
    }

    private static bool Look(StandInServer server, Func<StandIn.State.HeldRun[], bool> look)
    {
        lock (server.State.Gate)
        {
            return look([.. server.State.Runs]);
        }
    }

    private DeliveryWorker Worker(Uri server, TimeSpan? patience = null) => new(
        new MlflowOptions { TrackingUri = server.AbsoluteUri },
        new MlflowDeliveryOptions { FlushInterval = TimeSpan.FromMilliseconds(20), ExitPatience = patience ?? s_soon },
        _store.Said.Add);

    /// <summary>A delivery whose program ends before it does anything.</summary>
    private sealed class Noted(string destination) : MlOps.Delivery.IRunDelivery
    {
        public string Destination => destination;

        public void Committed(StoreLocation location, int records)
        {
        }

        public void Finish()
        {
        }
    }
}

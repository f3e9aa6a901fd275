using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Runs of a store that go to a server after the fact.</summary>
public sealed class StoreSyncTests : IDisposable
{
    private readonly RecordedStore _store = new();

    public static TheoryData<string> Versions => [.. ServerVersion.All.Select(static version => version.Text)];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _store.Dispose();

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task TheServerHasAllThatTheStoreHas(string version)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        var dataset = new Dataset("iris", "data/iris.csv", "0123456789abcdef0123456789abcdef", 5);
        _store.Record(recorder =>
        {
            using var parent = Run.Start(recorder, "search", "iris");
            parent.LogParam("options.rate", 0.1);
            parent.SetNote("über alles");
            for (var step = 0; step < 2500; step++)
            {
                parent.Log("loss", 1.0 / (step + 1), step);
            }

            parent.Log("odd", double.NaN, 1);
            parent.Log("odd", double.PositiveInfinity, 2);
            parent.Log("odd", double.NegativeInfinity, -3);
            parent.LogText("reports/deep/note.txt", "all is well");
            parent.LogBytes("empty.bin", []);
            parent.LogInput(dataset);
            using var child = Run.Start(recorder, "child", "iris");
            child.LogResult("accuracy", 0.9);
            child.End(RunStatus.Failed);
        });

        var report = await _store.SyncAsync(server.Uri);

        Assert.Empty(report.Left);
        Assert.Equal((2, 2504L, 11L), (report.Runs, report.Points, report.Bytes));
        _store.AssertDelivered(server);
        Assert.Empty(_store.Said);
    }

    [Fact]
    public async Task WhatTheServerHasIsNotSentAgain()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun(static run =>
        {
            run.LogParam("rate", 0.1);
            run.Log("loss", 0.5, 1);
            run.LogText("note.txt", "once");
        });
        await _store.SyncAsync(server.Uri);
        server.State.Calls.Clear();

        var report = await _store.SyncAsync(server.Uri);

        Assert.Equal((0, 0L, 0L), (report.Runs, report.Points, report.Bytes));
        Assert.Empty(server.State.Calls);
    }

    [Fact]
    public async Task AnAliasThatAModelGetsLaterFollowsIt()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V2);
        using var folder = new TempFolder();
        var model = folder.Write("weights.bin", "0.5");
        _store.RecordRun(run => run.LogModel(model, registerAs: "iris"));
        await _store.SyncAsync(server.Uri);
        Assert.Equal("FINISHED", server.State.Runs.Single().Status);
        Assert.Empty(server.State.RegisteredModels["iris"].Aliases);

        using (var registry = MlOps.Store.ModelRegistry.Open(_store.Location))
        {
            registry.SetAlias("iris", "champion", 1);
        }

        Assert.Empty((await _store.SyncAsync(server.Uri)).Left);
        Assert.Equal(1, server.State.RegisteredModels["iris"].Aliases["champion"]);
    }

    [Fact]
    public async Task OneRunGoesAlone()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun();
        var chosen = _store.RecordRun();
        await _store.SyncAsync(server.Uri, chosen);
        Assert.Equal([chosen], server.State.Runs.Select(static run => run.Tags[RunCourier.LocalIdTag]));
    }

    [Fact]
    public async Task EachServerHasItsOwnShare()
    {
        await using var one = await StandInServer.StartAsync(ServerVersion.V2);
        await using var other = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        await _store.SyncAsync(one.Uri);
        _store.RecordRun(static run => run.Log("loss", 0.25, 1));
        await _store.SyncAsync(other.Uri);
        Assert.Single(one.State.Runs);
        _store.AssertDelivered(other);
        await _store.SyncAsync(one.Uri);
        _store.AssertDelivered(one);
    }

    [Fact]
    public async Task WhatARunGetsAfterItsEndArrives()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var run = _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        await _store.SyncAsync(server.Uri);
        using (var store = MlOps.Store.RunStore.Open(_store.Location))
        {
            store.Statements.Run($"INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ('loss', 0.25, 5, '{run}', 2, 0)");
        }

        Assert.Equal(1, (await _store.SyncAsync(server.Uri)).Points);
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task RowsThatWereNumberedAnewAreSentAgainAndStoredOnce()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using (var store = MlOps.Store.RunStore.Open(_store.Location))
        {
            store.Statements.Run("CREATE TABLE IF NOT EXISTS ballast (x)");
        }

        var gone = _store.RecordRun(static run => run.Log("loss", 0.1, 1));
        _store.RecordRun(static run =>
        {
            run.Log("loss", 0.5, 1);
            run.Log("loss", 0.25, 2);
        });
        await _store.SyncAsync(server.Uri);
        using (var store = MlOps.Store.RunStore.Open(_store.Location))
        {
            store.Statements.Run($"DELETE FROM metrics WHERE run_uuid = '{gone}'");
            store.Statements.Run("CREATE TABLE copy AS SELECT * FROM metrics; DELETE FROM metrics; INSERT INTO metrics SELECT * FROM copy; DROP TABLE copy");
        }

        await _store.SyncAsync(server.Uri);
        Assert.All(server.State.Runs, run => Assert.Equal(run.History.Count, run.History.Distinct().Count()));
        Assert.Equal(2, server.State.Runs.Last().History.Count);
    }

    [Fact]
    public async Task ARunWhoseCreationWasAnsweredByNobodyIsCreatedOnce()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var run = _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri });
        await client.Runs.CreateAsync("0", "run", tags: [KeyValuePair.Create(RunCourier.LocalIdTag, run)], cancellationToken: Cancellation);
        using (var outbox = new Outbox(_store.Location, server.Uri.AbsoluteUri.TrimEnd('/')))
        {
            outbox.Add(run);
            outbox.SetMayExist(run);
        }

        await _store.SyncAsync(server.Uri);
        Assert.Single(server.State.Runs);
        Assert.Single(server.State.Runs.Single().History);
    }

    [Fact]
    public async Task AParentGoesBeforeTheChildThatIsAskedFor()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var child = "";
        _store.Record(recorder =>
        {
            using var parent = Run.Start(recorder, "parent");
            using var nested = Run.Start(recorder, "child");
            child = nested.RunId;
        });
        await _store.SyncAsync(server.Uri, child);
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task ARunThatWasDeletedThereIsNotMadeAgainUnlessItIsAskedFor()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var run = _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        await _store.SyncAsync(server.Uri);
        server.State.Runs.Single().IsDeleted = true;
        using (var store = MlOps.Store.RunStore.Open(_store.Location))
        {
            store.Statements.Run($"INSERT INTO metrics (key, value, timestamp, run_uuid, step, is_nan) VALUES ('loss', 0.25, 5, '{run}', 2, 0)");
        }

        var report = await _store.SyncAsync(server.Uri);

        Assert.Single(server.State.Runs);
        Assert.Contains("deleted", Assert.Single(report.Left).Reason, StringComparison.Ordinal);
        server.State.Runs.Single().IsDeleted = false;
        Assert.Empty((await _store.SyncAsync(server.Uri, run)).Left);
        Assert.Equal(2, server.State.Runs.Single().History.Count);
    }

    [Fact]
    public async Task ADeletedExperimentIsRestored()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun(experiment: "iris");
        server.State.AddExperiment("iris", "").IsDeleted = true;
        await _store.SyncAsync(server.Uri);
        _store.AssertDelivered(server);
        Assert.False(server.State.FindExperiment("iris")!.IsDeleted);
        Assert.Contains("restored", Assert.Single(_store.Said), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsSaidAndNothingIsLost()
    {
        Uri address;
        await using (var server = await StandInServer.StartAsync(ServerVersion.V3))
        {
            address = server.Uri;
        }

        _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        var fault = await Assert.ThrowsAsync<MlflowException>(() => _store.SyncAsync(address));
        Assert.Equal(MlflowErrorCode.NotReachable, fault.Code);
        using var reader = _store.Open();
        Assert.Equal("waiting", Assert.Single(reader.Deliveries().SelectMany(static run => run)).State);
    }

    [Fact]
    public async Task AProgramThatDeliversKeepsAnotherFromDoingSo()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun();
        using var hold = new DeliveryLock(_store.Location, server.Uri.AbsoluteUri.TrimEnd('/'));
        Assert.True(hold.TryTake());
        var fault = await Assert.ThrowsAsync<MlOps.Store.StoreException>(() => _store.SyncAsync(server.Uri));
        Assert.Contains("Another program delivers", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFileThatArrivesOtherwiseAgainAndAgainIsToldAndTheRestArrives()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun(static run => run.LogText("note.txt", "as it is"));
        _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        using var http = new HttpClient(new SpoilingHandler { InnerHandler = new SocketsHttpHandler() });
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri, MaxRetries = 0 }, http);
        var deliverer = new Deliverer(_store.Location, client, new DeliveryLog(server.Uri.AbsoluteUri, _store.Said.Add));
        await using (deliverer)
        {
            deliverer.Outbox.Add(null);
            await deliverer.RoundAsync(looksAtAll: false, waitsForFiles: true, Cancellation);
            Assert.Empty(deliverer.Outbox.Pending());
        }

        Assert.All(server.State.Runs, static run => Assert.Equal("FINISHED", run.Status));
        Assert.Contains("'note.txt'", Assert.Single(_store.Said), StringComparison.Ordinal);
        using var reader = _store.Open();
        Assert.Equal(["delivered", "refused"], reader.Deliveries().SelectMany(static run => run).Select(static delivery => delivery.State).Order());
    }

    /// <summary>Something between the client and the server that changes files.</summary>
    private sealed class SpoilingHandler : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Put)
            {
                request.Content = new ByteArrayContent([1, 2, 3]);
            }

            return base.SendAsync(request, cancellationToken);
        }
    }
}

using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Runs of a store that go to a server after the fact.</summary>
public sealed class RefusalTests : IDisposable
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
    public async Task AParamThatTheServerHasOtherwiseIsToldAndTheRestArrives()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var run = _store.RecordRun(static run =>
        {
            run.LogParam("rate", 0.1);
            run.LogParam("depth", 3);
            run.Log("loss", 0.5, 1);
        });
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri });
        var remote = await client.Runs.CreateAsync("0", "run", tags: [KeyValuePair.Create(RunCourier.LocalIdTag, run)], cancellationToken: Cancellation);
        await client.Runs.LogBatchAsync(remote.Info.RunId, @params: [KeyValuePair.Create("rate", "0.2")], cancellationToken: Cancellation);
        using (var outbox = new Outbox(_store.Location, server.Uri.AbsoluteUri.TrimEnd('/')))
        {
            outbox.Add(run);
            outbox.SetMayExist(run);
        }

        var report = await _store.SyncAsync(server.Uri);

        Assert.Contains("param rate", Assert.Single(report.Left).Reason, StringComparison.Ordinal);
        var there = Assert.Single(server.State.Runs);
        Assert.Equal(("0.2", "3", 1, "FINISHED"), (there.Params["rate"], there.Params["depth"], there.History.Count, there.Status));
        Assert.Contains("'rate'", Assert.Single(_store.Said), StringComparison.Ordinal);

        // What was refused is not forgotten: it is sent once more whenever somebody asks.
        there.Params["rate"] = "0.1";
        Assert.Empty((await _store.SyncAsync(server.Uri)).Left);
        Assert.Single(there.History);
    }

    [Fact]
    public async Task AFileWithANameThatMlflowDoesNotKnowKeepsNothingElse()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var odd = _store.RecordRun(static run => run.LogText("note.txt", "fine"));
        string folder;
        using (var reader = _store.Open())
        {
            folder = reader.Details(reader.Find(odd)).ArtifactFolder;
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "a#b.txt"), "odd", Cancellation);

        _store.RecordRun();
        var report = await _store.SyncAsync(server.Uri);
        Assert.Equal(odd, Assert.Single(report.Left).RunId);
        Assert.All(server.State.Runs, static run => Assert.Equal("FINISHED", run.Status));
        Assert.Contains(server.State.Artifacts.Files.Keys, static path => path.EndsWith("/note.txt", StringComparison.Ordinal));

        // It is refused for as long as it is there, and said by whatever program looks.
        Assert.Contains("artifact a#b.txt", Assert.Single((await _store.SyncAsync(server.Uri)).Left).Reason, StringComparison.Ordinal);
        File.Move(Path.Combine(folder, "a#b.txt"), Path.Combine(folder, "a-b.txt"));
        Assert.Empty((await _store.SyncAsync(server.Uri)).Left);
        _store.AssertDelivered(server);
    }

    [Fact]
    public async Task AServerWhoseDatabaseFailsIsNotTakenForOneThatRefuses()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        _store.RecordRun(static run => run.Log("loss", 0.5, 1));
        using var http = new HttpClient(new FailingDatabase { InnerHandler = new SocketsHttpHandler() });
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri, MaxRetries = 0 }, http);
        var destination = server.Uri.AbsoluteUri.TrimEnd('/');
        var deliverer = new Deliverer(_store.Location, client, new DeliveryLog(destination, _store.Said.Add));
        await using (deliverer)
        {
            deliverer.Outbox.Add(null);
            await deliverer.RoundAsync(looksAtAll: false, waitsForFiles: true, Cancellation);
            Assert.Single(deliverer.Outbox.Pending());
        }

        Assert.Equal("RUNNING", server.State.Runs.Single().Status);
        await _store.SyncAsync(server.Uri);
        _store.AssertDelivered(server);
    }

    /// <summary>A server that can be read from, and whose database takes nothing.</summary>
    private sealed class FailingDatabase : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            request.RequestUri!.AbsolutePath.EndsWith("/log-batch", StringComparison.Ordinal)
                ? Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.BadRequest)
                {
                    Content = new StringContent("""{"error_code": "BAD_REQUEST", "message": "(psycopg2.errors.ReadOnlySqlTransaction) cannot execute INSERT in a read-only transaction"}"""),
                })
                : base.SendAsync(request, cancellationToken);
    }
}

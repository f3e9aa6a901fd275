using System.Text;
using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Recording;
using MlOps.Store;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Models;

/// <summary>Registered models on their way from the embedded store to a server.</summary>
public sealed class ModelCourierTests : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly LosingHandler _way = new("/model-versions/create");
    private readonly List<string> _said = [];
    private readonly StoreLocation _location;
    private readonly Recorder _recorder;
    private readonly Run _run;
    private StandInServer? _server;
    private HttpClient? _http;
    private MlflowClient? _client;
    private Outbox? _outbox;

    public ModelCourierTests()
    {
        _location = new(_folder.PathOf(".mlops"));
        _recorder = new(_location, new Faults(new StringWriter()));
        _run = Run.Begin(_recorder, new TrackedMethod("Demo.Trainer.Train") { Experiment = "iris", Fingerprint = new string('a', 64) });
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions => [.. ServerVersion.All.Select(static version => version.Text)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AModelOfARunIsRegisteredOnTheServerWithAllThatIsSaidOfIt(string version)
    {
        await StartAsync(version);
        Log("model", new() { Description = "the first", Aliases = ["champion"], Tags = new Dictionary<string, string> { ["team"] = "botany" } });
        Log("again", new() { Aliases = ["challenger"] });
        var run = await DeliverAsync();

        var model = await _client!.Models.GetAsync("iris", Stop);
        Assert.Equal(["challenger 2", "champion 1"], model.Aliases.Select(static alias => $"{alias.Key} {alias.Value}").Order());
        var first = await _client.Models.GetVersionAsync("iris", "1", Stop);
        Assert.Equal(("the first", run.RemoteRun, $"{run.RemoteArtifacts}/model"), (first.Description, first.RunId, first.Source));
        Assert.Equal(("botany", new string('a', 64), $"{run.RunId}/iris/1"), (first.Tags["team"], first.Tags["mlops.code.fingerprint"], first.Tags["mlops.local.version"]));
        Assert.Contains($"run_id: '{run.RemoteRun}'", await MlmodelAsync(run), StringComparison.Ordinal);
        Assert.Empty(_said);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AVersionWhoseCreationWasAnsweredByNobodyIsMadeOnce(string version)
    {
        await StartAsync(version);
        Log("model", new() { Aliases = ["champion"] });
        _way.Losses = 1;
        await Assert.ThrowsAsync<MlflowException>(DeliverAsync);
        await DeliverAsync();
        await DeliverAsync();

        Assert.Equal(["1"], await NumbersAsync());
        Assert.Equal("1", (await _client!.Models.FindByAliasAsync("iris", "champion", Stop))!.Version);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AVersionThatTheNetworkMadeTwiceIsThereOnce(string version)
    {
        await StartAsync(version);
        Log("model", new() { Aliases = ["champion"] });
        _way.Doubles = 1;
        await DeliverAsync();

        Assert.Equal(["1"], await NumbersAsync());
        Assert.Equal("1", (await _client!.Models.FindByAliasAsync("iris", "champion", Stop))!.Version);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task WhatIsSaidLaterFollowsAndWhatTheServerDecidedStays(string version)
    {
        await StartAsync(version);
        await _client!.Models.CreateAsync("iris", "the team's", cancellationToken: Stop);
        await _client.Models.CreateVersionAsync("iris", new() { Source = "s3://bucket/model" }, Stop);
        Log("model", new() { Aliases = ["champion"] });
        await DeliverAsync();
        await _client.Models.SetAliasAsync("iris", "champion", "1", Stop); // Somebody there chose another one.
        using (var registry = ModelRegistry.Open(_location))
        {
            registry.SetVersionTag("iris", 1, "checked", "yes");
            registry.DescribeVersion("iris", 1, "tried");
            registry.Transition("iris", 1, "Staging");
        }

        await DeliverAsync();
        var ours = await _client.Models.GetVersionAsync("iris", "2", Stop);
        Assert.Equal(("yes", "tried", "Staging"), (ours.Tags["checked"], ours.Description, ours.CurrentStage));
        Assert.Equal("1", (await _client.Models.FindByAliasAsync("iris", "champion", Stop))!.Version);
        Assert.Equal("the team's", (await _client.Models.GetAsync("iris", Stop)).Description);
    }

    [Fact]
    public async Task OnMlflow3AModelIsALoggedModelAsWellWithFilesOfItsOwn()
    {
        await StartAsync(ServerVersion.V3.Text);
        Log("model", new());
        _way.Losses = 1;
        await Assert.ThrowsAsync<MlflowException>(DeliverAsync);
        await DeliverAsync();
        var run = await DeliverAsync();

        var remote = await _client!.Runs.GetAsync(run.RemoteRun!, Stop);
        var output = Assert.Single(remote.ModelOutputs);
        var model = await _client.LoggedModels.GetAsync(output.ModelId, Stop);
        Assert.Equal(("iris", run.RemoteRun, LoggedModelStatus.Ready), (model.Name, model.SourceRunId, model.Status));
        Assert.Equal("""[{"name":"iris","version":"1"}]""", model.Tags["mlflow.modelVersions"]);
        var folder = _folder.PathOf("down");
        await _client.LoggedModels.DownloadFolderAsync(model, folder, cancellationToken: Stop);
        Assert.Equal("zip", await File.ReadAllTextAsync(Path.Combine(folder, "model.zip"), Stop));
        var document = await File.ReadAllTextAsync(Path.Combine(folder, "MLmodel"), Stop);
        Assert.Contains($"run_id: '{run.RemoteRun}'", document, StringComparison.Ordinal);
        Assert.EndsWith($"model_id: '{model.ModelId}'\n", document, StringComparison.Ordinal);
        Assert.Single(_server!.State.LoggedModels);
    }

    [Fact]
    public async Task AServerWithoutLoggedModelsIsAskedForThemOnce()
    {
        await StartAsync(ServerVersion.V2.Text);
        Log("model", new());
        Log("again", new());
        await DeliverAsync();

        Assert.Equal(["1", "2"], await NumbersAsync());
        Assert.Equal(1, _server!.State.Calls.Where(static call => call.Key.Contains("logged-models", StringComparison.Ordinal)).Sum(static call => call.Value));
        Assert.Empty(_said);
    }

    [Fact]
    public async Task AnythingTheServerDoesNotTakeIsToldOnceAndTheRestArrives()
    {
        await StartAsync(ServerVersion.V3.Text);
        Log("model", new());
        Log("again", new());
        await SendRunAsync();
        using (var registry = ModelRegistry.Open(_location))
        {
            registry.SetVersionTag("iris", 1, "fine", "yes");
        }

        using (var connection = StoreConnection.OpenToWrite(_location)) // As another program might.
        {
            StoreConnection.Execute(connection, "UPDATE registered_model_aliases SET alias = 'v1'; INSERT INTO registered_model_aliases (name, alias, version) VALUES ('iris', 'v1', 1)");
        }

        await DeliverAsync();
        await DeliverAsync();
        Assert.Contains("'iris/aliases/v1'", Assert.Single(_said), StringComparison.Ordinal);
        Assert.Equal("yes", (await _client!.Models.GetVersionAsync("iris", "1", Stop)).Tags["fine"]);
        Assert.Equal(["1", "2"], await NumbersAsync());
        Assert.Contains("model iris/aliases/v1", _outbox!.Refusal(_run.RunId), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AVersionWhoseFilesAreNoneOfTheRunStaysHere()
    {
        await StartAsync(ServerVersion.V3.Text);
        Log("model", new());
        using (var registry = ModelRegistry.Open(_location, create: true))
        {
            _recorder.Flush();
            registry.CreateVersion("iris", "models:/iris/1", _run.RunId);
            registry.CreateVersion("iris", "s3://bucket/model", _run.RunId);
        }

        await DeliverAsync();
        Assert.Equal(["1"], await NumbersAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _run.Dispose();
        _recorder.Dispose();
        _outbox?.Dispose();
        _client?.Dispose();
        _http?.Dispose();
        _way.Dispose();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task StartAsync(string version)
    {
        _server = await StandInServer.StartAsync(ServerVersion.Of(version));
        _http = new HttpClient(_way);
        _client = new MlflowClient(new MlflowOptions { TrackingUri = _server.Uri.ToString(), MaxRetries = 0 }, _http);
        _outbox = new Outbox(_location, "server");
    }

    private void Log(string path, ModelOptions options) => _run.LogModel(_folder.Write("model.zip", "zip"), path, registerAs: "iris", options);

    private async Task<OutboxRun> SendRunAsync()
    {
        _recorder.Flush();
        if (_outbox!.Find(_run.RunId) is null)
        {
            _outbox.Add(_run.RunId); // To ask again for it is to have what was refused sent again.
        }

        var log = new DeliveryLog("server", _said.Add);
        var run = await new RunCourier(_client!, _outbox, log).DeliverAsync(_outbox.Find(_run.RunId)!, Stop);
        await new ArtifactCourier(_client!, log).DeliverAsync(_outbox, run, Stop);
        return run;
    }

    private async Task<OutboxRun> DeliverAsync()
    {
        var run = await SendRunAsync();
        await new ModelCourier(_client!, _outbox!, new DeliveryLog("server", _said.Add)).DeliverAsync(run, Stop);
        return run;
    }

    private async Task<List<string>> NumbersAsync()
    {
        var numbers = new List<string>();
        await foreach (var version in _client!.Models.SearchVersionsAsync("name = 'iris'", cancellationToken: Stop))
        {
            numbers.Add(version.Version);
        }

        numbers.Sort(StringComparer.Ordinal);
        return numbers;
    }

    private async Task<string> MlmodelAsync(OutboxRun run)
    {
        using var content = new MemoryStream();
        await _client!.Artifacts.DownloadAsync(run.RemoteRun!, "model/MLmodel", content, cancellationToken: Stop);
        return Encoding.UTF8.GetString(content.ToArray());
    }
}

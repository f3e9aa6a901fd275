using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class ModelTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public static TheoryData<string> Servers => TestedServer.All;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ARegisteredModelIsMadeDescribedTaggedRenamedAndDeleted(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var models = server.Client.Models;
        var name = TestedServer.NewName("model");

        await models.CreateAsync(name, "first", [new("a", "1"), new("b", "2")]);
        await models.UpdateAsync(name, "second");
        await models.SetTagAsync(name, "c", "3");
        await models.DeleteTagAsync(name, "a");
        var same = await models.GetOrCreateAsync(name);
        var found = await models.SearchAsync($"name LIKE '{name}%'").ToListAsync();
        await models.RenameAsync(name, name + "-2");
        var renamed = await models.GetAsync(name + "-2");
        await models.DeleteAsync(name + "-2");
        var gone = await Assert.ThrowsAsync<MlflowException>(() => models.GetAsync(name + "-2"));

        Assert.Equal("second", same.Description);
        Assert.Equal(["b", "c"], renamed.Tags.Keys.Order());
        Assert.Equal([name], found.Select(static model => model.Name));
        Assert.Equal(MlflowErrorCode.ResourceDoesNotExist, gone.Code);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task VersionsHaveAliasesTagsAndStages(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var models = server.Client.Models;
        var run = await server.NewRunAsync();
        var name = TestedServer.NewName("model");
        await models.CreateAsync(name);

        var first = await models.CreateVersionAsync(name, new NewModelVersion { Source = $"runs:/{run.Info.RunId}/model", RunId = run.Info.RunId, Tags = new Dictionary<string, string> { ["k"] = "v" } });
        await models.CreateVersionAsync(name, new NewModelVersion { Source = "s3://bucket/model" });
        await models.SetAliasAsync(name, "champion", "1");
        await models.SetAliasAsync(name, "champion", "2");
        await models.SetVersionTagAsync(name, "1", "x", "y");
        await models.DeleteVersionTagAsync(name, "1", "k");
        await models.UpdateVersionAsync(name, "1", "described");
        await models.TransitionStageAsync(name, "1", "Production");
        var staged = await models.GetLatestVersionsAsync(name, ["Production"]);
        var champion = await models.FindByAliasAsync(name, "champion");
        await models.DeleteAliasAsync(name, "champion");
        var model = await models.GetAsync(name);
        var ofRun = await models.SearchVersionsAsync($"run_id = '{run.Info.RunId}'").ToListAsync();
        await models.DeleteVersionAsync(name, "2");

        Assert.Equal(("1", "READY", run.Info.RunId, "v"), (first.Version, first.Status, first.RunId, first.Tags["k"]));
        Assert.Equal("2", champion!.Version);
        Assert.Null(await models.FindByAliasAsync(name, "champion"));
        Assert.Equal(("1", "described"), (staged.Single().Version, staged.Single().Description));
        Assert.Equal(["x"], staged.Single().Tags.Keys);
        Assert.Empty(model.Aliases);
        Assert.Equal([("1", "Production"), ("2", "None")], model.LatestVersions.Select(static latest => (latest.Version, latest.CurrentStage)).Order());
        Assert.Equal(["1"], ofRun.Select(static found => found.Version));
        await Assert.ThrowsAsync<MlflowException>(() => models.GetVersionAsync(name, "2"));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task AModelIsStoredTheServersWayRegisteredCopiedAndDownloaded(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = await server.NewRunAsync();
        _folder.Write("in/MLmodel", "flavors: {}\n");
        _folder.Write("in/data/weights.bin", "weights");
        var (name, promoted) = (TestedServer.NewName("model"), TestedServer.NewName("promoted"));
        var hasLoggedModels = (await server.Client.ProbeAsync()).HasLoggedModels;

        var stored = await server.Client.LoggedModels.StoreAsync(new ModelUpload
        {
            RunId = run.Info.RunId,
            Name = "classifier",
            Folder = _folder.PathOf("in"),
            Step = 3,
            Params = new Dictionary<string, string> { ["depth"] = "3" },
        });
        await server.Client.Models.GetOrCreateAsync(name);
        var made = await server.Client.Models.CreateVersionAsync(name, new NewModelVersion { Source = stored.Uri, RunId = run.Info.RunId, ModelId = stored.ModelId });
        var copy = await server.Client.Models.CopyVersionAsync(name, made.Version, promoted);
        await server.Client.Models.DownloadVersionAsync(promoted, copy.Version, _folder.PathOf("out"));

        Assert.Equal(hasLoggedModels, stored.ModelId is not null);
        Assert.StartsWith(hasLoggedModels ? "models:/m-" : $"runs:/{run.Info.RunId}/", stored.Uri);
        Assert.Equal("weights", await File.ReadAllTextAsync(_folder.PathOf("out", "data", "weights.bin")));
        Assert.Equal("1", copy.Version);
        if (stored.ModelId is { } id)
        {
            var model = await server.Client.LoggedModels.GetAsync(id);
            Assert.Equal((LoggedModelStatus.Ready, "classifier", run.Info.RunId, "3"), (model.Status, model.Name, model.SourceRunId, model.Params["depth"]));
            Assert.Equal([new ModelOutput(id, 3)], (await server.Client.Runs.GetAsync(run.Info.RunId)).ModelOutputs);
        }
    }

    [Fact]
    public async Task ALoggedModelIsTaggedMeasuredFoundAndDeleted()
    {
        await using var server = await TestedServer.StartAsync("3.11.2.dev0");
        var models = server.Client.LoggedModels;
        var run = await server.NewRunAsync();

        var model = await models.CreateAsync(run.Info.ExperimentId, "m1", "classifier", run.Info.RunId, [new("depth", "3")], [new("t", "1")]);
        await models.SetTagsAsync(model.ModelId, [new("u", "2")]);
        await models.DeleteTagAsync(model.ModelId, "t");
        await models.LogParamsAsync(model.ModelId, [new("width", "4")]);
        await server.Client.Runs.LogMetricAsync(run.Info.RunId, new Metric("acc", 0.9, DateTimeOffset.UtcNow, 5) { ModelId = model.ModelId, DatasetName = "iris", DatasetDigest = "d41d8cd9" });
        await models.FinalizeAsync(model.ModelId);
        var found = Assert.Single(await models.SearchAsync([run.Info.ExperimentId], "name = 'm1'", ["creation_timestamp DESC"]).ToListAsync());
        await models.DeleteAsync(model.ModelId);

        Assert.Equal((LoggedModelStatus.Pending, LoggedModelStatus.Ready), (model.Status, found.Status));
        Assert.Equal(["u"], found.Tags.Keys);
        Assert.Equal(["depth", "width"], found.Params.Keys.Order());
        Assert.Equal(("acc", 0.9, "iris"), (found.Metrics.Single().Key, found.Metrics.Single().Value, found.Metrics.Single().DatasetName));
        await Assert.ThrowsAsync<MlflowException>(() => models.GetAsync(model.ModelId));
    }
}

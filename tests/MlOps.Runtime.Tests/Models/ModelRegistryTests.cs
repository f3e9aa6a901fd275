using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Models;

public sealed class ModelRegistryTests : IDisposable
{
    private readonly TestStore _store = new();
    private readonly Run _run;
    private readonly string _artifacts;
    private readonly ModelRegistry _registry;

    public ModelRegistryTests()
    {
        _run = _store.Begin();
        _run.LogText("model/MLmodel", "flavors: {}");
        _artifacts = _store.Read(_run).ArtifactFolder;
        _registry = ModelRegistry.Open(_store.Location);
    }

    [Fact]
    public void AddressesLeadToTheFilesOfAVersion()
    {
        Register(3);
        _registry.SetAlias("iris", "champion", 1);
        _registry.Transition("iris", 2, "production");
        var folder = Path.Combine(_artifacts, "model");

        Assert.All(
            ["models:/iris/3", "models:/iris/latest", "models:/iris@champion", "models:/iris/Production", $"runs:/{_run.RunId}/model"],
            address => Assert.Equal(folder, _registry.Resolve(address)));
        Assert.Equal((3, 1, 2), (_registry.VersionOf("iris/latest").Version, _registry.VersionOf("models:/iris@champion").Version, _registry.VersionOf("iris/production").Version));
    }

    [Theory]
    [InlineData("models:/iris/9", "no version 9")]
    [InlineData("models:/iris@nobody", "no alias 'nobody'")]
    [InlineData("models:/iris/Staging", "no version in the stage Staging")]
    [InlineData("models:/iris/soon", "'soon' is no stage")]
    [InlineData("models:/iris", "write 'models:/name/3'")]
    [InlineData("models:/tulips/latest", "no registered model 'tulips'")]
    [InlineData("runs:/0123/model", "no artifacts of a run '0123'")]
    [InlineData("runs:/model", "write 'runs:/id/path'")]
    [InlineData("runs:/RUN/gone", "nothing any more")]
    [InlineData("runs:/RUN/../../../../mlflow.db", "out of the artifacts of its run")]
    [InlineData("runs:/RUN//etc", "out of the artifacts of its run")]
    [InlineData("s3://bucket/model", "not on this machine")]
    [InlineData("/etc/passwd", "not among the artifacts of the store")]
    public void AnAddressThatLeadsNowhereOrElsewhereIsToldSo(string address, string expected)
    {
        Register(1);
        Assert.Contains(expected, Assert.Throws<ModelRegistryException>(() => _registry.Resolve(address.Replace("RUN", _run.RunId))).Message);
    }

    [Theory]
    [InlineData("/etc/passwd", "not among the artifacts")]
    [InlineData("file:///etc/passwd", "not among the artifacts")]
    [InlineData("models:/iris/1", "without an end")]
    [InlineData("mlflow-artifacts:/1/a", "not on this machine")]
    [InlineData(null, "not among the artifacts")]
    public void WhatADatabaseFromElsewhereSaysIsNotBelieved(string? source, string expected)
    {
        Register(1);
        _store.Execute($"UPDATE model_versions SET source = {(source is null ? "NULL" : $"'{source}'")}");
        Assert.Contains(expected, Assert.Throws<ModelRegistryException>(() => _registry.Resolve("models:/iris/1")).Message);
    }

    [Fact]
    public void ALinkAmongTheArtifactsIsNotFollowed()
    {
        File.CreateSymbolicLink(Path.Combine(_artifacts, "out"), _store.Location.Folder);
        Assert.Contains("not among the artifacts", Assert.Throws<ModelRegistryException>(() => _registry.Resolve($"runs:/{_run.RunId}/out/mlflow.db")).Message);
    }

    [Fact]
    public void ARefusedChangeChangesNothing()
    {
        Register(1);
        var tags = new Dictionary<string, string> { ["a"] = "1", ["b//c"] = "2" };
        Assert.Equal("INVALID_PARAMETER_VALUE", Assert.Throws<ModelRegistryException>(() => _registry.Create("tulips", "", tags)).Code);
        Assert.Equal("INVALID_PARAMETER_VALUE", Assert.Throws<ModelRegistryException>(() => _registry.CreateVersion("iris", "s3://bucket/model", tags: tags)).Code);
        Assert.Equal("INVALID_PARAMETER_VALUE", Assert.Throws<ModelRegistryException>(() => _registry.Transition("iris", 1, "Archived", archiveOthers: true)).Code);

        Assert.Null(_registry.Find("tulips"));
        Assert.Equal("None", Assert.Single(_registry.Versions("iris")).Stage);
    }

    [Fact]
    public void ANumberIsNeverGivenTwice()
    {
        Register(2);
        _registry.SetAlias("iris", "champion", 2);
        _registry.DeleteVersion("iris", 2);
        Register(1);

        Assert.Equal([1L, 3L], _registry.Versions("iris").Select(static version => version.Version));
        Assert.Empty(_registry.Model("iris").Aliases);
        Assert.Equal(3, _registry.Model("iris").LatestVersion);
        Assert.Equal("REDACTED-RUN-ID", Assert.Single(_store.Query("SELECT run_id FROM model_versions WHERE version = 2", static row => row.GetString(0))));
        Assert.Equal([1L, 3L], _registry.VersionsOfRun(_run.RunId).Select(static version => version.Version));
    }

    [Fact]
    public void ARenamedModelKeepsAllThatBelongsToIt()
    {
        Register(1);
        _registry.SetTag("iris", "team", "botany");
        _registry.SetVersionTag("iris", 1, "k", "v");
        _registry.SetAlias("iris", "champion", 1);
        _registry.Describe("iris", "flowers");
        _registry.Rename("iris", "flowers");

        Assert.Null(_registry.Find("iris"));
        var model = _registry.Model("flowers");
        Assert.Equal(("flowers", "botany", 1L), (model.Description, model.Tags["team"], model.Aliases["champion"]));
        Assert.Equal("v", _registry.Aliased("flowers", "champion").Tags["k"]);
        _registry.Delete("flowers");
        Assert.Empty(_registry.Models());
        Assert.All(
            ["model_versions", "model_version_tags", "registered_model_tags", "registered_model_aliases"],
            table => Assert.Empty(_store.Query($"SELECT 1 FROM {table}", static _ => 0)));
    }

    [Fact]
    public void WithoutAStoreThereIsAMessageOrAStoreIsMade()
    {
        using var folder = new TempFolder();
        var location = new StoreLocation(folder.PathOf(".mlops"));
        Assert.Contains(location.DatabasePath, Assert.Throws<StoreException>(() => ModelRegistry.Open(location)).Message);
        Assert.False(Directory.Exists(location.Folder));
        using var registry = ModelRegistry.Open(location, create: true);
        Assert.Equal("tulips", registry.Create("tulips").Name);
    }

    public void Dispose()
    {
        _registry.Dispose();
        _run.Dispose();
        _store.Dispose();
    }

    private void Register(int versions)
    {
        if (_registry.Find("iris") is null)
        {
            _registry.Create("iris");
        }

        for (var version = 0; version < versions; version++)
        {
            _registry.CreateVersion("iris", $"runs:/{_run.RunId}/model", _run.RunId);
        }
    }
}

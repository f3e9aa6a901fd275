using MlOps.Store;
using MlOps.Tests.Data;

namespace MlOps.Tests.Lineage;

/// <summary>Things are found by what people call them, and never guessed.</summary>
public sealed class LineageNamesTests : IDisposable
{
    private readonly LineageStore _store = new();

    [Fact]
    public void ARunByTheBeginningOfItsIdOrAsTheLatest()
    {
        var run = _store.Run("Garden.Train", static _ => { });
        foreach (var name in (string[])[run, run[..8], run[..8].ToUpperInvariant(), "latest", "run:latest", "run:" + run[..6], ""])
        {
            if (name.Length > 0)
            {
                Assert.Equal(["run:" + run], Subjects(name));
            }
        }

        Assert.Contains("No run, data set or model is called 'roses'", Assert.Throws<StoreException>(() => _store.Of("roses")).Message);
        Assert.Contains("'data:latest'", Assert.Throws<StoreException>(() => _store.Of("data:latest")).Message);
    }

    [Fact]
    public void DataByNamePlaceOrDigest()
    {
        _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Iris)));
        _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Roses)));
        string[] versions = ["data:" + LineageStore.Iris, "data:" + LineageStore.Roses];
        Assert.Equal(versions, Subjects("iris"));
        Assert.Equal(versions, Subjects("data/iris.csv"));
        Assert.Equal(versions, Subjects("data:iris"));
        Assert.Equal(["data:" + LineageStore.Roses], Subjects("2222"));
    }

    [Fact]
    public void ANameThatTwoDataSetsHaveIsAskedBack()
    {
        _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Iris, "a/iris.csv")));
        _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Roses, "b/iris.csv")));
        var message = Assert.Throws<StoreException>(() => _store.Of("iris")).Message;
        Assert.Equal("'iris' may mean 'data:a/iris.csv', 'data:b/iris.csv'. Say which.", message);
        Assert.Equal(["data:" + LineageStore.Roses], Subjects("data:b/iris.csv"));
    }

    [Fact]
    public void ANameOfDataAndOfAModelIsAskedBack()
    {
        var run = _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Iris)));
        _store.Register("iris", 1, run);
        Assert.Equal("'iris' may mean 'data:data/iris.csv', 'model:iris'. Say which.", Assert.Throws<StoreException>(() => _store.Of("iris")).Message);
        Assert.Equal(["model:iris@1"], Subjects("model:iris"));
    }

    [Fact]
    public void ADigestThatBeginsLikeAnotherIsAskedBack()
    {
        var other = LineageStore.Iris[..^1] + "f";
        _store.Run("Garden.Train", run =>
        {
            run.LogInput(LineageStore.Data("iris", LineageStore.Iris));
            run.LogInput(LineageStore.Data("other", other));
        });
        var message = Assert.Throws<StoreException>(() => _store.Of("111111")).Message;
        Assert.Contains($"'data:{LineageStore.Iris}'", message);
        Assert.Contains($"'data:{other}'", message);
    }

    [Theory]
    [InlineData("gardener", "model:gardener@1", "model:gardener@2")]
    [InlineData("gardener@2", "model:gardener@2")]
    [InlineData("gardener@champion", "model:gardener@1")]
    [InlineData("models:/gardener/2", "model:gardener@2")]
    [InlineData("models:/gardener@champion", "model:gardener@1")]
    public void AModelByNameVersionOrAlias(string name, params string[] expected)
    {
        var run = _store.Run("Garden.Train", static _ => { });
        _store.Register("gardener", 1, run, "champion");
        _store.Register("gardener", 2, run);
        Assert.Equal(expected, Subjects(name));
    }

    [Fact]
    public void AnArtifactByItsRunOrAsAFile()
    {
        var run = _store.Run("Garden.Train", static run => run.LogText("model/weights.json", "{}"));
        var file = Path.Combine(_store.Read(source => source.Reader.ArtifactsOf(run).Folder), "model", "weights.json");
        string[] names = [$"{run[..8]}/model/weights.json", "latest/model/weights.json", $"runs:/{run}/model/weights.json", $"artifact:{run}/model/weights.json", file];
        Assert.All(names, name => Assert.Equal([$"artifact:{run}/model/weights.json"], Subjects(name)));
        Assert.Throws<StoreException>(() => _store.Of($"{run}/../../x"));
    }

    [Fact]
    public void DataHaveTheCommitsThatBroughtThem()
    {
        using var repository = new DataRepository();
        var first = repository.Add("src/data/iris.csv", "one").Md5!;
        var commit = repository.Commit("The first irises");
        var second = repository.Add("src/data/iris.csv", "two").Md5!;
        repository.Commit("More irises");
        // A run knows the path from the folder of its project.
        _store.Run("Garden.Train", run => run.LogInput(LineageStore.Data("iris", first)));

        var graph = _store.Of("iris", repository: repository.Dvc);
        Assert.Equal(["data:" + second, "data:" + first], graph.Subjects.Select(static node => node.Id));
        var read = Assert.IsType<MlOps.Cli.Lineage.DataNode>(graph.Subjects[1]);
        Assert.Equal((commit, "The first irises"), (Assert.Single(read.Commits).Commit, read.Commits[0].Subject));
        Assert.Equal(["iris"], read.Names);
        var unread = Assert.IsType<MlOps.Cli.Lineage.DataNode>(graph.Subjects[0]);
        Assert.Equal("More irises", Assert.Single(unread.Commits).Subject);
        Assert.Empty(unread.Names);
        Assert.Equal(graph.Subjects.Select(static node => node.Id), _store.Of(repository.PathOf("src/data/iris.csv.dvc"), repository: repository.Dvc).Subjects.Select(static node => node.Id));
    }

    public void Dispose() => _store.Dispose();

    private IEnumerable<string> Subjects(string name) => _store.Of(name).Subjects.Select(static node => node.Id);
}

using System.Text.Json;
using MlOps.Cli.Data;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>What <c>mlops data status</c> finds.</summary>
public sealed class RepositoryStatusTests : IDisposable
{
    private const string Md5 = "b026324c6904b2a9cb4b88d6d61c81d1"; // "1\n"

    private readonly TempFolder _folder = new();
    private readonly string _file;

    public RepositoryStatusTests()
    {
        GitCommand.Init(_folder.Root);
        _file = _folder.Write("data/iris.csv", "1\n");
        DatasetVersioner.Version(_file, DatasetMode.Update, _folder.Root, cancellationToken: Token);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void AFileAsItsPointerSaysIsUnchanged() =>
        Assert.Equal(new DatasetStatus("data/iris.csv", DatasetState.Unchanged, Md5, Md5, 2) { PointerFile = "data/iris.csv.dvc" }, Assert.Single(Statuses()));

    [Fact]
    public void AnEditedFileIsModifiedAndItsDigestIsTold()
    {
        File.WriteAllText(_file, "12\n");
        var status = Assert.Single(Statuses());
        Assert.Equal((DatasetState.Modified, Md5, FileDigest.Of(_file, Token).Md5, 3L, false), (status.State, status.Expected, status.Actual, status.Size, status.IsClean));
    }

    [Fact]
    public void AFileThatOnlyTheCacheHasIsDeleted()
    {
        File.Delete(_file);
        Assert.Equal(new DatasetStatus("data/iris.csv", DatasetState.Deleted, Md5, null, 2) { PointerFile = "data/iris.csv.dvc" }, Assert.Single(Statuses()));
    }

    [Fact]
    public void AFileThatNobodyHasIsMissing()
    {
        File.Delete(_file);
        DeleteObject();
        Assert.Equal((DatasetState.Missing, false), State());
    }

    [Fact]
    public void AFileThatTheCacheLacksIsNotClean()
    {
        DeleteObject();
        Assert.Equal((DatasetState.NotInCache, false), State());
    }

    [Theory]
    [InlineData("2\n")] // Of the same size.
    [InlineData("")]
    public void AnObjectWithOtherContentIsCorrupt(string content)
    {
        File.SetAttributes(ObjectFile, FileAttributes.Normal);
        File.WriteAllText(ObjectFile, content);
        Assert.Equal((DatasetState.Corrupt, false), State());
        File.Delete(_file);
        Assert.Equal((DatasetState.Corrupt, false), State());
    }

    [Fact]
    public void CopiesThatGitIgnoresAndOtherRepositoriesAreLeftOut()
    {
        _folder.Write(".gitignore", "bin/\n");
        _folder.Write("bin/iris.csv.dvc", File.ReadAllText(_file + ".dvc"));
        _folder.Write("vendor/iris.csv.dvc", File.ReadAllText(_file + ".dvc"));
        _folder.Write("vendor/.dvc/config", "");
        Assert.Single(Statuses());
    }

    [Fact]
    public void APointerOfDvc2IsComparedAsDvc2Digested()
    {
        File.WriteAllText(_file, "1\r\n");
        File.WriteAllText(_file + ".dvc", $"outs:\n- md5: {Md5}\n  size: 3\n  path: iris.csv\n");
        Assert.Equal((DatasetState.NotInCache, false), State());
    }

    [Fact]
    public void TheJsonHasTheAgreedShape()
    {
        File.WriteAllText(_file, "12\n");
        using var output = new MemoryStream();
        var repository = DvcRepository.Find(_folder.Root)!;
        DataStatusJson.Write(output, repository, RepositoryStatus.Of(repository, Token));

        var json = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.Equal(["clean", "datasets", "dvc", "root", "cache"], json.EnumerateObject().Select(static property => property.Name));
        Assert.False(json.GetProperty("clean").GetBoolean());
        var dataset = Assert.Single(json.GetProperty("datasets").EnumerateArray());
        Assert.Equal(
            """{"path":"data/iris.csv","state":"modified","expected":"b026324c6904b2a9cb4b88d6d61c81d1","actual":"b8a6e5c0ba9d1d9ac2a8e0cbd18b0d0a","size":3,"files":1,"changes":[]}"""
                .Replace("b8a6e5c0ba9d1d9ac2a8e0cbd18b0d0a", FileDigest.Of(_file, Token).Md5, StringComparison.Ordinal),
            JsonSerializer.Serialize(dataset));
        Assert.Equal("""{"data/iris.csv.dvc":[{"changed outs":{"data/iris.csv":"modified"}}]}""", JsonSerializer.Serialize(json.GetProperty("dvc")));
        Assert.Equal(repository.Cache.Folder, json.GetProperty("cache").GetString());
    }

    [Theory]
    [InlineData(DatasetState.Unchanged, "unchanged")]
    [InlineData(DatasetState.Modified, "modified")]
    [InlineData(DatasetState.Deleted, "deleted")]
    [InlineData(DatasetState.Missing, "missing")]
    [InlineData(DatasetState.NotInCache, "not_in_cache")]
    [InlineData(DatasetState.Corrupt, "corrupt")]
    [InlineData(DatasetState.Added, "added")]
    public void EveryStateHasItsWord(DatasetState state, string word) => Assert.Equal(word, DataStatusJson.Word(state));

    public void Dispose() => _folder.Dispose();

    private string ObjectFile => DvcRepository.Find(_folder.Root)!.Cache.PathOf(new FileDigest(Md5, 2));

    private void DeleteObject()
    {
        File.SetAttributes(ObjectFile, FileAttributes.Normal);
        File.Delete(ObjectFile);
    }

    private IReadOnlyList<DatasetStatus> Statuses() => RepositoryStatus.Of(DvcRepository.Find(_folder.Root)!, Token);

    private (DatasetState, bool) State() => Assert.Single(Statuses()) is var status ? (status.State, status.IsClean) : default;
}

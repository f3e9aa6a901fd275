using MlOps.Store;

namespace MlOps.Tests.Tracking;

public sealed class StoreLocationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void TheEnvironmentNamesTheFolderItself() =>
        Assert.Equal(_folder.PathOf("here"), StoreLocation.Resolve(_folder.Root, "here", null, out _).Folder);

    [Fact]
    public void ElseTheNearestFolderThatExistsAbove()
    {
        var deep = Make("a", ".git", "a/.mlops", "a/b/c");
        Assert.Equal(_folder.PathOf("a", ".mlops"), StoreLocation.Resolve(deep, null, null, out _).Folder);
    }

    [Fact]
    public void ElseTheGitRoot()
    {
        var deep = Make("a/.git", "a/b/c");
        Assert.Equal(_folder.PathOf("a", ".mlops"), StoreLocation.Resolve(deep, " ", null, out _).Folder);
    }

    [Fact]
    public void ElseTheCurrentFolder()
    {
        var deep = Make("a/b");
        Assert.Equal(Path.Combine(deep, ".mlops"), StoreLocation.Resolve(deep, null, null, out _).Folder);
    }

    public void Dispose() => _folder.Dispose();

    private string Make(params string[] folders) =>
        Array.ConvertAll(folders, folder => Directory.CreateDirectory(_folder.PathOf(folder)).FullName)[^1];

    [Theory]
    [InlineData("sqlite:///runs.db", ".mlops", "runs.db")]
    [InlineData("sqlite:///deep/runs.db", "deep/.mlops", "deep/runs.db")]
    [InlineData("./mlruns", "mlruns", "mlruns/mlflow.db")]
    [InlineData("file:mlruns", "mlruns", "mlruns/mlflow.db")]
    public void ATrackingUriOfThisMachineNamesTheStore(string tracking, string folder, string database)
    {
        var location = StoreLocation.Resolve(_folder.Root, null, tracking, out var reason);
        Assert.Equal((_folder.PathOf(folder.Split('/')), _folder.PathOf(database.Split('/')), "MLFLOW_TRACKING_URI"), (location.Folder, location.DatabasePath, reason));
    }

    [Fact]
    public void AnAbsoluteTrackingUriNamesTheStoreWhereverOneIs()
    {
        var path = _folder.PathOf("elsewhere", "runs.db");
        Assert.Equal(path, StoreLocation.Resolve("/", null, "sqlite:///" + path, out _).DatabasePath);
        Assert.Equal(_folder.PathOf("my runs"), StoreLocation.Resolve("/", null, new Uri(_folder.PathOf("my runs")).AbsoluteUri, out _).Folder);
    }

    [Theory]
    [InlineData("http://mlflow.team:5000")]
    [InlineData("databricks")]
    [InlineData("databricks://profile")]
    [InlineData("postgresql://host/db")]
    public void ATrackingUriOfAServerLeavesTheStoreWhereItIs(string tracking) =>
        Assert.Equal(_folder.PathOf(".mlops"), StoreLocation.Resolve(_folder.Root, null, tracking, out _).Folder);

    [Fact]
    public void TheFolderOfAStoreWinsOverATrackingUri() =>
        Assert.Equal(_folder.PathOf("here"), StoreLocation.Resolve(_folder.Root, "here", "sqlite:///runs.db", out _).Folder);
}

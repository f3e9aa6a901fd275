using MlOps.Store;

namespace MlOps.Tests.Tracking;

public sealed class StoreLocationTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void TheEnvironmentNamesTheFolderItself() =>
        Assert.Equal(_folder.PathOf("here"), StoreLocation.Resolve(_folder.Root, "here", out _).Folder);

    [Fact]
    public void ElseTheNearestFolderThatExistsAbove()
    {
        var deep = Make("a", ".git", "a/.mlops", "a/b/c");
        Assert.Equal(_folder.PathOf("a", ".mlops"), StoreLocation.Resolve(deep, null, out _).Folder);
    }

    [Fact]
    public void ElseTheGitRoot()
    {
        var deep = Make("a/.git", "a/b/c");
        Assert.Equal(_folder.PathOf("a", ".mlops"), StoreLocation.Resolve(deep, " ", out _).Folder);
    }

    [Fact]
    public void ElseTheCurrentFolder()
    {
        var deep = Make("a/b");
        Assert.Equal(Path.Combine(deep, ".mlops"), StoreLocation.Resolve(deep, null, out _).Folder);
    }

    public void Dispose() => _folder.Dispose();

    private string Make(params string[] folders) =>
        Array.ConvertAll(folders, folder => Directory.CreateDirectory(_folder.PathOf(folder)).FullName)[^1];
}

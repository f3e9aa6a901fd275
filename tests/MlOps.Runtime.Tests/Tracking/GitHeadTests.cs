using MlOps.Provenance;

namespace MlOps.Tests.Tracking;

public sealed class GitHeadTests : IDisposable
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private readonly TempFolder _folder = new();

    [Fact]
    public void ABranchInItsOwnFile()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/feature/x\n");
        _folder.Write(".git/refs/heads/feature/x", Commit + "\n");
        Assert.Equal(new GitHead(Commit, "feature/x"), Find(Directory.CreateDirectory(_folder.PathOf("a", "b")).FullName));
    }

    [Fact]
    public void ABranchAmongThePackedOnes()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write(".git/packed-refs", $"# pack-refs with: peeled\n{new string('f', 40)} refs/heads/other/main\n{Commit} refs/heads/main\n");
        Assert.Equal(new GitHead(Commit, "main"), Find(_folder.Root));
    }

    [Fact]
    public void ADetachedHead()
    {
        _folder.Write(".git/HEAD", Commit);
        Assert.Equal(new GitHead(Commit, null), Find(_folder.Root));
    }

    [Fact]
    public void AWorktree()
    {
        _folder.Write("main/.git/worktrees/w/HEAD", "ref: refs/heads/side\n");
        _folder.Write("main/.git/worktrees/w/commondir", "../..\n");
        _folder.Write("main/.git/refs/heads/side", Commit);
        _folder.Write("w/.git", $"gitdir: {_folder.PathOf("main", ".git", "worktrees", "w")}\n");
        Assert.Equal(new GitHead(Commit, "side"), Find(_folder.PathOf("w")));
    }

    [Theory]
    [InlineData("ref: refs/heads/unborn\n")]
    [InlineData("nonsense")]
    [InlineData("")]
    public void NoCommitIsNoHead(string head)
    {
        _folder.Write(".git/HEAD", head);
        Assert.Null(Find(_folder.Root));
    }

    private static GitHead? Find(string folder) => GitFolder.Find(folder) is { } git ? GitHead.Of(git) : null;

    public void Dispose() => _folder.Dispose();
}

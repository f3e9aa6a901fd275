using MlOps.Provenance;
using MlOps.Tests.Data;

namespace MlOps.Tests.Tracking;

/// <summary>Against real repositories, made by git itself.</summary>
public sealed class GitStatusTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public GitStatusTests()
    {
        Git("init", "-q");
        _folder.Write("a.txt", "one\n");
        _folder.Write("sub/ä b.txt", "two\n");
        Git("add", ".");
        Git("commit", "-q", "-m", "first");
    }

    [Fact]
    public void ACommittedTreeIsClean() => Assert.False(IsDirty());

    [Fact]
    public void AFileThatGitDoesNotTrackDoesNotCount()
    {
        _folder.Write("new.txt", "x");
        Assert.False(IsDirty());
    }

    [Fact]
    public void AnEditIsSeenEvenOfTheSameSizeAndInTheSameMoment()
    {
        _folder.Write("sub/ä b.txt", "owt\n");
        Assert.True(IsDirty());
    }

    [Fact]
    public void AnEditWithAnOlderTimeIsSeen()
    {
        var file = _folder.Write("a.txt", "eno\n");
        File.SetLastWriteTimeUtc(file, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Assert.True(IsDirty());
    }

    [Fact]
    public void ADeletedFileIsSeen()
    {
        File.Delete(_folder.PathOf("a.txt"));
        Assert.True(IsDirty());
    }

    [Fact]
    public void AStagedEditIsSeenUntilItIsCommitted()
    {
        _folder.Write("a.txt", "three\n");
        Git("add", "a.txt");
        Assert.True(IsDirty());
        Git("commit", "-q", "-m", "second");
        Assert.False(IsDirty());
    }

    [Fact]
    public void AFileThatWasOnlyTouchedIsClean()
    {
        File.SetLastWriteTimeUtc(_folder.PathOf("a.txt"), DateTime.UtcNow.AddHours(1));
        Assert.False(IsDirty());
    }

    [Fact]
    public void LineEndsThatGitConvertsAreClean()
    {
        Git("config", "core.autocrlf", "true");
        File.Delete(_folder.PathOf("a.txt"));
        Git("checkout", "-q", "--", ".");
        File.SetLastWriteTimeUtc(_folder.PathOf("a.txt"), DateTime.UtcNow.AddHours(1));
        Assert.Contains('\r', File.ReadAllText(_folder.PathOf("a.txt")));
        Assert.False(IsDirty());
    }

    [Fact]
    public void TheCompressedIndexIsUnderstood()
    {
        Git("update-index", "--index-version", "4");
        Assert.False(IsDirty());
        _folder.Write("sub/ä b.txt", "longer than before\n");
        Assert.True(IsDirty());
    }

    [Fact]
    public void AWorktreeHasAStateOfItsOwn()
    {
        using var other = new TempFolder();
        Git("worktree", "add", "-q", other.PathOf("w"));
        Assert.False(GitStatus.IsDirty(GitFolder.Find(other.PathOf("w"))!, TimeSpan.FromMinutes(1)));
        other.Write("w/a.txt", "changed\n");
        Assert.True(GitStatus.IsDirty(GitFolder.Find(other.PathOf("w"))!, TimeSpan.FromMinutes(1)));
        Assert.False(IsDirty());
    }

    [Fact]
    public void OutOfTimeIsNoAnswer() => Assert.Null(GitStatus.IsDirty(GitFolder.Find(_folder.Root)!, TimeSpan.Zero));

    [Theory]
    [InlineData("DIRC")]
    [InlineData("DIRC\0\0\0\u0002\0\0\u00ff\u00ff and not so many entries")]
    [InlineData("something else entirely")]
    public void ADamagedIndexIsNoAnswer(string content)
    {
        File.WriteAllText(_folder.PathOf(".git", "index"), content, System.Text.Encoding.Latin1);
        Assert.Null(IsDirty());
    }

    [Theory]
    [InlineData("https://example.org/team/repo.git", "https://example.org/team/repo.git")]
    [InlineData("https://user:token@example.org/team/repo.git", "https://example.org/team/repo.git")]
    [InlineData("https://token@example.org", "https://example.org")]
    [InlineData("git@example.org:team/repo.git", "git@example.org:team/repo.git")]
    public void TheRemoteIsToldWithoutSecrets(string remote, string told)
    {
        Git("remote", "add", "upstream", "https://example.org/other.git");
        Git("remote", "add", "origin", remote);
        Assert.Equal(told, GitRemote.UrlOf(GitFolder.Find(_folder.Root)!));
    }

    [Fact]
    public void WithoutARemoteThereIsNoUrl() => Assert.Null(GitRemote.UrlOf(GitFolder.Find(_folder.Root)!));

    public void Dispose() => _folder.Dispose();

    private bool? IsDirty() => GitStatus.IsDirty(GitFolder.Find(_folder.PathOf("sub"))!, TimeSpan.FromMinutes(1));

    private void Git(params string[] arguments) => GitCommand.Run(_folder.Root, arguments);
}

using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Checking data out brings back what pointers say, and loses nothing and lets nothing damaged out on the way.</summary>
public sealed class CheckoutTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void WhatIsGoneComesBackAndWhatIsThereIsNotTouched()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/sub/b.txt", "b");
        _repository.Add("d");
        var written = File.GetLastWriteTimeUtc(_repository.PathOf("d/a.txt"));
        File.Delete(_repository.PathOf("d/sub/b.txt"));

        Assert.Equal(new CheckedOut("d", CheckoutOutcome.Modified) { Written = 1 }, _repository.Checkout("d"));
        Assert.Equal("b", _repository.Read("d/sub/b.txt"));
        Assert.Equal(written, File.GetLastWriteTimeUtc(_repository.PathOf("d/a.txt")));
        Assert.Equal(new CheckedOut("d", CheckoutOutcome.Unchanged), _repository.Checkout("d"));

        Directory.Delete(_repository.PathOf("d"), recursive: true);
        Assert.Equal(CheckoutOutcome.Added, _repository.Checkout("d").Outcome);
        Assert.True(_repository.Status("d").IsClean);
    }

    [Fact]
    public void ChangesThatNobodyElseHasAreKeptUnlessForced()
    {
        _repository.Add("f.txt", "old");
        _repository.Folder.Write("f.txt", "new");
        var refused = _repository.Checkout("f.txt");
        Assert.Equal(CheckoutOutcome.Refused, refused.Outcome);
        Assert.Contains("would be lost", refused.Problem);
        Assert.Equal("new", _repository.Read("f.txt"));

        Assert.Equal(CheckoutOutcome.Modified, _repository.Checkout("f.txt", force: true).Outcome);
        Assert.Equal("old", _repository.Read("f.txt"));
    }

    [Fact]
    public void AFileTooManyOfAFolderIsKeptUnlessTheCacheHasIt()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        _repository.Folder.Write("d/mine/new.txt", "mine");
        var refused = _repository.Checkout("d");
        Assert.Equal(CheckoutOutcome.Refused, refused.Outcome);
        Assert.Contains("'mine/new.txt'", refused.Problem);
        Assert.True(File.Exists(_repository.PathOf("d/mine/new.txt")));

        _repository.Dvc.Cache.Add(_repository.PathOf("d/mine/new.txt"), DataRepository.Token);
        Assert.Equal(new CheckedOut("d", CheckoutOutcome.Modified) { Removed = 1 }, _repository.Checkout("d"));
        Assert.False(Directory.Exists(_repository.PathOf("d/mine")));
    }

    [Theory]
    [InlineData("b")] // Of the same size.
    [InlineData("longer")]
    public void ADamagedObjectNeverGetsOut(string damage)
    {
        _repository.Add("f.txt", "a");
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/other.txt", "other");
        _repository.Add("d");
        File.Delete(_repository.PathOf("f.txt"));
        Directory.Delete(_repository.PathOf("d"), recursive: true);
        _repository.Damage("a", with: damage);

        Assert.Equal(CheckoutOutcome.Corrupt, _repository.Checkout("f.txt").Outcome);
        Assert.False(File.Exists(_repository.PathOf("f.txt")));
        var folder = _repository.Checkout("d");
        Assert.Equal(CheckoutOutcome.Corrupt, folder.Outcome);
        Assert.Contains("'a.txt'", folder.Problem);
        Assert.False(Directory.Exists(_repository.PathOf("d")));
    }

    [Fact]
    public void WhatTheCacheLacksIsNamedWithWhatHelps()
    {
        _repository.Add("f.txt", "a");
        File.Delete(_repository.PathOf("f.txt"));
        File.SetAttributes(_repository.ObjectOf("a"), FileAttributes.Normal);
        File.Delete(_repository.ObjectOf("a"));
        var missing = _repository.Checkout("f.txt");
        Assert.Equal(CheckoutOutcome.Missing, missing.Outcome);
        Assert.Contains("mlops data pull f.txt", missing.Problem);
    }

    [Fact]
    public void APartOfAFolderIsCheckedOutAlone()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/b.txt", "b");
        _repository.Add("d");
        File.Delete(_repository.PathOf("d/a.txt"));
        File.Delete(_repository.PathOf("d/b.txt"));
        Assert.Equal(CheckoutOutcome.Modified, _repository.Checkout("d/b.txt").Outcome);
        Assert.Equal(["b.txt"], Directory.GetFiles(_repository.PathOf("d")).Select(Path.GetFileName));
    }

    [Fact]
    public void NothingIsWrittenThroughALink()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var outside = new TempFolder();
        _repository.Folder.Write("d/sub/a.txt", "a");
        _repository.Add("d");
        Directory.Delete(_repository.PathOf("d/sub"), recursive: true);
        Directory.CreateSymbolicLink(_repository.PathOf("d/sub"), outside.Root);
        Assert.Contains("is a link", Assert.Throws<IOException>(() => _repository.Checkout("d")).Message);

        Directory.Delete(_repository.PathOf("d"), recursive: true);
        Directory.CreateSymbolicLink(_repository.PathOf("d"), outside.Root);
        Assert.Equal(CheckoutOutcome.Refused, _repository.Checkout("d", force: true).Outcome);
        Assert.Empty(Directory.GetFileSystemEntries(outside.Root));
    }

    [Theory]
    [InlineData("../out.txt")]
    [InlineData("/tmp/mlops-out.txt")]
    public void APointerThatLeavesTheRepositoryIsRefused(string path)
    {
        _repository.Add("f.txt", "a");
        File.WriteAllText(_repository.PathOf("evil.dvc"), $"outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  size: 1\n  hash: md5\n  path: {path}\n");
        var fault = Assert.Throws<DvcFormatException>(() => _repository.Checkout("evil.dvc"));
        Assert.Contains("lies outside the repository", fault.Message);
        Assert.Equal(2, fault.Line);
        Assert.False(File.Exists(Path.GetFullPath(path, _repository.Folder.Root)));
    }

    [Theory]
    [InlineData("hardlink")]
    [InlineData("symlink")]
    [InlineData("reflink,copy")]
    public void WhatIsCheckedOutIsTheSameInEveryWayOfLinking(string types)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        _repository.Configure($"[cache]\n    type = \"{types}\"\n");
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/empty.txt", "");
        _repository.Add("d");
        Directory.Delete(_repository.PathOf("d"), recursive: true);
        _repository.Checkout("d");
        Assert.Equal(("a", ""), (_repository.Read("d/a.txt"), _repository.Read("d/empty.txt")));
        Assert.True(_repository.Status("d").IsClean);
        Assert.Empty(Directory.GetFiles(_repository.PathOf(".dvc/tmp"), "*.tmp", SearchOption.AllDirectories));
        // What is protected is replaced, never written through.
        _repository.Folder.Write("d/b.txt", "b");
        _repository.Add("d");
        Assert.Equal("a", File.ReadAllText(_repository.ObjectOf("a")));
    }

    public void Dispose() => _repository.Dispose();
}

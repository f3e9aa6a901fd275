using System.Diagnostics;
using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Repositories that somebody prepared: cloning one and asking for its data must not give anything away.</summary>
public sealed class HostileRepositoryTests : IDisposable
{
    private readonly DataRepository _repository = new();

    public static TheoryData<string> PathsOfPrograms =>
        [".git/hooks/post-checkout", ".GIT/config", ".git", ".dvc/config", ".dvc", "sub/.git./hooks/x", "data/../.git/config", ".gitattributes", ".dvcignore"];

    [Theory]
    [MemberData(nameof(PathsOfPrograms))]
    public void APointerToWhatBelongsToGitOrDvcIsRefusedEverywhere(string path)
    {
        _repository.Add("f.txt", "#!/bin/sh\n");
        var before = Files();
        var evil = _repository.Folder.Write("x.dvc", $"outs:\n- md5: {MlOps.Data.Md5.Md5Value.Of("#!/bin/sh\n"u8)}\n  size: 10\n  isexec: true\n  hash: md5\n  path: {path}\n");
        foreach (var action in (Action[])
            [
                () => _repository.Checkout("x.dvc", force: true),
                () => DatasetCheckout.Run(_repository.Dvc, [], new CheckoutOptions { Force = true }, DataRepository.Token),
                () => DatasetMover.Remove(_repository.Dvc, [evil], withData: true, force: true, DataRepository.Token),
                () => DatasetMover.Move(_repository.Dvc, evil, _repository.PathOf("y"), DataRepository.Token),
                () => DatasetAdder.Commit(_repository.Dvc, [evil], cancellationToken: DataRepository.Token),
            ])
        {
            Assert.Contains("belongs to git or DVC", Assert.Throws<DvcFormatException>(action).Message);
        }

        File.Delete(evil);
        Assert.Equal(before, Files());
    }

    [Theory]
    [InlineData("files")]
    [InlineData("files/md5/0c")]
    public void NothingIsStoredThroughALinkInsideTheCache(string place)
    {
        using var elsewhere = new TempFolder();
        Directory.CreateDirectory(Path.GetDirectoryName(_repository.PathOf(".dvc/cache/" + place))!);
        Directory.CreateSymbolicLink(_repository.PathOf(".dvc/cache/" + place), elsewhere.Root);
        var problem = Assert.Throws<DatasetException>(() => _repository.Add("f.txt", "a")); // MD5 0cc175b9…
        Assert.Contains("is a link, and nothing is stored through it", problem.Message);
        Assert.Empty(Directory.EnumerateFiles(elsewhere.Root, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public void TheCacheItselfMayBeALink()
    {
        using var shared = new TempFolder();
        Directory.CreateSymbolicLink(_repository.PathOf(".dvc/cache"), shared.Root);
        _repository.Add("f.txt", "a");
        Assert.True(File.Exists(shared.PathOf("files", "md5", "0c", "c175b9c0f1b6a831c399e269772661")));
    }

    [Fact]
    public void ALockIsHeldToTheSame()
    {
        _repository.Folder.Write("dvc.lock", "schema: '2.0'\nstages:\n  s:\n    cmd: x\n    outs:\n    - path: .git/hooks/post-commit\n      hash: md5\n      md5: 0cc175b9c0f1b6a831c399e269772661\n      size: 1\n");
        Assert.Throws<DvcFormatException>(() => RepositoryStatus.Of(_repository.Dvc, DataRepository.Token));
    }

    [Theory]
    [InlineData(".git/a.txt")]
    [InlineData(".dvc/a.txt")]
    public void NothingIsMovedOrImportedThere(string destination)
    {
        _repository.Add("f.txt", "f");
        Assert.Throws<DataOperationException>(() => DatasetMover.Move(_repository.Dvc, _repository.PathOf("f.txt"), _repository.PathOf(destination), DataRepository.Token));
        Assert.True(File.Exists(_repository.PathOf("f.txt")));
    }

    [Fact]
    public void WhatNobodyElseHasIsNotRemovedUnlessForced()
    {
        _repository.Folder.Write("src/Program.cs", "mine");
        _repository.Folder.Write("src.dvc", "outs:\n- md5: d751713988987e9331980363e24189ce.dir\n  size: 0\n  nfiles: 0\n  hash: md5\n  path: src\n");
        var problem = Assert.Throws<DataOperationException>(() => DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("src")], withData: true, cancellationToken: DataRepository.Token));
        Assert.Contains("'src/Program.cs' of 'src' is in no cache", problem.Message);
        Assert.Equal("mine", _repository.Read("src/Program.cs"));
        Assert.True(File.Exists(_repository.PathOf("src.dvc")));
        DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("src")], withData: true, force: true, DataRepository.Token);
        Assert.False(Directory.Exists(_repository.PathOf("src")));
    }

    [Fact]
    public void NothingIsWrittenThroughLinksThatAreCommitted()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        using var outside = new TempFolder();
        var victim = outside.Write("victim", "theirs\n");
        outside.Write("a.dvc", "outs:\n- md5: 0cc175b9c0f1b6a831c399e269772661\n  size: 1\n  hash: md5\n  path: a\n");
        outside.Write("a", "a");
        Directory.CreateSymbolicLink(_repository.PathOf("p"), outside.Root);
        Assert.Contains("behind the link", Assert.Throws<DataOperationException>(() => DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("p/a.dvc")], withData: true, force: true, DataRepository.Token)).Message);

        File.CreateSymbolicLink(_repository.PathOf(".gitignore"), victim);
        _repository.Folder.Write("q", "q");
        Assert.Contains("is a link", Assert.Throws<DatasetException>(() => _repository.Add("q")).Message);
        Assert.Equal(("theirs\n", "a"), (File.ReadAllText(victim), File.ReadAllText(outside.PathOf("a"))));

        Directory.Delete(_repository.PathOf(".dvc/tmp"), recursive: true);
        Directory.CreateSymbolicLink(_repository.PathOf(".dvc/tmp"), outside.Root);
        Assert.Contains("is a link", Assert.Throws<DvcFormatException>(() => DvcRepository.Find(_repository.Folder.Root)).Message);
    }

    [Fact]
    public void APipeInThePlaceOfAFileIsNotWaitedFor()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Made with mkfifo.");
        Process.Start("mkfifo", [_repository.PathOf("z.dvc")]).WaitForExit();
        Assert.Contains("is no file but a pipe", Assert.Throws<IOException>(() => RepositoryStatus.Of(_repository.Dvc, DataRepository.Token)).Message);
    }

    [Fact]
    public void OnePointerThatIsBrokenDoesNotHoldUpTheOthers()
    {
        _repository.Add("f.txt", "f");
        _repository.Folder.Write("bad.dvc", "<<<<<<< HEAD\n");
        Assert.True(_repository.Status("f.txt").IsClean);
        Assert.Equal(CheckoutOutcome.Unchanged, _repository.Checkout("f.txt").Outcome);
        Assert.Equal(DatasetChange.Added, _repository.Add("g.txt", "g").Change);
        Assert.Throws<DvcFormatException>(() => _repository.Status("bad"));
        Assert.Throws<DvcFormatException>(() => _repository.Status("bad.dvc"));
        Assert.Throws<DvcFormatException>(() => RepositoryStatus.Of(_repository.Dvc, DataRepository.Token));
    }

    [Fact]
    public void LinksIntoACacheThatIsGoneAreFilesThatAreGone()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        _repository.Configure("[cache]\n    type = symlink\n");
        _repository.Add("f.txt", "f");
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        Directory.Move(_repository.PathOf(".dvc/cache"), _repository.PathOf(".dvc/away"));
        Assert.Equal((DatasetState.Missing, DatasetState.Modified), (_repository.Status("f.txt").State, _repository.Status("d").State));
        Directory.Move(_repository.PathOf(".dvc/away"), _repository.PathOf(".dvc/cache"));
        Assert.True(_repository.Status("f.txt").IsClean && _repository.Status("d").IsClean);

        _repository.Damage("f", with: "x");
        Assert.False(Assert.Single(CacheVerifier.Run(_repository.Dvc, [], cancellationToken: DataRepository.Token).Damaged).IsRestored);
        // What was written through the link stays, as a file.
        Assert.Equal((DatasetState.Modified, "x"), (_repository.Status("f.txt").State, _repository.Read("f.txt")));
    }

    [Fact]
    public void WhatIsOnlyStagedIsNotCollected()
    {
        _repository.Add("f.txt", "one");
        _repository.Commit("one");
        _repository.Add("f.txt", "two");
        GitCommand.Run(_repository.Folder.Root, "add", "f.txt.dvc");
        GitCommand.Run(_repository.Folder.Root, "show", "HEAD:f.txt.dvc");
        File.WriteAllText(_repository.PathOf("f.txt.dvc"), GitCommand.Run(_repository.Folder.Root, "show", "HEAD:f.txt.dvc"));
        CacheCollector.Run(_repository.Dvc, new GcScope { Branches = true, Tags = true }, isDry: false, DataRepository.Token);
        Assert.True(File.Exists(_repository.ObjectOf("two")));
    }

    [Fact]
    public void WhatAKilledProgramLeftBehindIsCollectedAfterADay()
    {
        _repository.Add("f.txt", "one");
        var left = _repository.Folder.Write(".dvc/cache/.mlops-0.tmp", "half");
        Assert.Equal(0, Collect());
        File.SetLastWriteTimeUtc(left, DateTime.UtcNow.AddDays(-2));
        Assert.Equal(1, Collect());
        Assert.False(File.Exists(left));
        Assert.True(_repository.Status("f.txt").IsClean);
    }

    [Fact]
    public void WhereAPointerNamesNoMd5NothingIsCollected()
    {
        _repository.Add("f.txt", "one");
        File.WriteAllText(_repository.PathOf("f.txt.dvc"), _repository.Read("f.txt.dvc").ToUpperInvariant().Replace("OUTS", "outs").Replace("MD5", "md5").Replace("SIZE", "size").Replace("HASH", "hash").Replace("PATH: F.TXT", "path: f.txt"));
        Assert.Contains("is no MD5", Assert.Throws<DataOperationException>(() => Collect()).Message);
        Assert.True(File.Exists(_repository.ObjectOf("one")));
    }

    [Theory]
    [InlineData("../x/secret")]
    [InlineData("../../../../../../../../x/secret")] // As long as an MD5.
    [InlineData("../x/secret.dir")]
    [InlineData("a")]
    public void AnMd5LeadsNowhereOutOfTheCache(string md5)
    {
        foreach (var folder in (string[])["files/md5", "files/x", "x", "../x"])
        {
            _repository.Folder.Write($".dvc/cache/{folder}/secret", "secret");
            _repository.Folder.Write($".dvc/cache/{folder}/secret.dir", "[]");
        }

        foreach (var hash in (string[])["  hash: md5\n", ""])
        {
            _repository.Folder.Write("x.dvc", $"outs:\n- md5: {md5}\n{hash}  path: x\n");
            Assert.Equal(DatasetState.Missing, _repository.Status("x").State);
            var refused = _repository.Checkout("x", force: true);
            Assert.Equal(CheckoutOutcome.Missing, refused.Outcome);
            Assert.Contains("which is no MD5", refused.Problem);
            Assert.Empty(CacheVerifier.Run(_repository.Dvc, [_repository.PathOf("x")], cancellationToken: DataRepository.Token).Damaged);
            var past = new PastDataset("x", md5, null, null) { IsLegacy = hash.Length == 0 };
            Assert.Throws<DataOperationException>(() => DatasetGetter.Write(_repository.Dvc, past, _repository.PathOf("out"), DataRepository.Token));
            Assert.False(Path.Exists(_repository.PathOf("x")) || Path.Exists(_repository.PathOf("out")));
        }
    }

    [Fact]
    public void AFolderThatCannotBeBroughtBackWholeIsMissing()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/b.txt", "b");
        _repository.Add("d");
        Directory.Delete(_repository.PathOf("d"), recursive: true);
        Assert.Equal(DatasetState.Deleted, _repository.Status("d").State);
        File.SetAttributes(_repository.ObjectOf("a"), FileAttributes.Normal);
        File.Delete(_repository.ObjectOf("a"));
        Assert.Equal(DatasetState.Missing, _repository.Status("d").State);
    }

    public void Dispose() => _repository.Dispose();

    private int Collect() => CacheCollector.Run(_repository.Dvc, new GcScope(), isDry: false, DataRepository.Token).Removed;

    private IEnumerable<string> Files() =>
        [.. Directory.GetFileSystemEntries(_repository.Folder.Root, "*", SearchOption.AllDirectories).Where(static path => !path.Contains($".dvc{Path.DirectorySeparatorChar}tmp", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}

using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Reading a cache byte by byte, and clearing it up.</summary>
public sealed class CacheTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void ADamagedObjectIsPutAsideAndMadeGoodFromTheWorkspace()
    {
        _repository.Add("f.txt", "aa");
        _repository.Add("g.txt", "bb");
        _repository.Damage("aa", with: "xx");
        _repository.Damage("bb", with: "yy");
        File.Delete(_repository.PathOf("g.txt"));

        var found = Verify();
        Assert.Equal(2, found.Objects);
        Assert.Equal([("f.txt", true), ("g.txt", false)], found.Damaged.OrderBy(static damaged => damaged.Paths[0]).Select(static damaged => (damaged.Paths[0], damaged.IsRestored)));
        Assert.All(found.Damaged, static damaged => Assert.True(File.Exists(damaged.Quarantine)));
        Assert.Equal("aa", File.ReadAllText(_repository.ObjectOf("aa")));
        Assert.Equal(DatasetState.Missing, _repository.Status("g.txt").State);
        Assert.Empty(Verify().Damaged);
    }

    [Fact]
    public void ADryLookLeavesEverythingWhereItIs()
    {
        _repository.Add("f.txt", "aa");
        _repository.Damage("aa", with: "xx");
        Assert.Null(Assert.Single(CacheVerifier.Run(_repository.Dvc, [], isDry: true, cancellationToken: DataRepository.Token).Damaged).Quarantine);
        Assert.Equal("xx", File.ReadAllText(_repository.ObjectOf("aa")));
        Assert.Equal(DatasetState.Corrupt, _repository.Status("f.txt").State);
    }

    [Fact]
    public void WhatATagOrARunNeedsStays()
    {
        _repository.Add("f.txt", "one");
        _repository.Commit("one");
        GitCommand.Run(_repository.Folder.Root, "tag", "v1");
        _repository.Add("f.txt", "two");
        _repository.Add("f.txt", "three");
        _repository.Commit("three");
        var two = MlOps.Data.Md5.Md5Value.Of("two"u8).ToString();

        var dry = Collect(new GcScope { Branches = true, Tags = true });
        Assert.Equal((1, 3L, 2, true), (dry.Removed, dry.RemovedBytes, dry.Kept, dry.IsDry));
        Assert.True(File.Exists(_repository.ObjectOf("two")));
        Assert.Equal(0, Collect(new GcScope { Branches = true, Tags = true, Digests = [two] }, isDry: false).Removed);
        Assert.Equal(1, Collect(new GcScope { Branches = true, Tags = true }, isDry: false).Removed);
        Assert.Equal((false, true, true), (File.Exists(_repository.ObjectOf("two")), File.Exists(_repository.ObjectOf("one")), File.Exists(_repository.ObjectOf("three"))));
        Assert.Equal(1, Collect(new GcScope(), isDry: false).Removed);
        Assert.True(_repository.Status("f.txt").IsClean);
    }

    [Fact]
    public void AnotherRepositoryThatSharesTheCacheKeepsWhatItNeeds()
    {
        using var other = new DataRepository();
        other.Configure($"[cache]\n    dir = {_repository.Dvc.Cache.Folder}\n");
        other.Add("theirs.txt", "theirs");
        Assert.True(File.Exists(_repository.ObjectOf("theirs")));
        Assert.Equal(0, Collect(new GcScope { Projects = [other.Folder.Root] }, isDry: false).Removed);
        Assert.Equal(1, Collect(new GcScope(), isDry: false).Removed);
    }

    [Theory]
    [InlineData("f.txt", "f.txt")]
    [InlineData("d", "d/a.txt")]
    public void ADamagedObjectThatNobodyKnowsIsNotBelieved(string dataset, string file)
    {
        _repository.Add("other.txt", "aa");
        _repository.Damage("aa", with: "xx");
        File.SetLastWriteTimeUtc(_repository.ObjectOf("aa"), new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        _repository.Folder.Write(file, "aa");
        _repository.Add(dataset);
        Assert.Equal("aa", File.ReadAllText(_repository.ObjectOf("aa")));
        Assert.True(_repository.Status(dataset).IsClean);

        _repository.Damage("aa", with: "yy");
        _repository.Add(dataset); // Known, but its object is another now.
        Assert.Equal("aa", File.ReadAllText(_repository.ObjectOf("aa")));
    }

    [Theory]
    [InlineData("f.txt", "f.txt")]
    [InlineData("d", "d/a.txt")]
    public async Task AKnownObjectIsNotReadAgain(string dataset, string file)
    {
        _repository.Folder.Write(file, "aa");
        await Task.Delay(100, DataRepository.Token); // A file that was written a moment ago could change again unseen.
        _repository.Add(dataset);
        var longAgo = new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_repository.ObjectOf("aa"), longAgo);
        _repository.Add(dataset);
        _repository.Damage("aa", with: "xx");
        File.SetLastWriteTimeUtc(_repository.ObjectOf("aa"), longAgo);
        _repository.Add(dataset);
        Assert.Equal("xx", File.ReadAllText(_repository.ObjectOf("aa"))); // Only who reads it could tell.
    }

    [Theory]
    [InlineData("f.txt", "f.txt")]
    [InlineData("d", "d/a.txt")]
    public void WhatWasJustAddedIsSparedWhereItWasThereAlready(string dataset, string file)
    {
        using var other = new DataRepository();
        _repository.Configure($"[cache]\n    dir = {other.Dvc.Cache.Folder}\n");
        other.Configure($"[cache]\n    dir = {other.Dvc.Cache.Folder}\n");
        _repository.Folder.Write(file, "aa");
        for (var time = 0; time < 2; time++)
        {
            var added = _repository.Add(dataset);
            string[] objects = [_repository.ObjectOf("aa"), _repository.Dvc.Cache.PathOf(added.Md5, isLegacy: false)];
            Assert.Equal(0, CacheCollector.Run(other.Dvc, new GcScope(), isDry: false, DataRepository.Token).Removed);
            Assert.All(objects, static found => File.SetLastWriteTimeUtc(found, new DateTime(2001, 1, 1, 0, 0, 0, DateTimeKind.Utc)));
            File.Delete(_repository.PathOf(dataset + ".dvc"));
        }
    }

    [Theory]
    [InlineData("f.txt", "f.txt")]
    [InlineData("d", "d/a.txt")]
    public void AnEditThroughALinkStaysInTheWorkspace(string dataset, string file)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows makes no links without special rights.");
        _repository.Configure("[cache]\n    type = symlink\n");
        _repository.Folder.Write(file, "aa");
        _repository.Add(dataset);
        Assert.NotNull(new FileInfo(_repository.PathOf(file)).LinkTarget);
        _repository.Damage("aa", with: "my edit");
        Assert.Equal([file], Assert.Single(Verify().Damaged).Detached);
        Assert.Null(new FileInfo(_repository.PathOf(file)).LinkTarget);
        Assert.Equal("my edit", _repository.Read(file));
    }

    [Fact]
    public void WhereAListOfFilesIsDamagedNothingIsRemoved()
    {
        _repository.Folder.Write("d/a.txt", "a");
        var added = _repository.Add("d");
        var list = _repository.Dvc.Cache.PathOf(added.Md5, isLegacy: false);
        File.SetAttributes(list, FileAttributes.Normal);
        File.WriteAllText(list, "[]");
        Assert.Contains("nobody can tell", Assert.Throws<DataOperationException>(() => Collect(new GcScope(), isDry: false)).Message);
        Assert.True(File.Exists(_repository.ObjectOf("a")));
    }

    [Fact]
    public void UsageCountsWhatIsAlikeOnce()
    {
        _repository.Folder.Write("d/a.txt", "same");
        _repository.Folder.Write("d/b.txt", "same");
        _repository.Add("d");
        var usage = CacheUsage.Of(_repository.Dvc, [], DataRepository.Token);
        var dataset = Assert.Single(usage.Datasets);
        var list = new FileInfo(_repository.Dvc.Cache.PathOf(_repository.Status("d").Expected!, isLegacy: false)).Length;
        Assert.Equal(("d", 2, 8L, 4 + list), (dataset.Path, dataset.Files, dataset.Bytes, dataset.CachedBytes));
        Assert.Equal((2, 4 + list), (usage.CacheObjects, usage.CacheBytes));
    }

    public void Dispose() => _repository.Dispose();

    private VerifiedCache Verify() => CacheVerifier.Run(_repository.Dvc, [], cancellationToken: DataRepository.Token);

    private CollectedCache Collect(GcScope scope, bool isDry = true) => CacheCollector.Run(_repository.Dvc, scope, isDry, DataRepository.Token);
}

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

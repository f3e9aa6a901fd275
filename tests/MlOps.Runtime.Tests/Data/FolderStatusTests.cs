using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>What <c>mlops data status</c> finds in folders, and that nothing is read again that did not change.</summary>
public sealed class FolderStatusTests : IDisposable
{
    private readonly DataRepository _repository = new();

    public FolderStatusTests()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/sub/b.txt", "b");
        _repository.Add("d");
    }

    [Fact]
    public void EveryChangeIsListedByItsPath()
    {
        Assert.Equal((DatasetState.Unchanged, 2, 2L), (Status.State, Status.Files, Status.Size));
        _repository.Folder.Write("d/a.txt", "changed");
        _repository.Folder.Write("d/new.txt", "new");
        File.Delete(_repository.PathOf("d/sub/b.txt"));
        Assert.Equal(DatasetState.Modified, Status.State);
        Assert.Equal(
            [new("d/a.txt", DatasetState.Modified), new("d/new.txt", DatasetState.Added), new("d/sub/b.txt", DatasetState.Deleted)],
            Status.Changes);
    }

    [Fact]
    public void AnEditOfTheSameSizeWithTheOldTimePutBackIsSeen()
    {
        var file = _repository.PathOf("d/a.txt");
        Settle();
        Assert.Equal(DatasetState.Unchanged, Status.State);
        var written = File.GetLastWriteTimeUtc(file);
        File.WriteAllText(file, "x");
        File.SetLastWriteTimeUtc(file, written);
        Assert.Equal([new("d/a.txt", DatasetState.Modified)], Status.Changes);
    }

    [Fact]
    public void WhatDidNotChangeIsNotRead()
    {
        Settle();
        var read = new DataProgress();
        RepositoryStatus.Of(_repository.Dvc, [], read, DataRepository.Token);
        var again = new DataProgress();
        RepositoryStatus.Of(_repository.Dvc, [], again, DataRepository.Token);
        Assert.Equal((0L, 0L), (again.Files, again.Bytes));
        _repository.Folder.Write("d/a.txt", "longer");
        RepositoryStatus.Of(_repository.Dvc, [], again, DataRepository.Token);
        Assert.Equal((1L, 6L), (again.Files, again.Bytes));
    }

    [Fact]
    public void AnObjectThatIsGoneOrDamagedIsSeen()
    {
        Settle();
        Assert.Equal(DatasetState.Unchanged, Status.State);
        _repository.Damage("b", with: "x");
        Assert.Equal(DatasetState.Corrupt, Status.State);
        File.SetAttributes(_repository.ObjectOf("b"), FileAttributes.Normal);
        File.Delete(_repository.ObjectOf("b"));
        Assert.Equal((DatasetState.NotInCache, "not in cache"), (Status.State, Status.DvcWord));
        DatasetAdder.Commit(_repository.Dvc, [], cancellationToken: DataRepository.Token);
        Assert.Equal(DatasetState.Unchanged, Status.State);
    }

    [Fact]
    public void AFolderThatIsAFileNowIsModified()
    {
        Directory.Delete(_repository.PathOf("d"), recursive: true);
        _repository.Folder.Write("d", "a file");
        Assert.Equal((DatasetState.Modified, 1), (Status.State, Status.Files));
    }

    [Fact]
    public void WhatDvcignoreNamesIsNotPartOfIt()
    {
        _repository.Folder.Write(".dvcignore", "*.tmp\n/d/skip/\n");
        _repository.Folder.Write("d/x.tmp", "x");
        _repository.Folder.Write("d/skip/y.txt", "y");
        _repository.Folder.Write("d/sub/skip/z.txt", "z");
        Assert.Equal([new("d/sub/skip/z.txt", DatasetState.Added)], Status.Changes);
    }

    [Fact]
    public void AddingAgainTouchesNothing()
    {
        var before = Times();
        Assert.Equal(DatasetChange.Unchanged, _repository.Add("d").Change);
        Assert.Equal(before, Times());
    }

    public void Dispose() => _repository.Dispose();

    private DatasetStatus Status => _repository.Status("d");

    // Files that were written a moment ago could change again unseen, and are read again.
    private static void Settle() => Thread.Sleep(50);

    private IEnumerable<(string, DateTime)> Times() =>
    [
        .. Directory.GetFiles(_repository.Folder.Root, "*", SearchOption.AllDirectories)
            .Where(static file => !file.Contains($"{Path.DirectorySeparatorChar}tmp{Path.DirectorySeparatorChar}", StringComparison.Ordinal) && !file.Contains(".git" + Path.DirectorySeparatorChar, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(static file => (file, File.GetLastWriteTimeUtc(file))),
    ];
}

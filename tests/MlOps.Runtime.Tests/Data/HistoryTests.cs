using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>What git's history says of data.</summary>
public sealed class HistoryTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void TwoRevisionsAreComparedFileByFile()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Folder.Write("d/b.txt", "b");
        _repository.Add("d");
        _repository.Add("f.txt", "f");
        _repository.Add("gone.txt", "gone");
        var first = _repository.Commit("first");
        _repository.Folder.Write("d/a.txt", "a2");
        File.Move(_repository.PathOf("d/b.txt"), _repository.PathOf("d/c.txt"));
        _repository.Add("d");
        DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("gone.txt")], withData: true, cancellationToken: DataRepository.Token);
        var second = _repository.Commit("second");

        string[] expected = ["d/ Modified", "d/a.txt Modified", "d/c.txt Renamed d/b.txt", "gone.txt Deleted"];
        Assert.Equal(expected, Differences(first, second));
        Assert.Equal(expected, Differences(first, null));
        Assert.Empty(Differences(second, null));
        _repository.Folder.Write("d/new.txt", "n");
        Assert.Equal(["d/ Modified", "d/new.txt Added"], Differences("HEAD", null));
    }

    [Theory]
    [InlineData("nothing")]
    [InlineData("--help")]
    public void ARevisionThatDoesNotExistIsNamed(string revision)
    {
        _repository.Add("f.txt", "f");
        _repository.Commit("first");
        Assert.Contains($"'{revision}' is no revision", Assert.Throws<DataOperationException>(() => Differences(revision, null)).Message);
    }

    [Fact]
    public void VersionsAreListedNewestFirst()
    {
        _repository.Add("data/f.txt", "one");
        var first = _repository.Commit("the first");
        _repository.Add("data/f.txt", "three");
        var second = _repository.Commit("the second");
        var versions = DatasetVersions.Of(_repository.Dvc, _repository.PathOf("data/f.txt"));
        Assert.Equal(
            [(second, "the second", "data/f.txt", 5L), (first, "the first", "data/f.txt", 3L)],
            versions.Select(static version => (version.Commit, version.Subject, version.Dataset!.Path, version.Dataset.Size!.Value)));
        Assert.Contains("no commit has a pointer", Assert.Throws<DataOperationException>(() => DatasetVersions.Of(_repository.Dvc, _repository.PathOf("other"))).Message);
    }

    public void Dispose() => _repository.Dispose();

    private IEnumerable<string> Differences(string first, string? second) =>
        DataComparison.Between(_repository.Dvc, first, second, cancellationToken: DataRepository.Token).Changes
            .Select(static change => $"{change.Path} {change.State}{(change.OldPath is null ? "" : " " + change.OldPath)}");
}

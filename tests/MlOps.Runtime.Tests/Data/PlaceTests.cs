using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Where data sets and their pointers may lie: not inside each other, and not where nobody sees them.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly DataRepository _repository = new();

    public PlaceTests()
    {
        _repository.Add("lab.csv", "lab");
        _repository.Folder.Write("imgs/a.png", "a");
        _repository.Add("imgs");
        _repository.Folder.Write("src/s.csv", "s");
    }

    [Theory]
    [InlineData(".gitignore", "/ign/\n", "ign/f", "ign/f.dvc")]
    [InlineData(".git/info/exclude", "*.dvc\n", "f", "f.dvc")]
    [InlineData(".dvcignore", "f.dvc\n", "f", "f.dvc")]
    public async Task APointerThatNobodyWouldSeeIsRefused(string file, string rules, string path, string hidden)
    {
        File.AppendAllText(_repository.PathOf(file), rules);
        _repository.Folder.Write("ign/other", "o");
        Refused($"'{hidden}' is ignored by {(file.StartsWith(".git/", StringComparison.Ordinal) ? "" : file)}", () => _repository.Add(path, "data"));
        Assert.False(File.Exists(_repository.PathOf(hidden)));
        File.Delete(_repository.PathOf(path));
        Refused($"'{hidden}' is ignored by", () => Move("lab.csv", path));
        Assert.Equal("lab", _repository.Read("lab.csv"));
        await RefusedImport($"'{hidden}' is ignored by", "src/s.csv", path);
        Assert.False(File.Exists(_repository.PathOf(path)));
    }

    [Fact]
    public async Task ADataSetInsideAnotherIsRefused()
    {
        Refused("'imgs/lab.csv' overlaps with 'imgs'", () => Move("lab.csv", "imgs"));
        await RefusedImport("'imgs/xx' overlaps with 'imgs'", "src/s.csv", "imgs/xx");
        await RefusedImport("'imgs/src' overlaps with 'imgs'", "src", "imgs", force: true);
        _repository.Add("data/f.txt", "f");
        Directory.CreateDirectory(_repository.PathOf("other/data"));
        _repository.Folder.Write("other/data/x.txt", "x");
        await RefusedImport("'data' overlaps with 'data/f.txt'", "other/data", ".", force: true);
        Assert.Equal(("lab", "a", "f"), (_repository.Read("lab.csv"), _repository.Read("imgs/a.png"), _repository.Read("data/f.txt")));
        Assert.All(RepositoryStatus.Of(_repository.Dvc, DataRepository.Token), static status => Assert.True(status.IsClean));
    }

    [Fact]
    public void AFolderDoesNotSwallowPointers()
    {
        _repository.Folder.Write("imgs/lab.csv.dvc", _repository.Read("lab.csv.dvc"));
        Assert.Contains("is the pointer of another data set", Assert.Throws<DatasetException>(() => _repository.Add("imgs")).Message);
        Assert.Contains("is the pointer of another data set", Assert.Throws<DatasetException>(() => DatasetAdder.Commit(_repository.Dvc, [_repository.PathOf("imgs")], cancellationToken: DataRepository.Token)).Message);
    }

    [Fact]
    public void NeitherDoesAPartOfAFolder()
    {
        _repository.Folder.Write("imgs/sub/b.png", "b");
        _repository.Folder.Write("imgs/sub/lab.csv.dvc", _repository.Read("lab.csv.dvc"));
        Assert.Contains("is the pointer of another data set", Assert.Throws<InvalidDataException>(() => _repository.Add("imgs/sub")).Message);
    }

    public void Dispose() => _repository.Dispose();

    private void Move(string from, string to) => DatasetMover.Move(_repository.Dvc, _repository.PathOf(from), _repository.PathOf(to), DataRepository.Token);

    private static void Refused(string problem, Action action) => Assert.Contains(problem, Assert.Throws<DataOperationException>(action).Message);

    private async Task RefusedImport(string problem, string from, string to, bool force = false) =>
        Assert.Contains(problem, (await Assert.ThrowsAsync<DataOperationException>(() =>
            DatasetImporter.ImportAsync(_repository.Dvc, _repository.PathOf(from), _repository.PathOf(to), force, cancellationToken: DataRepository.Token))).Message);
}

using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>What the names of versions stand for.</summary>
public sealed class GetTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void TheBeginningOfAnMd5IsEnough()
    {
        var md5 = _repository.Add("f.csv", "the first").Md5;
        _repository.Commit("first");
        _repository.Add("f.csv", "the second");
        _repository.Commit("second");
        foreach (var version in (string[])[md5[..4], md5[..5], md5[..5].ToUpperInvariant(), md5[..12].ToUpperInvariant(), md5])
        {
            Assert.Equal(md5, Find($"f.csv@{version}").Md5);
        }

        Assert.Throws<DataOperationException>(() => Find($"f.csv@{md5[..3]}"));
        GitTag(md5[..4]); // Names of git are meant as such.
        Assert.NotEqual(md5, Find($"f.csv@{md5[..4]}").Md5);
    }

    [Fact]
    public void ABeginningOfSeveralVersionsSaysSo()
    {
        // Contents whose MD5 begin alike: of 16 bits some soon do.
        var (one, other) = Alike();
        _repository.Add("f.csv", one);
        _repository.Commit("first");
        var md5 = _repository.Add("f.csv", other).Md5;
        _repository.Commit("second");
        var problem = Assert.Throws<DataOperationException>(() => Find($"f.csv@{md5[..4]}"));
        Assert.Contains("begins 2 versions of 'f.csv'", problem.Message);
        Assert.Equal(md5, Find($"f.csv@{md5}").Md5);
    }

    [Fact]
    public void AFileInAFolderHasVersionsToo()
    {
        _repository.Folder.Write("d/sub/a.csv", "old");
        _repository.Folder.Write("d/b.csv", "b");
        _repository.Add("d");
        var commit = _repository.Commit("first");
        File.WriteAllText(_repository.PathOf("d/sub/a.csv"), "new");
        _repository.Add("d");
        _repository.Commit("second");
        foreach (var version in (string[])["HEAD~1", commit, commit[..8]])
        {
            var found = Find($"d/sub/a.csv@{version}");
            var target = _repository.PathOf($"out-{version}");
            DatasetGetter.Write(_repository.Dvc, found, target, DataRepository.Token);
            Assert.Equal(("d/sub/a.csv", "old"), (found.Path, File.ReadAllText(target)));
        }

        Assert.Throws<DataOperationException>(() => Find("d/nothing.csv@HEAD~1"));
    }

    public void Dispose() => _repository.Dispose();

    private static (string One, string Other) Alike()
    {
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; ; i++)
        {
            var text = $"content {i}";
            var beginning = MlOps.Data.Md5.Md5Value.Of(System.Text.Encoding.UTF8.GetBytes(text)).ToString()[..4];
            if (!seen.TryAdd(beginning, text))
            {
                return (seen[beginning], text);
            }
        }
    }

    private void GitTag(string name) => GitCommand.Run(_repository.Folder.Root, "tag", name);

    private PastDataset Find(string name)
    {
        var (path, version) = (name[..name.IndexOf('@', StringComparison.Ordinal)], name[name.IndexOf('@', StringComparison.Ordinal)..]);
        return DatasetGetter.Find(_repository.Dvc, _repository.PathOf(path) + version);
    }
}

using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>A lock that cannot be understood is not taken for one without outputs.</summary>
public sealed class DvcLockTests : IDisposable
{
    private const string Stage = "  s:\n    cmd: x\n    outs:\n    - path: o\n      md5: 0cc175b9c0f1b6a831c399e269772661\n";

    private readonly DataRepository _repository = new();

    [Theory]
    [InlineData("bad\n", "no group of keys")]
    [InlineData("", "it is empty")]
    [InlineData("{}\n", "it is empty")]
    [InlineData("schema: '3.0'\nstages:\n" + Stage, "its schema is not '2.0'")]
    [InlineData("schema: '2.0'\nstages: []\n", "'stages:' is not a group")]
    [InlineData("schema: '2.0'\nstages:\n", "'stages:' is not a group")]
    [InlineData("schema: '2.0'\nstages:\n  s: 1\n", "the stage 's' is not a group")]
    [InlineData("schema: '2.0'\nstages:\n  s:\n    outs: o\n", "'outs:' of the stage 's' is not a list")]
    [InlineData("schema: '2.0'\nstages:\n  s:\n    outs:\n    - md5: 1\n", "an output of the stage 's' has no path")]
    [InlineData("a: 1\n", "'a' is no stage")]
    [InlineData("stages:\n" + Stage, "'stages' is no stage")]
    public void WhatIsNoLockIsRefusedAndNothingIsCollected(string text, string problem)
    {
        var orphan = Orphan();
        _repository.Folder.Write("dvc.lock", text);
        Assert.Contains(problem, Assert.Throws<DvcFormatException>(() => RepositoryStatus.Of(_repository.Dvc, DataRepository.Token)).Message);
        Assert.Throws<DvcFormatException>(() => CacheCollector.Run(_repository.Dvc, new GcScope(), isDry: false, DataRepository.Token));
        Assert.True(File.Exists(orphan));
    }

    [Theory]
    [InlineData("schema: '2.0'\nstages:\n" + Stage)]
    [InlineData("s:\n  cmd: x\n  outs:\n  - path: o\n    md5: 0cc175b9c0f1b6a831c399e269772661\n")] // DVC 1.
    public void WhatALockNamesIsKept(string text)
    {
        var made = _repository.Dvc.Cache.PathOf("0cc175b9c0f1b6a831c399e269772661", isLegacy: true);
        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
        File.WriteAllText(made, "a");
        var orphan = Orphan();
        _repository.Folder.Write("dvc.lock", text);
        Assert.Equal(("o", DatasetState.Deleted), Assert.Single(RepositoryStatus.Of(_repository.Dvc, DataRepository.Token).Select(static status => (status.Path, status.State))));
        CacheCollector.Run(_repository.Dvc, new GcScope(), isDry: false, DataRepository.Token);
        Assert.Equal((true, false), (File.Exists(made), File.Exists(orphan)));
    }

    [Fact]
    public void ALockWithoutStagesHasNoOutputs()
    {
        _repository.Folder.Write("dvc.lock", "schema: '2.0'\n");
        Assert.Empty(RepositoryStatus.Of(_repository.Dvc, DataRepository.Token));
    }

    public void Dispose() => _repository.Dispose();

    private string Orphan()
    {
        var file = _repository.Folder.Write("f.txt", "orphan");
        _repository.Dvc.Cache.Add(file, DataRepository.Token);
        return _repository.ObjectOf("orphan");
    }
}

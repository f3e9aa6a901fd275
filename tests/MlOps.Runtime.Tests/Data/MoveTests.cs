using MlOps.Data;

namespace MlOps.Tests.Data;

/// <summary>Renaming data sets and taking them out of version control; and that two programs do not do it at once.</summary>
public sealed class MoveTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void AFolderMovesWithItsPointerAndItsIgnoredName()
    {
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        Directory.CreateDirectory(_repository.PathOf("other"));
        Assert.Equal("other/d", DatasetMover.Move(_repository.Dvc, _repository.PathOf("d"), _repository.PathOf("other"), DataRepository.Token));
        Assert.True(_repository.Status("other/d").IsClean);
        Assert.Equal("/d\n", _repository.Read("other/.gitignore"));
        Assert.False(File.Exists(_repository.PathOf("d.dvc")) || File.Exists(_repository.PathOf(".gitignore")) || Directory.Exists(_repository.PathOf("d")));
    }

    [Fact]
    public void ACommentInAPointerMovesWithIt()
    {
        _repository.Add("f.txt", "f");
        File.AppendAllText(_repository.PathOf("f.txt.dvc"), "# the team's\nmeta:\n  by: us\n");
        DatasetMover.Move(_repository.Dvc, _repository.PathOf("f.txt"), _repository.PathOf("g: h.txt"), DataRepository.Token);
        Assert.EndsWith("  path: 'g: h.txt'\n# the team's\nmeta:\n  by: us\n", _repository.Read("g: h.txt.dvc"));
        Assert.True(_repository.Status("g: h.txt").IsClean);
    }

    [Fact]
    public void WhatLiesThereIsNotReplaced()
    {
        _repository.Add("f.txt", "f");
        _repository.Folder.Write("g.txt", "mine");
        Assert.Contains("exists", Assert.Throws<DataOperationException>(() => DatasetMover.Move(_repository.Dvc, _repository.PathOf("f.txt"), _repository.PathOf("g.txt"), DataRepository.Token)).Message);
        Assert.Equal(("f", "mine"), (_repository.Read("f.txt"), _repository.Read("g.txt")));
    }

    [Fact]
    public void AFolderAboveDataSetsIsNotTakenOutByItsName()
    {
        _repository.Add("data/f.txt", "f");
        Assert.Throws<DataOperationException>(() => DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("data")], withData: true, cancellationToken: DataRepository.Token));
        Assert.True(File.Exists(_repository.PathOf("data/f.txt")));
    }

    [Fact]
    public async Task WhoWaitsIsToldForWhom()
    {
        var told = new TaskCompletionSource<string>();
        var other = DvcRepository.Find(_repository.Folder.Root)!;
        other.OnWait = told.SetResult;
        var held = _repository.Dvc.Lock(DataRepository.Token);
        var waiting = Task.Run(() => other.Lock(DataRepository.Token).Dispose(), DataRepository.Token);
        Assert.Contains($"process {Environment.ProcessId} ", await told.Task.WaitAsync(DataRepository.Token));
        Assert.False(waiting.IsCompleted);
        held.Dispose();
        await waiting;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AProgramThatDoesNotSayWhoItIsIsNotTakenForTheLastThatDid(bool wasKilled)
    {
        _repository.Dvc.Lock(DataRepository.Token).Dispose();
        if (wasKilled)
        {
            _repository.Folder.Write(".dvc/tmp/lock.by", $"process {int.MaxValue} (mlops)");
        }

        var told = new TaskCompletionSource<string>();
        _repository.Dvc.OnWait = told.SetResult;
        // As DVC holds it.
        var held = new FileStream(_repository.PathOf(".dvc/tmp/lock"), FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        var waiting = Task.Run(() => _repository.Dvc.Lock(DataRepository.Token).Dispose(), DataRepository.Token);
        Assert.Equal("Another process", await told.Task.WaitAsync(DataRepository.Token));
        await held.DisposeAsync();
        await waiting;
    }

    public void Dispose() => _repository.Dispose();
}

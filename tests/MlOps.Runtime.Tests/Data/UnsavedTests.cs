using MlOps.Data;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data;

/// <summary>What is nowhere else is not deleted or written over unless somebody says so, whether it is data or only lies among them.</summary>
public sealed class UnsavedTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Fact]
    public void AFileThatDvcignoreNamesIsNotWrittenOver()
    {
        _repository.Folder.Write("d/a", "1");
        _repository.Folder.Write("d/notes.log", "A");
        _repository.Add("d");
        _repository.Folder.Write(".dvcignore", "d/*.log\n");
        Assert.Equal(CheckoutOutcome.Unchanged, _repository.Checkout("d").Outcome);
        _repository.Folder.Write("d/notes.log", "my unsaved notes");
        Assert.Equal([new("d/notes.log", DatasetState.Modified)], _repository.Status("d").Changes);

        var refused = _repository.Checkout("d");
        Assert.Equal(CheckoutOutcome.Refused, refused.Outcome);
        Assert.Contains("'notes.log'", refused.Problem);
        Assert.Equal("my unsaved notes", _repository.Read("d/notes.log"));

        Assert.Equal(CheckoutOutcome.Modified, _repository.Checkout("d", force: true).Outcome);
        Assert.Equal("A", _repository.Read("d/notes.log"));
    }

    [Fact]
    public async Task AnUpdateKeepsWhatDvcignoreNamesUnlessForced()
    {
        using var other = new DataRepository();
        other.Folder.Write("data/a.txt", "a");
        other.Add("data");
        other.Commit("first");
        await Run(0, "import", other.Folder.Root, "data");
        _repository.Folder.Write(".dvcignore", "*.log\n");
        _repository.Folder.Write("data/x.log", "precious");
        other.Folder.Write("data/a.txt", "changed");
        other.Add("data");
        other.Commit("second");

        Assert.Contains("'data/x.log' of 'data' is left out by .dvcignore, in no cache and would be lost: move it away, or use --force", await Run(3, "update", "data"));
        Assert.Equal(("a", "precious"), (_repository.Read("data/a.txt"), _repository.Read("data/x.log")));
        await Run(0, "update", "--force", "data");
        Assert.Equal("changed", _repository.Read("data/a.txt"));
        Assert.False(File.Exists(_repository.PathOf("data/x.log")));
    }

    [Theory]
    [InlineData("d/x.log", "left out by .dvcignore")]
    [InlineData("d/repo/.git/HEAD", "'d/repo/.git' of 'd' is a repository of its own")]
    public void WhatLiesAmongTheDataIsNotDeletedWithThem(string path, string problem)
    {
        _repository.Folder.Write(".dvcignore", "*.log\n");
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        _repository.Folder.Write(path, "precious");
        Assert.Contains(problem, Assert.Throws<DataOperationException>(() =>
            DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("d")], withData: true, cancellationToken: DataRepository.Token)).Message);
        Assert.True(File.Exists(_repository.PathOf(path)));
        DatasetMover.Remove(_repository.Dvc, [_repository.PathOf("d")], withData: true, force: true, DataRepository.Token);
        Assert.False(Directory.Exists(_repository.PathOf("d")));
    }

    [Fact]
    public void AFileGivesWayToAFolderAndBackWhereNothingIsLost()
    {
        _repository.Add("d", "a file");
        var file = _repository.Read("d.dvc");
        File.Delete(_repository.PathOf("d"));
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        var folder = _repository.Read("d.dvc");

        _repository.Folder.Write("d.dvc", file);
        Assert.Equal(CheckoutOutcome.Modified, _repository.Checkout("d").Outcome);
        Assert.Equal("a file", _repository.Read("d"));
        _repository.Folder.Write("d.dvc", folder);
        Assert.Equal(CheckoutOutcome.Modified, _repository.Checkout("d").Outcome);
        Assert.Equal("a", _repository.Read("d/a.txt"));

        _repository.Folder.Write("d/mine.txt", "mine");
        _repository.Folder.Write("d.dvc", file);
        Assert.Equal(CheckoutOutcome.Refused, _repository.Checkout("d").Outcome);
        Assert.Equal("mine", _repository.Read("d/mine.txt"));
        _repository.Checkout("d", force: true);
        _repository.Folder.Write("d", "mine");
        _repository.Folder.Write("d.dvc", folder);
        Assert.Equal(CheckoutOutcome.Refused, _repository.Checkout("d").Outcome);
        Assert.Equal("mine", _repository.Read("d"));
    }

    [Theory]
    [InlineData("d/x.dvc")]
    [InlineData("d/sub/x.dvc")]
    public void APointerIsNeverDeleted(string path)
    {
        _repository.Add("d", "a file");
        var file = _repository.Read("d.dvc");
        File.Delete(_repository.PathOf("d"));
        _repository.Folder.Write("d/a.txt", "a");
        _repository.Add("d");
        _repository.Folder.Write(path, "outs:\n- path: x\n");
        _repository.Checkout("d", force: true);
        Assert.True(File.Exists(_repository.PathOf(path)));
        _repository.Folder.Write("d.dvc", file);
        Assert.Equal(CheckoutOutcome.Refused, _repository.Checkout("d.dvc", force: true).Outcome);
        Assert.True(File.Exists(_repository.PathOf(path)));
    }

    public void Dispose() => _repository.Dispose();

    private async Task<string> Run(int expected, params string[] words)
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
        Assert.True(exit == expected, output + error);
        return error;
    }
}

using System.Text.Json;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Transfer;

/// <summary>Pushing and fetching what other branches, tags and commits need, by the command itself.</summary>
public sealed class PastTransferTests : IDisposable
{
    private readonly DataRepository _repository = new();

    public PastTransferTests()
    {
        _repository.Configure("[core]\n    remote = store\n['remote \"store\"']\n    url = ../store\n");
        Version("1", "the first");
        Version("2", "the tagged");
        GitCommand.Run(_repository.Folder.Root, "tag", "-a", "v2", "-m", "two");
        GitCommand.Run(_repository.Folder.Root, "checkout", "-q", "-b", "other");
        Version("3", "that of the branch");
        GitCommand.Run(_repository.Folder.Root, "checkout", "-q", "main");
        Version("4", "the newest");
    }

    [Theory]
    [InlineData(2)] // d.dir and d/a.txt
    [InlineData(4, "-a")]
    [InlineData(4, "--all-tags")]
    [InlineData(6, "-a", "-T")]
    [InlineData(8, "-A")]
    public async Task WhatIsPushedIsWhatTheseRevisionsNeed(int objects, params string[] options)
    {
        var pushed = await Json("push", options);
        Assert.Equal((0, objects), (pushed.Exit, pushed.Document.GetProperty("pushed").GetInt32()));
        Directory.Delete(_repository.PathOf(".dvc/cache"), recursive: true);
        var fetched = await Json("fetch", options);
        Assert.Equal((0, objects), (fetched.Exit, fetched.Document.GetProperty("fetched").GetInt32()));
    }

    [Fact]
    public async Task APartOfAFolderIsThatPartOfAllItsVersions()
    {
        Assert.Equal((0, 4), await Pushed("-A", "d/a.txt")); // The files without the lists.
        GitCommand.Run(_repository.Folder.Root, "rm", "-q", "d.dvc");
        Assert.Equal((0, 0), await Pushed("-A", "d/a.txt")); // Gone by now, and still known.
    }

    [Fact]
    public async Task WhatAnOldCommitNamedWronglyHoldsNobodyUp()
    {
        _repository.Folder.Write("bad.dvc", "outs:\n- md5: nonsense\n  size: 1\n  hash: md5\n  path: bad\n");
        _repository.Folder.Write("worse.dvc", "nonsense: true\n");
        GitCommand.Run(_repository.Folder.Root, "add", "-f", "bad.dvc", "worse.dvc");
        _repository.Commit("wrong");
        File.Delete(_repository.PathOf("bad.dvc"));
        File.Delete(_repository.PathOf("worse.dvc"));
        _repository.Commit("right");
        Assert.Equal((0, 8), await Pushed("-A"));
    }

    [Fact]
    public async Task ATagOfAFileIsNoRevision()
    {
        GitCommand.Run(_repository.Folder.Root, "tag", "file", "HEAD:d.dvc");
        GitCommand.Run(_repository.Folder.Root, "tag", "-a", "-m", "folder", "folder", "HEAD^{tree}");
        Assert.Equal((0, 4), await Pushed("-T"));
        Assert.Equal(0, (await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "gc")).Exit);
    }

    [Fact]
    public async Task PullBringsThePastAndChecksOutThePresent()
    {
        Assert.Equal((0, 8), await Pushed("--all-commits"));
        Directory.Delete(_repository.PathOf(".dvc/cache"), recursive: true);
        Directory.Delete(_repository.PathOf("d"), recursive: true);
        var pulled = await Json("pull", "--all-commits");
        Assert.Equal((0, 8), (pulled.Exit, pulled.Document.GetProperty("fetched").GetInt32()));
        Assert.Equal("the newest", _repository.Read("d/a.txt"));
    }

    public void Dispose() => _repository.Dispose();

    private void Version(string name, string text)
    {
        _repository.Folder.Write("d/a.txt", text);
        _repository.Add("d");
        _repository.Commit(name);
    }

    private async Task<(int Exit, int Count)> Pushed(params string[] options)
    {
        var pushed = await Json("push", options);
        return (pushed.Exit, pushed.Document.GetProperty("pushed").GetInt32());
    }

    private async Task<(int Exit, JsonElement Document)> Json(string verb, params string[] options)
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_repository.Folder.Root, ["data", verb, "--json", .. options]);
        Assert.True(output.Length > 0, error);
        return (exit, JsonDocument.Parse(output).RootElement);
    }
}

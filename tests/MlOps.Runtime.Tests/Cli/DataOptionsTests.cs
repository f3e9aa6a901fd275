using MlOps.Tests.Data;

namespace MlOps.Tests.Cli;

/// <summary>What the commands of <c>mlops data</c> take for options, whether they know them or not.</summary>
public sealed class DataOptionsTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Theory]
    [InlineData("--to-remote", "import-url", "src.csv", "--to-remote")]
    [InlineData("--force", "move", "f.csv", "--force")]
    [InlineData("--typo", "config", "core.remote", "--typo")]
    [InlineData("--typo", "remote", "add", "r", "--typo")]
    [InlineData("--show-origin", "cache", "dir", "--show-origin")]
    [InlineData("--typo", "get", "f.csv", "-o", "--typo")]
    [InlineData("--typo", "log", "--typo")]
    [InlineData("--typo", "diff", "--typo")]
    [InlineData("--typo", "status", "--typo")]
    public async Task WhatIsNoOptionIsNoNameEither(string option, params string[] words)
    {
        Prepare();
        var before = Directory.GetFileSystemEntries(_repository.Folder.Root);
        var config = _repository.Read(".dvc/config");
        var found = await RunAsync(words);
        Assert.Equal((2, ""), (found.Exit, found.Output));
        Assert.Contains($"There is no option '{option}'.", found.Error);
        Assert.Equal((before.Length, config), (Directory.GetFileSystemEntries(_repository.Folder.Root).Length, _repository.Read(".dvc/config")));
    }

    [Theory]
    [InlineData("move", "f.csv", "--", "--force")]
    [InlineData("add", "--", "-odd")]
    [InlineData("add", "-odd")]
    [InlineData("config", "core.remote", "--", "-dashed")]
    public async Task BehindTwoDashesAllAreNames(params string[] words)
    {
        Prepare();
        _repository.Folder.Write("-odd", "odd");
        Assert.Equal((0, ""), ((await RunAsync(words)) is var found ? found.Exit : -1, found.Error));
    }

    [Theory]
    [InlineData("move", "f.csv", "h.csv", "-q")]
    [InlineData("remove", "f.csv", "-q", "-v")]
    [InlineData("log", "f.csv", "-q")]
    [InlineData("push", "-q")]
    [InlineData("verify", "--quiet", "--verbose")]
    [InlineData("du", "-q")]
    [InlineData("remote", "list", "-q")]
    [InlineData("remote", "add", "-q", "-d", "other", "../other")]
    [InlineData("config", "core.remote", "-q")]
    [InlineData("checkout", "-q", "--summary", "--allow-missing")]
    [InlineData("import-url", "src.csv", "copy.csv", "-q", "-j", "2")]
    [InlineData("root", "-q")]
    public async Task QuietCommandsPrintNothing(params string[] words)
    {
        Prepare();
        var found = await RunAsync(words);
        Assert.Equal((0, "", ""), found);
    }

    [Fact]
    public async Task JsonIsWrittenEvenQuietly() =>
        Assert.StartsWith("[", (await RunAsync("remote", "list", "-q", "--json")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task OptionsOfDvcDoWhatTheyDoThere()
    {
        Prepare();
        Assert.Equal(".\n", (await RunAsync("root")).Output);
        Assert.Matches(@"^\d+\.\d+", (await RunAsync("version")).Output);
        _repository.Add("g.csv", "gg");
        File.Delete(_repository.PathOf("f.csv"));
        File.WriteAllText(_repository.PathOf("g.csv"), "other");
        var summary = await RunAsync("checkout", "--summary", "--force");
        Assert.Equal((0, "1 file modified, 1 file added\n"), (summary.Exit, summary.Output));
        Assert.Equal((0, "No changes.\n"), (await RunAsync("checkout", "--summary")) is var again ? (again.Exit, again.Output) : default);

        File.Delete(_repository.PathOf("f.csv"));
        File.Delete(_repository.ObjectOf("fff"));
        Assert.Equal(3, (await RunAsync("checkout")).Exit);
        Assert.Equal(0, (await RunAsync("checkout", "--allow-missing")).Exit);

        Assert.Equal(0, (await RunAsync("push", "--glob", "g.*")).Exit);
        File.Delete(_repository.ObjectOf("gg"));
        File.Delete(_repository.PathOf("g.csv"));
        var pulled = await RunAsync("pull", "--glob", "g*");
        Assert.Equal((0, "gg"), (pulled.Exit, _repository.Read("g.csv")));
        var nothing = await RunAsync("pull", "--glob", "x*");
        Assert.Equal((3, "mlops: nothing matches 'x*'.\n"), (nothing.Exit, nothing.Error));
    }

    [Fact]
    public async Task DifferencesCanBeAskedOfSomeTargetsOnly()
    {
        Prepare();
        _repository.Folder.Write("d/a.csv", "a");
        _repository.Add("d");
        _repository.Commit("first");
        File.WriteAllText(_repository.PathOf("f.csv"), "changed");
        File.WriteAllText(_repository.PathOf("d/a.csv"), "changed");
        var some = await RunAsync("diff", "--targets", "d");
        Assert.Equal((1, true, false), (some.Exit, some.Output.Contains("d/a.csv", StringComparison.Ordinal), some.Output.Contains("f.csv", StringComparison.Ordinal)));
        Assert.Equal((1, ""), (await RunAsync("diff", "-q", "--targets", "f.csv")) is var quiet ? (quiet.Exit, quiet.Output) : default);
        Assert.Equal(0, (await RunAsync("diff", "--targets", "src.csv")).Exit);
    }

    [Fact]
    public async Task CollectingSaysThatItLeavesRemotesAlone()
    {
        var found = await RunAsync("gc", "-w", "-c", "-f");
        Assert.Equal(2, found.Exit);
        Assert.Contains("--cloud", found.Error);
    }

    public void Dispose() => _repository.Dispose();

    private void Prepare()
    {
        _repository.Configure("[core]\n    remote = store\n['remote \"store\"']\n    url = ../remote\n");
        _repository.Folder.Write("src.csv", "src");
        _repository.Add("f.csv", "fff");
        _repository.Commit("the first");
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] words) =>
        MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
}

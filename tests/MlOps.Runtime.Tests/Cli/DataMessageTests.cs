using MlOps.Tests.Data;

namespace MlOps.Tests.Cli;

/// <summary>What people read when a command of <c>mlops data</c> cannot do all that it was asked: the thing, the place and the cure.</summary>
public sealed class DataMessageTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Theory]
    [InlineData("push", "pushed")]
    [InlineData("fetch", "fetched")]
    [InlineData("pull", "fetched")]
    public async Task WhatIsMissingIsNotUpToDate(string verb, string done)
    {
        _repository.Configure("[core]\n    remote = store\n['remote \"store\"']\n    url = ../remote\n");
        _repository.Add("f.csv", "fff");
        File.Delete(_repository.ObjectOf("fff"));
        File.Delete(_repository.PathOf("f.csv"));
        var found = await RunAsync(verb);
        Assert.Equal((1, $"0 files {done}\n"), (found.Exit, found.Output));
        Assert.Contains("these are missing", found.Error);
    }

    [Theory]
    [InlineData("http://me:hunter2@127.0.0.1:9/y.csv")]
    [InlineData("https://me:hunter2@example.invalid/y.csv")]
    public async Task APasswordInAnAddressIsNeitherWrittenNorPrinted(string address)
    {
        var found = await RunAsync("import", address);
        Assert.Equal((3, ""), (found.Exit, found.Output));
        Assert.Contains("was given with a password", found.Error);
        Assert.DoesNotContain("hunter", found.Error);
    }

    [Theory]
    [InlineData(3, "is itself or lies in it", "move", "d", "d/in")]
    [InlineData(2, "A target is empty", "add", "")]
    [InlineData(3, "is a file, not a folder: correct it with 'mlops data remote modify", "push", "-r", "file")]
    [InlineData(3, "Remote 'web' cannot be read or written at '127.0.0.1:9'", "fetch", "-r", "web", "gone.csv")]
    [InlineData(3, "'http://127.0.0.1:9/y.csv' cannot be had from '127.0.0.1:9'", "import", "http://127.0.0.1:9/y.csv")]
    [InlineData(3, "has no branch, tag or commit 'nope': 'git ls-remote", "import", ".", "f.csv", "-o", "g.csv", "--rev", "nope")]
    public async Task ProblemsAreToldInOurWords(int exit, string words, params string[] arguments)
    {
        _repository.Configure("['remote \"file\"']\n    url = ../d.dvc\n['remote \"web\"']\n    url = http://127.0.0.1:9/\n");
        _repository.Folder.Write("d/a.csv", "a");
        _repository.Add("d");
        _repository.Add("f.csv", "f");
        _repository.Add("gone.csv", "gone");
        File.Delete(_repository.ObjectOf("gone"));
        _repository.Commit("first");
        var found = await RunAsync(arguments);
        Assert.Equal((exit, arguments[0] == "fetch" ? "0 files fetched\n" : ""), (found.Exit, found.Output));
        Assert.Contains(words, found.Error);
        Assert.DoesNotContain("\ufffd", found.Error);
        Assert.DoesNotContain(Path.Combine(".dvc", "tmp"), found.Error);
    }

    [Fact]
    public async Task PathsThatLeadIntoTheRepositoryByALinkAreCalledByTheirName()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Symbolic links need a right there.");
        using var elsewhere = new TempFolder();
        Directory.CreateSymbolicLink(elsewhere.PathOf("link"), _repository.Folder.Root);
        _repository.Folder.Write("f.csv", "f");
        var found = await RunAsync("add", elsewhere.PathOf("link/f.csv"));
        Assert.Equal(3, found.Exit);
        Assert.Contains($"call it '{_repository.PathOf("f.csv")}'", found.Error);
    }

    [Fact]
    public async Task TheWholeRepositoryIsUnprotected()
    {
        _repository.Configure("[cache]\n    type = hardlink\n");
        _repository.Add("f.csv", "f");
        Assert.Equal((0, ""), ((await RunAsync("unprotect", ".")) is var found ? found.Exit : -1, found.Error));
        File.WriteAllText(_repository.PathOf("f.csv"), "changed");
        Assert.Equal("f", File.ReadAllText(_repository.ObjectOf("f")));
    }

    [Fact]
    public async Task WhatTheCacheLacksIsNotVerified()
    {
        _repository.Add("f.csv", "f");
        File.Delete(_repository.ObjectOf("f"));
        var found = await RunAsync("verify", "f.csv");
        Assert.Equal(1, found.Exit);
        Assert.StartsWith("missing: f.csv is not in the cache\n", found.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("all are what", found.Output);
        Assert.Contains("\"missing\": [", (await RunAsync("verify", "f.csv", "--json")).Output);
        Assert.Equal(0, (await RunAsync("verify")).Exit);
    }

    [Fact]
    public async Task WhatIsNotCheckedOutIsToldBesideTheDocument()
    {
        _repository.Add("f.csv", "f");
        File.WriteAllText(_repository.PathOf("f.csv"), "changed");
        var found = await RunAsync("checkout", "--json");
        Assert.Equal(3, found.Exit);
        Assert.StartsWith("mlops: 'f.csv' was left as it is", found.Error, StringComparison.Ordinal);
    }

    public void Dispose() => _repository.Dispose();

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] words) =>
        MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
}

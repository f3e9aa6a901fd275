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

    public void Dispose() => _repository.Dispose();

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] words) =>
        MlopsCommand.RunAsync(_repository.Folder.Root, ["data", .. words]);
}

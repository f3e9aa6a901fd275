using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using MlOps.Tests.Data;

namespace MlOps.Tests.Cli;

/// <summary>What programs read when a command cannot be carried out, or is interrupted.</summary>
public sealed class FailureTests : IDisposable
{
    private readonly DataRepository _repository = new();

    [Theory]
    [InlineData(3, "MLOPS2001", "nothing.csv", "data", "add", "nothing.csv")]
    [InlineData(3, "refused", "untracked.csv", "data", "checkout", "untracked.csv")]
    [InlineData(3, "refused", "", "data", "diff", "no-such-revision")]
    [InlineData(3, "invalid_file", "bad.dvc", "data", "status")]
    [InlineData(3, "invalid_file", "bad.dvc", "data", "gc")]
    [InlineData(3, "remote", null, "data", "push", "good.csv")]
    [InlineData(3, "remote", null, "data", "pull", "-r", "nowhere", "good.csv")]
    [InlineData(2, "usage", null, "data", "move", "good.csv")]
    [InlineData(2, "usage", null, "data", "config", "nonsense")]
    [InlineData(2, "usage", null, "data", "remote", "modify")]
    [InlineData(2, "usage", null, "data", "status", "--typo")]
    [InlineData(2, "usage", null, "data", "add", "good.csv", "-x")]
    [InlineData(3, "failed", null, "data", "remote", "remove", "nowhere")]
    [InlineData(3, "store", null, "lineage", "latest")]
    public async Task AFailureIsOneDocument(int exit, string code, string? path, params string[] words)
    {
        _repository.Add("good.csv", "data");
        _repository.Folder.Write("untracked.csv", "data");
        _repository.Folder.Write("bad.dvc", "nonsense: true\n");
        var found = await MlopsCommand.RunAsync(_repository.Folder.Root, new Dictionary<string, string> { ["MLOPS_HOME"] = _repository.PathOf("store") }, [.. words, "--json"]);
        using var document = JsonDocument.Parse(found.Output);
        var error = document.RootElement.GetProperty("error");
        Assert.Equal((exit, code), (found.Exit, error.GetProperty("code").GetString()));
        Assert.Equal(path is null ? null : Path.TrimEndingDirectorySeparator(_repository.PathOf(path)), error.GetProperty("path").GetString());
        Assert.Equal($"mlops: {error.GetProperty("message").GetString()}\n", found.Error);
    }

    [Fact]
    public async Task WithoutARepositoryTheDocumentSaysSo()
    {
        using var folder = new TempFolder();
        var found = await MlopsCommand.RunAsync(folder.Root, "data", "status", "--json");
        using var document = JsonDocument.Parse(found.Output);
        Assert.Equal((3, "not_found"), (found.Exit, document.RootElement.GetProperty("error").GetProperty("code").GetString()));
        Assert.Contains("'mlops data init' makes one.", found.Error);
    }

    [Fact]
    public async Task AFileWhoseNameBeginsWithAnAtIsAFileAndNoListOfOptions()
    {
        _repository.Folder.Write("@list", "--no-such-option\n");
        var found = await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "add", "@list");
        Assert.Equal((0, ""), (found.Exit, found.Error));
        Assert.True(File.Exists(_repository.PathOf("@list.dvc")));
    }

    [Fact]
    public async Task WithoutJsonNothingIsOnTheOutput()
    {
        var found = await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "add", "--", "nothing.csv", "--json");
        Assert.Equal((3, ""), (found.Exit, found.Output));
    }

    [Fact]
    public async Task SettingsThatWereWrittenAreShownAsTheyAreNow()
    {
        var added = await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "remote", "add", "-d", "store", "../store", "--json");
        using var remotes = JsonDocument.Parse(added.Output);
        Assert.Equal("store", remotes.RootElement[0].GetProperty("name").GetString());
        var set = await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "config", "core.autostage", "true", "--json");
        using var settings = JsonDocument.Parse(set.Output);
        Assert.Equal("true", settings.RootElement[0].GetProperty("value").GetString());
        Assert.Equal("[]", (await MlopsCommand.RunAsync(_repository.Folder.Root, "data", "config", "--unset", "core.autostage", "--json")).Output.Trim());
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task WhatIsInterruptedSaysWhatItWas(string signal, int exit)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Another program cannot press Ctrl-C there.");
        // A server that takes the connection and never answers: the command is in the midst of its work for as long as we like.
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using var command = MlopsCommand.Start(_repository.Folder.Root, null, "data", "import", $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/data.csv", "--json");
        using var connection = await server.AcceptTcpClientAsync(DataRepository.Token);
        command.Signal(signal);
        var found = await command.EndAsync();
        Assert.Equal((exit, "mlops: 'mlops data import' was interrupted. What it did is kept, and the same command goes on from there.\n"), (found.Exit, found.Error));
        using var document = JsonDocument.Parse(found.Output);
        Assert.Equal("interrupted", document.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Empty(Directory.GetFileSystemEntries(_repository.PathOf(".dvc/tmp/mlops")));
    }

    public void Dispose() => _repository.Dispose();
}

using System.Text.Json;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Data.Config;

/// <summary>The commands that configure, and the files that they leave.</summary>
public sealed class ConfigCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public ConfigCommandTests() => _folder.Write(".dvc/config", "");

    [Fact]
    public async Task TheRecordedCommandsLeaveTheRecordedFiles()
    {
        using var recorded = DvcCase.Document("replay", "remote_local_remote");
        var compared = 0;
        foreach (var step in recorded.RootElement.GetProperty("steps").EnumerateArray())
        {
            if (step.TryGetProperty("read", out var file) && file.GetString()!.StartsWith(".dvc/config", StringComparison.Ordinal))
            {
                Assert.Equal(step.GetProperty("text").GetString(), Read(file.GetString()!));
                compared++;
            }
            else if (step.TryGetProperty("argv", out var command) && command[1].GetString() is "remote" or "config")
            {
                var (exit, output, error) = await RunAsync([.. command.EnumerateArray().Skip(1).Select(static word => word.GetString()!)]);
                Assert.True(exit == 0, error);
                var parent = Path.GetDirectoryName(_folder.Root)!;
                Assert.Equal(step.GetProperty("stdout").GetString()!.Replace("<ws-parent>", parent, StringComparison.Ordinal), output);
            }
        }

        Assert.Equal(5, compared);
    }

    [Fact]
    public async Task TheNearerLevelWinsAndTheOriginIsShown()
    {
        var levels = new Dictionary<string, string> { ["DVC_GLOBAL_CONFIG_DIR"] = _folder.PathOf("global"), ["DVC_SYSTEM_CONFIG_DIR"] = _folder.PathOf("system") };
        foreach (var level in (string[])["system", "global", "project", "local"])
        {
            Assert.Equal(0, (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", $"--{level}", "core.remote", level)).Exit);
            Assert.Equal(level + "\n", (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", "core.remote")).Output);
        }

        Assert.Equal("global\n", (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", "--global", "core.remote")).Output);
        Assert.Equal(
            $"{Path.Combine(".dvc", "config.local")}\tcore.remote=local\n",
            (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", "-l", "--show-origin")).Output);
        Assert.Equal(0, (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", "--local", "-u", "core.remote")).Exit);
        Assert.Equal("project\n", (await MlopsCommand.RunAsync(_folder.Root, levels, "data", "config", "core.remote")).Output);
        Assert.Equal("[core]\n    remote = global\n", Read("global/config"));
    }

    [Theory]
    [InlineData(2, "did you mean core", "config", "cor.remote", "x")]
    [InlineData(2, "did you mean type", "config", "cache.typ", "copy")]
    [InlineData(2, "only some of reflink", "config", "cache.type", "reflnk")]
    [InlineData(2, "only one of true, false", "config", "core.autostage", "maybe")]
    [InlineData(2, "is no setting", "config", "remote")]
    [InlineData(2, "name a setting", "config")]
    [InlineData(2, "takes no value", "config", "-u", "core.remote", "x")]
    [InlineData(3, "not set", "config", "core.remote")]
    [InlineData(3, "not set", "config", "-u", "core.remote")]
    [InlineData(3, "no remote 'nowhere'", "remote", "modify", "nowhere", "url", "x")]
    [InlineData(3, "no remote 'nowhere'", "remote", "remove", "nowhere")]
    [InlineData(3, "no remote 'nowhere'", "remote", "default", "nowhere")]
    [InlineData(2, "cannot be the name", "remote", "add", "a\"b", "x")]
    public async Task WhatIsWrongIsToldWithWhatIsNearAndNothingIsWritten(int exit, string message, params string[] arguments)
    {
        var (found, output, error) = await RunAsync(arguments);

        Assert.Equal((exit, "", ""), (found, output, Read(".dvc/config")));
        Assert.Contains(message, error);
    }

    [Fact]
    public async Task ARemoteIsAddedOnceRenamedWithTheDefaultAndRemovedWithIt()
    {
        await DoneAsync("remote", "add", "-d", "Store", "s3://bucket/path");
        Assert.Equal(3, (await RunAsync("remote", "add", "store", "elsewhere")).Exit);
        Assert.Equal(2, (await RunAsync("remote", "modify", "store", "regoin", "eu-west-1")).Exit);
        await DoneAsync("remote", "modify", "store", "region", "eu-west-1");
        await DoneAsync("remote", "rename", "store", "team");
        Assert.Equal("[core]\n    remote = team\n['remote \"team\"']\n    url = s3://bucket/path\n    region = eu-west-1\n", Read(".dvc/config"));
        Assert.Equal("team\n", await DoneAsync("remote", "default"));
        await DoneAsync("remote", "modify", "-u", "team", "region");
        await DoneAsync("remote", "add", "--force", "team", "https://example.org/data");
        Assert.Equal("[core]\n    remote = team\n['remote \"team\"']\n    url = https://example.org/data\n", Read(".dvc/config"));
        await DoneAsync("remote", "remove", "team");
        Assert.Equal("", Read(".dvc/config"));
    }

    [Fact]
    public async Task SecretsAreWrittenWhereAskedAndNeverShown()
    {
        await DoneAsync("remote", "add", "store", "https://example.org/data");
        var config = Read(".dvc/config");
        foreach (var (instead, refused) in ((string, string[])[])
            [
                ("remote modify --local store password VALUE", ["remote", "modify", "store", "password", "hunter2"]),
                ("remote modify --local store url VALUE", ["remote", "modify", "--project", "store", "url", "https://me:hunter2@example.org/data"]),
                ("config --local remote.store.password VALUE", ["config", "remote.store.password", "hunter2"]),
                ("remote add --local u URL", ["remote", "add", "u", "ssh://me:hunter2@example.org/data"]),
            ])
        {
            var (exit, _, error) = await RunAsync(refused);
            Assert.Equal((3, true, false), (exit, error.Contains($"'mlops data {instead}'", StringComparison.Ordinal), error.Contains("hunter", StringComparison.Ordinal)));
            Assert.Equal(config, Read(".dvc/config"));
        }

        await DoneAsync("remote", "modify", "--local", "store", "url", "https://me:hunter2@example.org/data");
        var (_, _, quiet) = await RunAsync("remote", "modify", "--local", "store", "password", "hunter3");
        Assert.Equal("", quiet);
        Assert.Contains("password = hunter3", Read(".dvc/config.local"));

        foreach (var arguments in (string[][])[["config", "-l"], ["config", "-l", "--json"], ["remote", "list"], ["remote", "list", "--json"], ["config", "remote.store.password"]])
        {
            var output = await DoneAsync(arguments);
            Assert.DoesNotContain("hunter", output);
            Assert.Contains("****", output);
        }
    }

    [Fact]
    public async Task TheListAsJsonNamesLevelAndFile()
    {
        await DoneAsync("config", "cache.dir", "../cache");
        using var document = JsonDocument.Parse(await DoneAsync("config", "-l", "--json"));
        var setting = Assert.Single(document.RootElement.EnumerateArray());
        Assert.Equal("cache.dir", setting.GetProperty("name").GetString());
        Assert.Equal(Path.GetFullPath(_folder.PathOf("..", "cache")), setting.GetProperty("value").GetString());
        Assert.Equal("project", setting.GetProperty("level").GetString());
        Assert.Equal("[cache]\n    dir = ../../cache\n", Read(".dvc/config"));
    }

    public void Dispose() => _folder.Dispose();

    private string Read(string file) => File.ReadAllText(_folder.PathOf(file));

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => MlopsCommand.RunAsync(_folder.Root, ["data", .. arguments]);

    private async Task<string> DoneAsync(params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.True(exit == 0, error);
        return output;
    }
}

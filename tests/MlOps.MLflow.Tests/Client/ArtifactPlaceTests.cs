using System.Text;
using Microsoft.AspNetCore.Http;
using MlOps.MLflow;
using MlOps.MLflow.Artifacts;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Client;

public sealed class ArtifactPlaceTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFolderOfThisMachineIsWrittenAndReadWithoutTheServer()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));
        var experiment = await client.Experiments.CreateAsync("local", new Uri(_folder.PathOf("runs", "1")).AbsoluteUri);
        Directory.CreateDirectory(_folder.PathOf("runs"));
        var run = (await client.Runs.CreateAsync(experiment)).Info.RunId;

        await client.Artifacts.UploadAsync(run, new MemoryStream("hello"u8.ToArray()), "a/b.txt");
        using var read = new MemoryStream();
        await client.Artifacts.DownloadAsync(run, "a/b.txt", read);

        Assert.Equal("hello", await File.ReadAllTextAsync(_folder.PathOf("runs", "1", run, "artifacts", "a", "b.txt")));
        Assert.Equal("hello", Encoding.UTF8.GetString(read.ToArray()));
        Assert.Empty(server.State.Artifacts.Files);
    }

    [Theory]
    [InlineData("s3://bucket/1")]
    [InlineData("/nowhere/on/this/machine")]
    [InlineData("mlflow-artifacts://other.example:5000/1")]
    public async Task AnUploadToWhereOnlyTheServerCanGoIsRefusedWithTheCure(string location)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));
        var run = await client.Runs.CreateAsync(await client.Experiments.CreateAsync("away", location));

        var refused = await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.UploadAsync(run.Info.RunId, new MemoryStream([1]), "a.txt"));

        Assert.Equal(MlflowErrorCode.ArtifactsNotReachable, refused.Code);
        Assert.Contains(location, refused.Message);
        Assert.Contains("--serve-artifacts", refused.Hint);
    }

    [Fact]
    public async Task WhatOnlyTheServerReachesIsDownloadedThroughItsPage()
    {
        await using var server = await ScriptedServer.StartAsync(context => ScriptedServer.AnswerAsync(context, context.Request.Path.Value switch
        {
            "/get-artifact" => $"{context.Request.Query["run_id"]} {context.Request.Query["path"]}",
            _ => """{"run":{"info":{"run_id":"r","experiment_id":"1","artifact_uri":"s3://bucket/1/r/artifacts"}}}""",
        }));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));
        using var read = new MemoryStream();

        await client.Artifacts.DownloadAsync("r", "a b/ü.txt", read);

        Assert.Equal("r a b/ü.txt", Encoding.UTF8.GetString(read.ToArray()));
    }

    [Theory]
    [InlineData("../../evil.txt")]
    [InlineData("/etc/evil.txt")]
    [InlineData("data/../../evil.txt")]
    [InlineData("elsewhere/evil.txt")]
    [InlineData("data\\..\\evil.txt")]
    [InlineData("data")]
    public async Task AServerThatNamesPathsOutsideTheFolderWritesNowhere(string hostile)
    {
        await using var server = await ScriptedServer.StartAsync(context => ListsAsync(context, hostile, isFolder: false));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        var refused = await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.DownloadFolderAsync("r", "data", _folder.PathOf("out")));

        Assert.Contains("not in the folder", refused.Message);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.Root));
    }

    [Fact]
    public async Task FoldersInFoldersForEverEnd()
    {
        await using var server = await ScriptedServer.StartAsync(context => ListsAsync(context, $"{context.Request.Query["path"]}/{new string('x', 200)}", isFolder: true));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.DownloadFolderAsync("r", "data", _folder.PathOf("out")));

        Assert.InRange(server.Calls.Count, 10, 30);
    }

    [Theory]
    [InlineData("mlflow-artifacts:/1/r/artifacts", "1/r/artifacts")]
    [InlineData("mlflow-artifacts:///1/r/artifacts", "1/r/artifacts")]
    [InlineData("mlflow-artifacts://localhost:5000/1/r", "1/r")]
    [InlineData("http://localhost:5000/base/api/2.0/mlflow-artifacts/artifacts/1/a%20b", "1/a b")]
    [InlineData("mlflow-artifacts://elsewhere:5000/1/r", null)]
    [InlineData("mlflow-artifacts:/1/../../x", null)]
    [InlineData("http://elsewhere/api/2.0/mlflow-artifacts/artifacts/1", null)]
    [InlineData("s3://bucket/1", null)]
    public void OnlyWhatIsTheServersOwnGoesThroughIt(string uri, string? root) =>
        Assert.Equal(root, ArtifactPlaces.ProxyRoot(new Uri("http://localhost:5000/base/"), uri));

    private static Task ListsAsync(HttpContext context, string path, bool isFolder) => ScriptedServer.AnswerAsync(context, context.Request.Path.Value!.EndsWith("artifacts/list", StringComparison.Ordinal)
        ? $$"""{"files":[{"path":{{System.Text.Json.JsonSerializer.Serialize(path)}},"is_dir":{{(isFolder ? "true" : "false")}},"file_size":4}]}"""
        : """{"run":{"info":{"run_id":"r","experiment_id":"1","artifact_uri":"s3://bucket/1/r/artifacts"}}}""");
}

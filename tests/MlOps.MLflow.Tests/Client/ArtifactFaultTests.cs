using System.Text;
using Microsoft.AspNetCore.Http;
using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class ArtifactFaultTests
{
    private const string Run = """{"run":{"info":{"run_id":"r","experiment_id":"1","artifact_uri":"mlflow-artifacts:/1/r/artifacts"}}}""";

    private static readonly byte[] s_content = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 100_000).Select(static i => $"{i} ")));

    [Fact]
    public async Task AServerThatStoresNothingAndSaysThatAllIsWellIsFoundOut()
    {
        await using var server = await ServeAsync(static context => context.Request.Method == "GET" ? ScriptedServer.AnswerAsync(context, "") : ScriptedServer.AnswerAsync(context, "{}"));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        var differs = await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.UploadAsync("r", new MemoryStream(s_content), "a.bin"));

        Assert.Equal((MlflowErrorCode.ContentDiffers, true), (differs.Code, differs.IsTransient));
    }

    [Fact]
    public async Task OfWhatIsTooLargeToReadBackTheLengthIsCompared()
    {
        await using var server = await ServeAsync(static context => ScriptedServer.AnswerAsync(context, context.Request.Method == "GET" ? """{"files":[{"path":"a.bin","is_dir":false,"file_size":17}]}""" : "{}"));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        var differs = await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.UploadAsync("r", new MemoryStream(new byte[5_000_000]), "a.bin"));

        Assert.Equal(MlflowErrorCode.ContentDiffers, differs.Code);
        Assert.Contains("17 bytes and not 5000000", differs.Message);
    }

    [Fact]
    public async Task AnUploadThatBreaksOffBeginsAgainAtItsBeginning()
    {
        var attempts = 0;
        byte[]? stored = null;
        await using var server = await ServeAsync(async context =>
        {
            var body = context.Request.Body;
            if (attempts++ == 0)
            {
                await body.ReadExactlyAsync(new byte[10_000]);
                context.Abort();
                return;
            }

            using var copy = new MemoryStream();
            await body.CopyToAsync(copy);
            stored = copy.ToArray();
            await ScriptedServer.AnswerAsync(context, "{}");
        });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 2 });
        using var content = new MemoryStream([.. "before "u8, .. s_content]) { Position = "before ".Length };

        await client.Artifacts.UploadAsync("r", content, "a.bin", ArtifactCheck.None);

        Assert.Equal(2, attempts);
        Assert.Equal(s_content, stored);
    }

    [Fact]
    public async Task ADownloadThatBreaksOffBeginsAgainWithNothingTwice()
    {
        var attempts = 0;
        await using var server = await ServeAsync(async context =>
        {
            context.Response.ContentLength = s_content.Length;
            if (attempts++ == 0)
            {
                await context.Response.Body.WriteAsync(s_content.AsMemory(0, 50_000));
                await context.Response.Body.FlushAsync();
                context.Abort();
                return;
            }

            await context.Response.Body.WriteAsync(s_content);
        });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 2 });
        using var target = new MemoryStream();
        target.Write("before "u8);

        await client.Artifacts.DownloadAsync("r", "a.bin", target);

        Assert.Equal(2, attempts);
        Assert.Equal([.. "before "u8, .. s_content], target.ToArray());
    }

    [Fact]
    public async Task AnUploadThatNobodyAnswersEndsAfterTheTimeout()
    {
        var released = new TaskCompletionSource();
        await using var stuck = await ServeAsync(_ => released.Task);
        using var client = new MlflowClient(TestedServer.OptionsOf(stuck.Uri) with { Timeout = TimeSpan.FromMilliseconds(300) });

        var late = await Assert.ThrowsAsync<MlflowException>(() => client.Artifacts.UploadAsync("r", new MemoryStream(s_content), "a.bin", ArtifactCheck.None));
        released.SetResult();

        Assert.Equal(MlflowErrorCode.TimedOut, late.Code);
    }

    private static Task<ScriptedServer> ServeAsync(Func<HttpContext, Task> artifact) => ScriptedServer.StartAsync(
        context => context.Request.Path.Value!.Contains("mlflow-artifacts", StringComparison.Ordinal) ? artifact(context) : ScriptedServer.AnswerAsync(context, Run));
}

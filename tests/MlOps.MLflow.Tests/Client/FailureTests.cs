using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class FailureTests
{
    private const string Run = """{"run":{"info":{"run_id":"r","experiment_id":"0"}}}""";

    [Theory]
    [InlineData(401, "You are not authenticated.", "text/html", MlflowErrorCode.Unauthenticated, false, "MLFLOW_TRACKING_USERNAME")]
    [InlineData(403, "Permission denied", "text/html", MlflowErrorCode.PermissionDenied, false, "EDIT")]
    [InlineData(403, "Invalid Host header - possible DNS rebinding attack detected", "text/plain", MlflowErrorCode.HostNotAllowed, false, "--allowed-hosts")]
    [InlineData(404, "<!doctype html><title>404 Not Found</title>", "text/html", MlflowErrorCode.EndpointNotFound, false, "path it is served under")]
    [InlineData(405, "<!doctype html>", "text/html", MlflowErrorCode.NotMlflow, false, "tracking URI")]
    [InlineData(413, "<html>nginx</html>", "text/html", MlflowErrorCode.NotMlflow, false, "client_max_body_size")]
    [InlineData(200, "<html>Log in</html>", "text/html", MlflowErrorCode.NotMlflow, false, "login page")]
    [InlineData(200, "", "application/json", MlflowErrorCode.NotMlflow, false, "MLflow server")]
    [InlineData(200, "[1,2]", "application/json", MlflowErrorCode.NotMlflow, false, "MLflow server")]
    [InlineData(200, "{}", "application/json", MlflowErrorCode.NotMlflow, false, "MLflow server")]
    [InlineData(429, "slow down", "text/plain", MlflowErrorCode.TooManyRequests, true, null)]
    [InlineData(502, "<html>Bad Gateway</html>", "text/html", MlflowErrorCode.InternalError, true, null)]
    [InlineData(503, "later", "text/plain", MlflowErrorCode.TemporarilyUnavailable, true, null)]
    [InlineData(500, """{"error_code":"INTERNAL_ERROR","message":"[Errno 28] No space left on device"}""", "application/json", MlflowErrorCode.InternalError, true, "Free space")]
    [InlineData(400, """{"error_code":"INVALID_PARAMETER_VALUE","message":"no\u001b[31m"}""", "application/json", MlflowErrorCode.InvalidParameterValue, false, null)]
    public async Task WhatAServerAnswersIsToldInWordsWithItsCure(int status, string body, string type, string code, bool isTransient, string? hint)
    {
        await using var server = await ScriptedServer.StartAsync(status, body, type);
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        var refused = await Assert.ThrowsAsync<MlflowException>(() => client.Runs.GetAsync("r"));

        Assert.Equal((code, isTransient), (refused.Code, refused.IsTransient));
        Assert.Contains(hint ?? "", refused.Hint ?? "");
        Assert.DoesNotContain("<", refused.Message);
        Assert.DoesNotContain('\u001b', refused.Message);
        Assert.Contains("GET runs/get at http://127.0.0.1", refused.Message);
    }

    [Fact]
    public async Task ARedirectIsToldAndNotFollowedWithThePassword()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Redirect("https://elsewhere.example/");
            return Task.CompletedTask;
        });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        Assert.Contains("https://elsewhere.example/", (await Assert.ThrowsAsync<MlflowException>(() => client.Runs.GetAsync("r"))).Message);
    }

    [Fact]
    public async Task AServerThatIsNotThereIsToldFromANameThatIsNot()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var closed = new MlflowClient(TestedServer.OptionsOf(new Uri($"http://127.0.0.1:{port}")));
        using var unknown = new MlflowClient(TestedServer.OptionsOf(new Uri("http://no-such-host.invalid")));

        var refused = await Assert.ThrowsAsync<MlflowException>(() => closed.Runs.GetAsync("r"));
        var notFound = await Assert.ThrowsAsync<MlflowException>(() => unknown.Runs.GetAsync("r"));

        Assert.Equal((MlflowErrorCode.NotReachable, true), (refused.Code, refused.IsTransient));
        Assert.Contains($"Nothing listens at 127.0.0.1:{port}.", refused.Message);
        Assert.Equal((MlflowErrorCode.HostNotFound, true), (notFound.Code, notFound.IsTransient));
    }

    [Fact]
    public async Task AnAnswerThatNeverComesEndsAfterTheTimeout()
    {
        var released = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(_ => released.Task);
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { Timeout = TimeSpan.FromMilliseconds(200) });

        var late = await Assert.ThrowsAsync<MlflowException>(() => client.Runs.GetAsync("r"));
        released.SetResult();

        Assert.Equal((MlflowErrorCode.TimedOut, true), (late.Code, late.IsTransient));
    }

    [Fact]
    public async Task WhoeverStopsACallGetsNoErrorOfTheServer()
    {
        var released = new TaskCompletionSource();
        await using var server = await ScriptedServer.StartAsync(_ => released.Task);
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 5 });
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Runs.GetAsync("r", stop.Token));
        released.SetResult();
    }

    [Fact]
    public async Task WhatCanBeDoneTwiceIsRepeatedUntilItSucceeds()
    {
        await using var server = await FailsAsync(3, static context => { context.Abort(); return Task.CompletedTask; });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 3 });

        await client.Runs.SetTagAsync("r", "k", "v");

        Assert.Equal(4, server.Calls.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task ARunWhoseCreationMayHaveSucceededIsNotCreatedAgain(int status)
    {
        await using var server = await FailsAsync(1, context => status == 0 ? AbortAsync(context) : ScriptedServer.AnswerAsync(context, "", status));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 5 });

        await Assert.ThrowsAsync<MlflowException>(() => client.Runs.CreateAsync("0"));

        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task ARunThatTheServerCertainlyDidNotCreateIsCreatedLater()
    {
        await using var server = await FailsAsync(2, static context => ScriptedServer.AnswerAsync(context, "", 429));
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri) with { MaxRetries = 5 });

        Assert.Equal("r", (await client.Runs.CreateAsync("0")).Info.RunId);
        Assert.Equal(3, server.Calls.Count);
    }

    [Fact]
    public async Task WhoWantsNoRepetitionIsToldWhetherOneMakesSense()
    {
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            context.Response.Headers.RetryAfter = "17";
            return ScriptedServer.AnswerAsync(context, "", 503);
        });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        var refused = await Assert.ThrowsAsync<MlflowException>(() => client.Runs.SetTagAsync("r", "k", "v"));

        Assert.Equal((true, TimeSpan.FromSeconds(17)), (refused.IsTransient, refused.RetryAfter));
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task EveryBodyIsSentWithItsLength()
    {
        var lengths = new List<long?>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            lengths.Add(context.Request.Headers.TransferEncoding.Count == 0 ? context.Request.ContentLength : null);
            return ScriptedServer.AnswerAsync(context, """{"run":{"info":{"run_id":"r","experiment_id":"0","artifact_uri":"mlflow-artifacts:/0/r/artifacts"}}}""");
        });
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        await client.Runs.CreateAsync("0");
        await client.Artifacts.UploadAsync("r", new MemoryStream(new byte[3_000_000]), "a.bin", ArtifactCheck.None);
        await client.Transport.SendAsync(HttpMethod.Post, "runs/log-batch", "{}"u8.ToArray(), CancellationToken.None);

        Assert.Equal([3_000_000, 2], lengths.Where(static length => length is 3_000_000 or 2));
        Assert.DoesNotContain(null, lengths.Where((_, call) => call != 1)); // The second call, a GET, has no body.
    }

    private static Task AbortAsync(HttpContext context)
    {
        context.Abort();
        return Task.CompletedTask;
    }

    private static Task<ScriptedServer> FailsAsync(int times, Func<HttpContext, Task> fail) =>
        ScriptedServer.StartAsync(context => Interlocked.Decrement(ref times) >= 0 ? fail(context) : ScriptedServer.AnswerAsync(context, Run));
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using MlOps.MLflow;

namespace MlOps.Tests.MLflow.Client;

public sealed class HostingTests
{
    [Fact]
    public async Task AnAppGetsAClientWithTheOptionsOfItsConfiguration()
    {
        await using var server = await ScriptedServer.StartAsync(static context => ScriptedServer.AnswerAsync(
            context, "{\"run\":{\"info\":{\"run_id\":\"" + context.Request.Headers["X-MLFLOW-WORKSPACE"] + "\",\"experiment_id\":\"0\"}}}"));
        await using var app = App(new()
        {
            ["MLflow:TrackingUri"] = server.Uri.AbsoluteUri,
            ["MLflow:Workspace"] = "team",
            ["MLflow:Timeout"] = "00:00:07",
            ["MLflow:MaxRetries"] = "2",
            ["MLflow:InsecureTls"] = "true",
        });
        var options = app.GetRequiredService<MlflowOptions>();

        var run = await app.GetRequiredService<MlflowClient>().Runs.GetAsync("r");

        Assert.Equal("team", run.Info.RunId);
        Assert.Equal((TimeSpan.FromSeconds(7), 2, true), (options.Timeout, options.MaxRetries, options.InsecureTls));
        Assert.Same(app.GetRequiredService<MlflowClient>(), app.GetRequiredService<MlflowClient>());
    }

    [Fact]
    public void CodeGoesBeforeTheConfigurationAndWhatItLeavesOutIsTheDefault()
    {
        using var app = App(new() { ["MLflow:TrackingUri"] = "http://configured", ["MLflow:MaxRetries"] = "2" }, static options => options with { TrackingUri = "http://coded" });

        var options = app.GetRequiredService<MlflowOptions>();

        Assert.Equal(("http://coded", 2, new MlflowOptions().Timeout), (options.TrackingUri, options.MaxRetries, options.Timeout));
    }

    [Theory]
    [InlineData("Timeout", "soon")]
    [InlineData("MaxRetries", "-1")]
    [InlineData("InsecureTls", "perhaps")]
    public void ASettingThatMeansNothingIsAnErrorThatNamesIt(string name, string value)
    {
        using var app = App(new() { [$"MLflow:{name}"] = value });

        Assert.Contains($"MLflow:{name}", Assert.Throws<MlflowException>(app.GetRequiredService<MlflowOptions>).Message);
    }

    [Fact]
    public async Task AServerThatFailsAgainAndAgainIsLeftAlone()
    {
        await using var server = await ScriptedServer.StartAsync(503, "later");
        await using var app = App(new() { ["MLflow:TrackingUri"] = server.Uri.AbsoluteUri, ["MLflow:MaxRetries"] = "0" });
        var client = app.GetRequiredService<MlflowClient>();

        var failures = new List<MlflowException>();
        for (var call = 0; call < 15; call++)
        {
            failures.Add(await Assert.ThrowsAsync<MlflowException>(() => client.Runs.GetAsync("r")));
        }

        Assert.Equal(10, server.Calls.Count);
        Assert.Contains("left alone", failures[^1].Message);
        Assert.Equal((MlflowErrorCode.TemporarilyUnavailable, true), (failures[^1].Code, failures[^1].IsTransient));
    }

    [Fact]
    public async Task CallsAreRepeatedByTheClientAndNotByTheAppsHandlersAsWell()
    {
        await using var server = await ScriptedServer.StartAsync(503, "later");
        await using var app = App(
            new() { ["MLflow:TrackingUri"] = server.Uri.AbsoluteUri, ["MLflow:MaxRetries"] = "2" }, static options => options with { RetryPause = TimeSpan.Zero, RetryJitter = TimeSpan.Zero });
        var client = app.GetRequiredService<MlflowClient>();

        await Assert.ThrowsAsync<MlflowException>(() => client.Runs.GetAsync("r"));
        await Assert.ThrowsAsync<MlflowException>(() => client.Runs.CreateAsync("0"));

        Assert.Equal(3 + 1, server.Calls.Count);
    }

    [Fact]
    public async Task AHandlerThatSendsABodyTwiceSendsAllOfItTwice()
    {
        var received = new List<int>();
        await using var server = await ScriptedServer.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            received.Add((int)body.Length);
            await ScriptedServer.AnswerAsync(context, """{"run":{"info":{"run_id":"r","experiment_id":"0","artifact_uri":"mlflow-artifacts:/0/r"}}}""");
        });
        using var http = new HttpClient(new Twice());
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri), http);

        await client.Artifacts.UploadAsync("r", new MemoryStream(new byte[3_000_000]), "a.bin", ArtifactCheck.None);

        Assert.Equal([3_000_000, 3_000_000], received.Where(static length => length > 0));
    }

    private static ServiceProvider App(Dictionary<string, string?> settings, Func<MlflowOptions, MlflowOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
        services.AddMlflow(configure);
        return services.BuildServiceProvider();
    }

    private sealed class Twice() : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            (await base.SendAsync(request, cancellationToken)).Dispose();
            return await base.SendAsync(request, cancellationToken);
        }
    }
}

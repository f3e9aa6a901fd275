using System.Text.Json;
using MlOps.MLflow;
using MlOps.Tests.MLflow.Conformance;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Contract;

/// <summary>Where this client makes the same call as MLflow's own, it says it in the same fields.</summary>
public sealed class PythonClientTests
{
    // Python names the run twice, for servers of before 1.0.
    private const string OldRunId = "run_uuid text";

    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    // What only this client sends, and why.
    private static readonly Dictionary<string, string> s_onlyOurs = new()
    {
        ["POST /api/2.0/mlflow/runs/log-batch"] = "metrics[].value text", // NaN, which Python was recorded to send by log-metric.
        ["PATCH /api/2.0/mlflow/logged-models/*/tags"] = "model_id text", // As its other calls have it.
        ["POST /api/2.0/mlflow/logged-models/search"] = "max_results number", // It reads page by page.
    };

    [Theory]
    [InlineData("2.12.1", 19)]
    [InlineData("3.11.2.dev0", 26)]
    public async Task TheSameCallHasTheSameFields(string version, int sharedEndpoints)
    {
        var python = RecordedExchange.Read(version, "client_python").Select(ShapeOf).ToLookup(static shape => shape.Endpoint, static shape => shape.Fields);
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        using var listening = new ListeningHandler();
        using var http = new HttpClient(listening);
        using var client = new MlflowClient(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri }, http);

        await UseAllAsync(client, server.Version);

        var shared = listening.Heard.Where(shape => python.Contains(shape.Endpoint)).ToList();
        Assert.All(shared, shape => AssertSame(shape, [.. python[shape.Endpoint]]));
        Assert.Equal(sharedEndpoints, shared.Select(static shape => shape.Endpoint).Distinct().Count());
    }

    private static void AssertSame(MessageShape ours, IReadOnlyList<IReadOnlySet<string>> python)
    {
        var all = python.SelectMany(static fields => fields).ToHashSet();
        var always = all.Where(field => python.All(fields => fields.Contains(field)) && field != OldRunId);

        var others = ours.Fields.Except(all).Where(field => s_onlyOurs.GetValueOrDefault(ours.Endpoint) != field).ToList();
        Assert.True(others.Count == 0, $"{ours.Endpoint} has [{string.Join(", ", others)}], which MLflow's client does not send.");
        Assert.True(ours.Fields.IsSupersetOf(always), $"{ours.Endpoint} lacks [{string.Join(", ", always.Except(ours.Fields))}], which MLflow's client always sends.");
    }

    private static MessageShape ShapeOf(RecordedExchange exchange) => MessageShape.Of(
        exchange.Method,
        exchange.Path,
        exchange.Body is ['{', ..] && exchange.RequestHeaders.GetValueOrDefault("Content-Type") == "application/json" ? JsonElement.Parse(exchange.Body) : null);

    private static async Task UseAllAsync(MlflowClient client, ServerVersion version)
    {
        Assert.Null(await client.Experiments.FindAsync("contract"));
        var experiment = await client.Experiments.CreateAsync("contract");
        await client.Experiments.GetAsync(experiment);
        var run = (await client.Runs.CreateAsync(experiment, "run", s_time, [KeyValuePair.Create("mlflow.user", "ada")], "ada")).Info.RunId;
        await UseRunAsync(client, experiment, run);
        await UseRegistryAsync(client, run);
        if (version.Major == 3)
        {
            await UseLoggedModelsAsync(client, experiment, run);
        }
    }

    private static async Task UseRunAsync(MlflowClient client, string experiment, string run)
    {
        await client.Runs.LogBatchAsync(run, [new Metric("loss", 0.5, s_time, 1)]);
        await client.Runs.LogBatchAsync(run, @params: [KeyValuePair.Create("lr", "0.1")]);
        await client.Runs.LogBatchAsync(run, tags: [KeyValuePair.Create("k", "v")]);
        await client.Runs.LogMetricAsync(run, new Metric("nan", double.NaN, s_time));
        await client.Runs.SetTagAsync(run, "stage", "train");
        await client.Runs.LogInputsAsync(run, [new DatasetInput("toy", "4fb5574f", "local", "{}") { Schema = "{}", Profile = "{}", Tags = new Dictionary<string, string> { ["mlflow.data.context"] = "training" } }]);
        using var content = new MemoryStream("hi"u8.ToArray());
        await client.Artifacts.UploadAsync(run, content, "sub/f.txt");
        Assert.Equal("sub", (await client.Artifacts.ListAsync(run).ToListAsync()).Single().Path);
        Assert.Single(await client.Runs.GetMetricHistoryAsync(run, "loss").ToListAsync());
        await client.Runs.SetTerminatedAsync(run, RunStatus.Finished, s_time);
        Assert.Single(await client.Runs.SearchAsync(new RunQuery { ExperimentIds = [experiment], Filter = "metrics.loss < 1" }).ToListAsync());
        Assert.Equal("run", (await client.Runs.GetAsync(run)).Info.RunName);
    }

    private static async Task UseRegistryAsync(MlflowClient client, string run)
    {
        await client.Models.CreateAsync("model");
        var version = (await client.Models.CreateVersionAsync("model", new NewModelVersion { Source = $"runs:/{run}/model", RunId = run })).Version;
        await client.Models.SetAliasAsync("model", "champion", version);
        Assert.Equal(version, (await client.Models.FindByAliasAsync("model", "champion"))!.Version);
        Assert.Single(await client.Models.SearchVersionsAsync("name='model'").ToListAsync());
        await client.Models.TransitionStageAsync("model", version, "Staging");
        await client.Models.GetAsync("model");
    }

    private static async Task UseLoggedModelsAsync(MlflowClient client, string experiment, string run)
    {
        var model = (await client.LoggedModels.CreateAsync(experiment, "lm", @params: [KeyValuePair.Create("p", "1")], tags: [KeyValuePair.Create("t", "1")])).ModelId;
        await client.LoggedModels.LogParamsAsync(model, [KeyValuePair.Create("q", "2")]);
        await client.LoggedModels.SetTagsAsync(model, [KeyValuePair.Create("u", "1")]);
        await client.Runs.LogInputsAsync(run, [], [model]);
        await client.LoggedModels.FinalizeAsync(model);
        await client.LoggedModels.GetAsync(model);
        Assert.Single(await client.LoggedModels.SearchAsync([experiment]).ToListAsync());
    }
}

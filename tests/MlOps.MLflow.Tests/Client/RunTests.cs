using MlOps.MLflow;
using MlOps.Search;

namespace MlOps.Tests.MLflow.Client;

public sealed class RunTests
{
    private static readonly DateTimeOffset s_time = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_123);

    public static TheoryData<string> Servers => TestedServer.All;

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ARunIsMadeNamedEndedDeletedAndRestored(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var runs = server.Client.Runs;
        var experiment = await server.Client.Experiments.CreateAsync(TestedServer.NewName("runs"));

        var run = await runs.CreateAsync(experiment, "first", s_time, [new("team", "vision")], "ada");
        await runs.SetTagAsync(run.Info.RunId, "note", "a");
        await runs.DeleteTagAsync(run.Info.RunId, "team");
        var renamed = await runs.UpdateAsync(run.Info.RunId, runName: "second");
        var ended = await runs.SetTerminatedAsync(run.Info.RunId, RunStatus.Failed, s_time.AddSeconds(1));
        await runs.DeleteAsync(run.Info.RunId);
        var deleted = await runs.GetAsync(run.Info.RunId);
        await runs.RestoreAsync(run.Info.RunId);
        var restored = await runs.GetAsync(run.Info.RunId);

        Assert.Equal((experiment, "first", "ada", RunStatus.Running, s_time), (run.Info.ExperimentId, run.Info.RunName, run.Info.UserId, run.Info.Status, run.Info.StartTime));
        Assert.Equal("vision", run.Tags["team"]);
        Assert.Equal("second", renamed.RunName);
        Assert.Equal((RunStatus.Failed, s_time.AddSeconds(1)), (ended.Status, ended.EndTime));
        Assert.False(deleted.Info.IsActive);
        Assert.True(restored.Info.IsActive);
        Assert.Equal("a", restored.Tags["note"]);
        Assert.DoesNotContain("team", restored.Tags.Keys);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task MoreThanOneCallMayHoldIsSplitAndArrivesWhole(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;

        await server.Client.Runs.LogBatchAsync(
            run,
            Enumerable.Range(0, 2500).Select(static step => new Metric("loss", 1.0 / (step + 1), s_time.AddMilliseconds(step), step)),
            Enumerable.Range(0, 250).Select(static i => KeyValuePair.Create($"p{i}", $"{i}")),
            Enumerable.Range(0, 150).Select(static i => KeyValuePair.Create($"t{i}", $"{i}")));

        var stored = await server.Client.Runs.GetAsync(run);
        var history = await server.Client.Runs.GetMetricHistoryAsync(run, "loss").ToListAsync();
        Assert.Equal(250, stored.Params.Count);
        Assert.Equal(150, stored.Tags.Count(static tag => tag.Key.StartsWith('t')));
        Assert.Equal(Enumerable.Range(0, 2500).Select(static step => new Metric("loss", 1.0 / (step + 1), s_time.AddMilliseconds(step), step)), history);
        Assert.Equal(2499, stored.Metrics["loss"].Step);
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task NumbersThatJsonDoesNotHaveComeBackAsTheyWere(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;
        Metric[] metrics =
        [
            new("nan", double.NaN, s_time, 1), new("inf", double.PositiveInfinity, s_time, 1), new("ninf", double.NegativeInfinity, s_time, 1),
            new("tiny", double.Epsilon, s_time, -7), new("third", 1.0 / 3, s_time, 1L << 40),
        ];

        await server.Client.Runs.LogBatchAsync(run, metrics);

        var stored = await server.Client.Runs.GetAsync(run);
        Assert.Equal(metrics.OrderBy(static metric => metric.Key), stored.Metrics.Values.OrderBy(static metric => metric.Key));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ASearchGoesThroughAllPagesInItsOrder(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var experiment = await server.Client.Experiments.CreateAsync(TestedServer.NewName("search"));
        for (var i = 0; i < 7; i++)
        {
            var run = await server.Client.Runs.CreateAsync(experiment, $"run-{i}");
            await server.Client.Runs.LogBatchAsync(run.Info.RunId, [new Metric("accuracy", i / 10.0, s_time)], [new("lr", i < 5 ? "0.01" : "0.1")]);
        }

        var search = new RunQuery { ExperimentIds = [experiment], Filter = "metrics.accuracy > 0.1 and params.lr = '0.01'", OrderBy = ["metrics.accuracy DESC"], PageSize = 2 };
        var byText = await server.Client.Runs.SearchAsync(search).ToListAsync();
        var byFilter = await server.Client.Runs.SearchAsync(RunFilter.Metric("accuracy").GreaterThan(0.1).And(RunFilter.Param("lr").EqualTo("0.01")), search).ToListAsync();

        Assert.Equal(["run-4", "run-3", "run-2"], byText.Select(static run => run.Info.RunName));
        Assert.Equal(byText.Select(static run => run.Info.RunId), byFilter.Select(static run => run.Info.RunId));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task TheDataSetsOfARunAreToldOnce(string version)
    {
        await using var server = await TestedServer.StartAsync(version);
        var run = (await server.NewRunAsync()).Info.RunId;
        var dataset = new DatasetInput("iris", "0123456789abcdef", "local", """{"uri":"data/iris.csv"}""")
        {
            Schema = """{"mlflow_colspec":[]}""",
            Tags = new Dictionary<string, string> { ["mlflow.data.context"] = "training" },
        };

        await server.Client.Runs.LogInputsAsync(run, [dataset]);
        await server.Client.Runs.LogInputsAsync(run, [dataset]);

        var stored = Assert.Single((await server.Client.Runs.GetAsync(run)).Datasets);
        Assert.Equal(("iris", "0123456789abcdef", "training", dataset.Schema), (stored.Name, stored.Digest, stored.Tags["mlflow.data.context"], stored.Schema));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task ARunThatIsNotThereIsToldByItsCode(string version)
    {
        await using var server = await TestedServer.StartAsync(version);

        var refused = await Assert.ThrowsAsync<MlflowException>(() => server.Client.Runs.GetAsync("00000000000000000000000000000000"));

        Assert.Equal((MlflowErrorCode.ResourceDoesNotExist, System.Net.HttpStatusCode.NotFound, false), (refused.Code, refused.Status, refused.IsTransient));
        Assert.StartsWith("GET runs/get at http", refused.Message);
    }

    [Fact]
    public async Task WhatAServerWouldCutOrSpoilIsNotSent()
    {
        await using var server = await ScriptedServer.StartAsync(200, "{}");
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));
        var runs = client.Runs;
        Func<Task>[] spoiled =
        [
            () => runs.LogBatchAsync("r", @params: [new("p", new string('x', 6001))]),
            () => runs.LogBatchAsync("r", tags: [new(new string('k', 251), "v")]),
            () => runs.LogBatchAsync("r", [new Metric("m", 1, DateTimeOffset.UnixEpoch.AddMilliseconds(-1))]),
            () => runs.SetTagAsync("r", "t", new string('x', 8001)),
            () => runs.LogInputsAsync("r", [new DatasetInput("iris", new string('0', 64), "local", "{}")]),
        ];

        foreach (var call in spoiled)
        {
            Assert.Equal(MlflowErrorCode.InvalidParameterValue, (await Assert.ThrowsAsync<MlflowException>(call)).Code);
        }

        Assert.Empty(server.Calls);
        await runs.LogBatchAsync("r", @params: [new("p", string.Concat(Enumerable.Repeat("🙂", 6000)))]); // As many characters as MLflow counts.
        Assert.Single(server.Calls);
    }

    [Fact]
    public async Task AServerThatHandsOutTheFirstPageForEverIsNotAskedForEver()
    {
        await using var server = await ScriptedServer.StartAsync(200, """{"next_page_token":"eyJvZmZzZXQiOiAwfQ=="}""");
        using var client = new MlflowClient(TestedServer.OptionsOf(server.Uri));

        await Assert.ThrowsAsync<MlflowException>(async () => await client.Runs.GetMetricHistoryAsync("r", "m").ToListAsync());

        Assert.Equal(2, server.Calls.Count);
    }
}

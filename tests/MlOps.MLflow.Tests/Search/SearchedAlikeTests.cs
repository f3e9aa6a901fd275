using MlOps.Cli.Runs;
using MlOps.MLflow;
using MlOps.Search;
using MlOps.Tests.MLflow.Delivery;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Search;

/// <summary>What <c>mlops runs search</c> finds is the same on a server as in the embedded store.</summary>
public sealed class SearchedAlikeTests : IDisposable
{
    private static readonly (string Filter, string[] Order)[] s_searches =
    [
        ("", []),
        ("metrics.accuracy > 0.5 and params.lr = '0.01'", []),
        ("metrics.accuracy <= 0.5", ["metrics.accuracy desc"]),
        ("params.lr != '0.01'", ["params.lr", "metrics.accuracy DESC"]),
        ("tags.`team name` LIKE 'Vis%'", ["start_time"]),
        ("tags.`team name` ILIKE 'vis%' AND attributes.status = 'FAILED'", []),
        ("attributes.run_name IN ('no')", []),
        ("run_name LIKE 'run-_'", ["metrics.`val/loss`", "run_name DESC"]),
        ("datasets.name = 'iris' AND datasets.digest LIKE '0%'", ["run_name"]),
        ("params.lr = \"it's\"", []),
        ("params.no > '1'", []),
        ("nonsense ~~ 3", []),
    ];

    private readonly RecordedStore _store = new();

    public static TheoryData<string> Versions => [.. ServerVersion.All.Select(static version => version.Text)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AServerAndTheEmbeddedStoreFindTheSame(string version)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        for (var i = 0; i < 9; i++)
        {
            Record(i);
        }

        Assert.Empty((await _store.SyncAsync(server.Uri)).Left);
        using var local = RunSearch.Open(_store.Location);
        foreach (var (filter, order) in s_searches)
        {
            foreach (var experiment in (string[][])[[], ["even"], ["even", "odd"]])
            {
                var options = new RunSearchOptions { OrderBy = order, Experiments = experiment, Limit = 4 };
                var here = await TellAsync(() => Task.FromResult(local.Find(filter, options).Runs));
                var there = await TellAsync(() => ServerRuns.FindAsync(new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri, MaxRetries = 0 }, filter, options, TestContext.Current.CancellationToken));
                Assert.Equal($"{filter} by {string.Join(", ", order)}: {here}", $"{filter} by {string.Join(", ", order)}: {there}");
            }
        }
    }

    [Fact]
    public async Task AnExperimentThatTheServerDoesNotHaveIsNamed()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        Assert.Equal("There is no experiment 'no' on the server.", await TellAsync(() => ServerRuns.FindAsync(
            new MlflowOptions { TrackingUri = server.Uri.AbsoluteUri, MaxRetries = 0 }, "", new RunSearchOptions { Experiments = ["no"] }, TestContext.Current.CancellationToken)));
    }

    public void Dispose() => _store.Dispose();

    private void Record(int number) => _store.RecordRun(
        run =>
        {
            run.SetTag("mlflow.runName", $"run-{number}");
            run.LogParam("lr", number % 3 == 0 ? "0.01" : number == 7 ? "it's" : "0.1");
            run.SetTag("team name", number < 5 ? "Vision" : "visual");
            run.Log("accuracy", number == 4 ? double.NaN : number / 8.0);
            if (number % 4 == 0)
            {
                run.Log("val/loss", -number);
                run.LogInput(new Dataset("iris", "data/iris.csv", $"{number:00000000000000000000000000000000}", 5));
            }

            if (number == 3)
            {
                run.End(RunStatus.Failed);
            }

            Thread.Sleep(2); // Runs of one millisecond are sorted by their ids, which are others on a server.
        },
        number % 2 == 0 ? "even" : "odd");

    private static async Task<string> TellAsync(Func<Task<IReadOnlyList<Store.RecordedRun>>> search)
    {
        try
        {
            return string.Join(", ", (await search()).Select(static run => $"{run.Experiment}/{run.Name} {run.Status} {run.StartTime:O} {run.EndTime:O} {run.Method}"));
        }
        catch (Exception problem) when (problem is RunFilterException or Store.StoreException)
        {
            return problem.Message;
        }
    }
}

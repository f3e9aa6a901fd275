using MlOps.Delivery;
using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Recording;
using MlOps.Store;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>An embedded store of a test's own, and what is recorded and delivered with it.</summary>
internal sealed class RecordedStore : IDisposable
{
    private readonly TempFolder _folder = new();

    public RecordedStore() => Location = new StoreLocation(_folder.PathOf(".mlops"));

    public StoreLocation Location { get; }

    /// <summary>What the delivery said.</summary>
    public List<string> Said { get; } = [];

    /// <summary>Records something, and waits until the store has it.</summary>
    public void Record(Action<Recorder> what, IRunDelivery? delivery = null)
    {
        using var recorder = new Recorder(Location, delivery: delivery);
        what(recorder);
        recorder.Flush();
        Assert.Equal(0, recorder.Faults.Count);
    }

    /// <summary>Records a run that is over.</summary>
    /// <returns>Its id.</returns>
    public string RecordRun(Action<Run>? what = null, string? experiment = null, IRunDelivery? delivery = null)
    {
        var id = "";
        Record(
            recorder =>
            {
                using var run = Run.Start(recorder, "run", experiment);
                id = run.RunId;
                what?.Invoke(run);
            },
            delivery);
        return id;
    }

    /// <summary>Delivers all there is, once.</summary>
    public Task<SyncReport> SyncAsync(Uri server, string? run = null, MlflowOptions? options = null) => new StoreSync(
        Location, (options ?? new MlflowOptions { MaxRetries = 0 }) with { TrackingUri = server.AbsoluteUri }, Said.Add).RunAsync(run, TestContext.Current.CancellationToken);

    public RunReader Open() => RunReader.Open(Location);

    /// <summary>The server has exactly what the store has of these runs, each once, and nothing else.</summary>
    public void AssertDelivered(StandInServer server)
    {
        using var reader = Open();
        lock (server.State.Gate)
        {
            var there = server.State.Runs.Where(static run => !run.IsDeleted).ToDictionary(static run => run.Tags[RunCourier.LocalIdTag]);
            var here = reader.List();
            Assert.Equal(here.Select(static run => run.RunId).Order(), there.Keys.Order());
            foreach (var run in here)
            {
                AssertEqual(reader, reader.Details(run), there[run.RunId], server.State, there);
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static void AssertEqual(RunReader reader, RecordedRunDetails here, HeldRun there, ServerState state, Dictionary<string, HeldRun> runs)
    {
        Assert.Equal((here.Run.Experiment, here.Run.Name, here.Run.Status), (there.Experiment.Name, there.Name, there.Status));
        Assert.Equal((here.Run.StartTime?.ToUnixTimeMilliseconds(), here.Run.EndTime?.ToUnixTimeMilliseconds()), (there.StartTime, there.EndTime));
        Assert.Equal(here.Params.OrderBy(static pair => pair.Key, StringComparer.Ordinal), there.Params.OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal(
            here.Tags.Select(pair => pair.Key == "mlflow.parentRunId" ? KeyValuePair.Create(pair.Key, runs[pair.Value].Id) : pair).OrderBy(static pair => pair.Key, StringComparer.Ordinal),
            there.Tags.Where(static pair => pair.Key != RunCourier.LocalIdTag).OrderBy(static pair => pair.Key, StringComparer.Ordinal));
        foreach (var metric in here.Metrics.Keys)
        {
            Assert.Equal(
                reader.History(here.Run, metric).Select(static point => (point.Step, point.Time?.ToUnixTimeMilliseconds() ?? 0, point.Value)).Order(),
                there.History.Where(point => point.Key == metric).Select(static point => (point.Step, point.Timestamp, Infinite(point.Value))).Order());
        }

        Assert.Equal(here.Metrics.Values.Sum(static metric => metric.Count), there.History.Count);
        Assert.Equal(here.Datasets.Select(static input => (input.Name, input.Digest)).Order(), there.Inputs.Select(static input => (input.Name, input.Digest)).Order());
        var prefix = there.ArtifactPath + "/";
        Assert.Equal(
            here.Artifacts.Order(StringComparer.Ordinal).Select(path => (path, Text(File.ReadAllBytes(Path.Combine(here.ArtifactFolder, path))).Replace(here.Run.RunId, there.Id, StringComparison.Ordinal))),
            state.Artifacts.Files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(file => (file.Key[prefix.Length..], Text(file.Value).Replace(here.Run.RunId, there.Id, StringComparison.Ordinal))));
    }

    private static string Text(byte[] content) => System.Text.Encoding.Latin1.GetString(content);

    private static double Infinite(double stored) => stored switch
    {
        double.MaxValue => double.PositiveInfinity,
        double.MinValue => double.NegativeInfinity,
        _ => stored,
    };
}

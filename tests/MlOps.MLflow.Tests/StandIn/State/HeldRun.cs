using System.Runtime.InteropServices;

namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>A run as the server holds it.</summary>
internal sealed class HeldRun(string id, HeldExperiment experiment)
{
    private readonly Dictionary<Point, int> _points = [];
    private readonly List<Point> _history = [];
    private readonly OrderedDictionary<string, Point> _latest = [];

    public string Id { get; } = id;

    public HeldExperiment Experiment { get; } = experiment;

    public string Name { get; set; } = "";

    public string UserId { get; set; } = "";

    public string Status { get; set; } = "RUNNING";

    public long StartTime { get; set; }

    public long? EndTime { get; set; }

    public bool IsDeleted { get; set; }

    public string LifecycleStage => IsDeleted ? "deleted" : "active";

    /// <summary>Path of its artifacts below the root of all of them.</summary>
    public string ArtifactPath => $"{Experiment.ArtifactPath}/{Id}/artifacts";

    public string ArtifactUri => $"{Experiment.ArtifactLocation}/{Id}/artifacts";

    public OrderedDictionary<string, string> Params { get; } = [];

    public OrderedDictionary<string, string> Tags { get; } = [];

    public List<HeldInput> Inputs { get; } = [];

    public List<string> ModelInputs { get; } = [];

    public List<(string ModelId, long Step)> ModelOutputs { get; } = [];

    /// <summary>All values of all metrics as stored, in the order they came.</summary>
    public IReadOnlyList<Point> History => _history;

    /// <summary>The value to show of each metric.</summary>
    public IReadOnlyCollection<Point> Latest => _latest.Values;

    /// <summary>How often a value was sent. A client that counts on the server to drop the second one shows here.</summary>
    public int TimesSent(Point point) => _points.GetValueOrDefault(point.Stored());

    public int PointsSent => _points.Values.Sum();

    public void Log(Point sent)
    {
        var point = sent.Stored();
        ref var times = ref CollectionsMarshal.GetValueRefOrAddDefault(_points, point, out var isKnown);
        times++;
        if (isKnown)
        {
            return;
        }

        _history.Add(point);
        if (!_latest.TryGetValue(point.Key, out var latest) || point.IsLaterThan(latest))
        {
            _latest[point.Key] = point;
        }
    }
}

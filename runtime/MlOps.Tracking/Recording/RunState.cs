using MlOps.Store;

namespace MlOps.Recording;

/// <summary>What the recording thread keeps about a run while it lasts: a copy of what the store has.</summary>
internal sealed class RunState(string artifactFolder)
{
    public string ArtifactFolder { get; } = artifactFolder;

    /// <summary>
    /// The latest value of each metric, by MLflow's rule; written when a batch is committed. A name that MLflow refuses leads to
    /// the same metric as the one it is stored under.
    /// </summary>
    public Dictionary<string, LatestMetric> Metrics { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public HashSet<Dataset> Inputs { get; } = [];
}

/// <summary>The latest value of one metric.</summary>
internal sealed class LatestMetric(string name, MetricPoint? stored = null)
{
    /// <summary>The name that it is stored under.</summary>
    public string Name { get; } = name;

    public bool HasPoint { get; private set; } = stored is not null;

    public MetricPoint Point { get; private set; } = stored ?? default;

    /// <summary>Whether the store does not have it yet.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Takes a point if it is later: greatest step, then time, then value, where NaN counts as 0.</summary>
    public void Offer(in MetricPoint point)
    {
        if (!HasPoint || point.IsLaterThan(Point))
        {
            Point = point;
            HasPoint = IsDirty = true;
        }
    }
}

using MlOps.Store;

namespace MlOps.Recording;

/// <summary>What the recording thread keeps about a run while it lasts.</summary>
internal sealed class RunState(string artifactFolder)
{
    public string ArtifactFolder { get; } = artifactFolder;

    /// <summary>The latest value of each metric, by MLflow's rule; written when a batch is committed.</summary>
    public Dictionary<string, LatestMetric> Latest { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, string> Params { get; } = new(StringComparer.Ordinal);

    public HashSet<Dataset> Inputs { get; } = [];
}

/// <summary>The latest value of one metric.</summary>
internal sealed class LatestMetric
{
    public MetricPoint Point { get; private set; }

    /// <summary>Whether the store does not have it yet.</summary>
    public bool IsDirty { get; set; }

    /// <summary>Takes a point if it is later: greatest step, then time, then value, where NaN counts as 0.</summary>
    public void Offer(MetricPoint point, bool isFirst)
    {
        if (isFirst || point.IsLaterThan(Point))
        {
            Point = point;
            IsDirty = true;
        }
    }
}

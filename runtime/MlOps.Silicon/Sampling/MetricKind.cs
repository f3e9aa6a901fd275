namespace MlOps.Silicon.Sampling;

/// <summary>What a metric's number means over time.</summary>
internal enum MetricKind
{
    /// <summary>What is so now, or was on average since the last reading.</summary>
    Gauge,

    /// <summary>What has been added since sampling began, such as energy or bytes. A run is told what was added since its own beginning.</summary>
    Total,
}

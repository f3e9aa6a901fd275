using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Drm;

/// <summary>A card of one maker.</summary>
internal interface IDrmGpu : IDisposable
{
    /// <summary>As of the last reading; <see langword="null"/> if it does not tell.</summary>
    ThermalLevel? Level { get; }

    /// <summary>Opens what it has and adds the metrics.</summary>
    void Probe(GpuMetrics metrics);

    /// <summary>Reads it; leaves what has no value now as it is.</summary>
    void Sample(in Moment now, Span<double> values);

    /// <summary>It sleeps and is not read: what it told last does not hold until it is read again.</summary>
    void Pause();
}

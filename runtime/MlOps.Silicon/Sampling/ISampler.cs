namespace MlOps.Silicon.Sampling;

/// <summary>
/// One source of numbers, such as a file of the system or a driver's library. It is probed once; what it lacks is left out of
/// the table, never told as zero. All calls come from one thread.
/// </summary>
internal interface ISampler : IDisposable
{
    /// <summary>The source as people know it, such as <c>/proc/stat</c> or <c>NVML</c>.</summary>
    string Name { get; }

    /// <summary>The least time between two readings; zero for every sample.</summary>
    TimeSpan Cadence => TimeSpan.Zero;

    /// <summary>Whether a reading may take milliseconds: it is then taken on a thread of its own and cannot delay the others.</summary>
    bool IsSlow => false;

    /// <summary>How hot the machine is by this source, as of the last reading; <see langword="null"/> when it cannot tell.</summary>
    ThermalLevel? Level => null;

    /// <summary>Opens the source and adds the metrics that it has on this machine.</summary>
    /// <param name="table">Where the metrics go.</param>
    /// <returns>Why the source is absent, in plain words; <see langword="null"/> if it is there.</returns>
    string? Probe(MetricTable table);

    /// <summary>
    /// Reads the source into the table: the slots of its own, <see cref="double.NaN"/> where there is no value. Allocates nothing. An exception means
    /// that the source has gone, such as a device that was unplugged: it is not asked again.
    /// </summary>
    /// <param name="now">When.</param>
    /// <param name="values">The values of all metrics; a sampler writes only to slots that it was given by <see cref="MetricTable.Add"/>.</param>
    void Sample(in Moment now, Span<double> values);
}

namespace MlOps.Silicon.Sampling;

/// <summary>How often a run is told of the machine: densely while it is young, so that a run of seconds has a curve, and seldom when it is old.</summary>
internal static class SamplingSchedule
{
    private static readonly TimeSpan s_young = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan s_grown = TimeSpan.FromSeconds(60);

    /// <summary>The time between two samples of a run.</summary>
    /// <param name="age">How long the run has been going on.</param>
    public static TimeSpan IntervalAt(TimeSpan age) =>
        age < s_young ? TimeSpan.FromMilliseconds(100)
        : age < s_grown ? TimeSpan.FromSeconds(1)
        : TimeSpan.FromSeconds(10);
}

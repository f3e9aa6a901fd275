namespace MlOps;

/// <summary>What a <see cref="ThermalGovernor"/> may do.</summary>
public sealed record ThermalOptions
{
    /// <summary>What is done about heat.</summary>
    public ThermalPolicy Policy { get; init; }

    /// <summary>
    /// Whether results must be the same to the bit, hot or cold. Then neither the threads nor the pieces of a batch change, on which the rounding of
    /// sums depends: steps are followed by rests instead.
    /// </summary>
    public bool Deterministic { get; init; }

    /// <summary>The most threads, when nothing holds the machine back; as many as the process may use, if left out.</summary>
    public int MaxDegreeOfParallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Called before each pause, on the thread of the step: time to write a checkpoint.</summary>
    public Action? Checkpoint { get; init; }

    /// <summary>The longest pause; after it training goes on until the level changes, since the sensor may be stuck. A quarter of an hour, if left out.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>The longest rest after a step of a deterministic run. Five seconds, if left out.</summary>
    public TimeSpan LongestRest { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How many cores are of the fastest class; as this machine has, if left out.</summary>
    internal int? FastCores { get; init; }
}

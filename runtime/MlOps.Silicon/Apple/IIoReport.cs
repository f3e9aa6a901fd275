namespace MlOps.Silicon.Apple;

/// <summary>The counters that drivers of Apple's chips report: energy, and the time spent in each performance state.</summary>
internal interface IIoReport : IDisposable
{
    /// <summary>The channels that are read; none before <see cref="Open"/>.</summary>
    IReadOnlyList<IoChannel> Channels { get; }

    /// <summary>Subscribes to the channels that are wanted and takes the sample that the next one is compared with.</summary>
    /// <param name="isWanted">Whether a channel is.</param>
    /// <returns>Why there are none, in plain words; <see langword="null"/> if there are some.</returns>
    string? Open(Func<IoChannel, bool> isWanted);

    /// <summary>Takes a sample: the values are then what was added since the one before.</summary>
    /// <returns><see langword="false"/> if the library gave none.</returns>
    bool Advance();

    /// <summary>What was added to a simple counter.</summary>
    long Value(int channel);

    /// <summary>When the driver last refreshed a channel, seconds on the clock of the kernel; <see cref="double.NaN"/> if it does not say.</summary>
    double UpdatedAt(int channel);

    /// <summary>What was added to the time in a state, in whatever unit: only shares have a meaning.</summary>
    long Residency(int channel, int state);
}

/// <summary>A channel of the report.</summary>
/// <param name="Group">Such as <c>Energy Model</c>.</param>
/// <param name="SubGroup">Such as <c>CPU Core Performance States</c>.</param>
/// <param name="Name">Such as <c>CPU Energy</c> or <c>PCPU3</c>.</param>
/// <param name="Unit">Such as <c>mJ</c>.</param>
/// <param name="States">The names of its states; none of a simple counter.</param>
internal sealed record IoChannel(string Group, string SubGroup, string Name, string Unit, IReadOnlyList<string> States);

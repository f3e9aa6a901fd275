namespace MlOps.Monitoring;

/// <summary>What is to be known of a monitor, whatever its rows are.</summary>
public interface IModelMonitor : IAsyncDisposable
{
    /// <summary>What it is called in metrics and alerts.</summary>
    string Name { get; }

    /// <summary>The last window; <see langword="null"/> before the first is over.</summary>
    MonitoredWindow? Last { get; }

    /// <summary>The alerts that are raised and not resolved yet.</summary>
    IReadOnlyList<Alert> Firing { get; }

    /// <summary>How many rows found no place, because they came faster than they were worked off.</summary>
    long Dropped { get; }

    /// <summary>How many rows could not be read: a member threw.</summary>
    long Faults { get; }

    /// <summary>Why windows are not judged as they should be, in plain words; <see langword="null"/> when they are.</summary>
    string? Problem { get; }
}

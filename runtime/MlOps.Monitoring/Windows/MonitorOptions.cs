namespace MlOps.Monitoring;

/// <summary>What is watched, in which windows, and what happens then. All but the name has defaults.</summary>
/// <param name="Name">What it is called in metrics and alerts.</param>
public sealed record MonitorOptions(string Name)
{
    /// <summary>What windows are compared with; <see langword="null"/>: they are summarised only.</summary>
    public DatasetProfile? Reference { get; init; }

    /// <summary>The file of the reference, where <see cref="Reference"/> is not given; read by the worker, so that nothing waits for it.</summary>
    public string? ReferencePath { get; init; }

    /// <summary>How they are compared.</summary>
    public DriftOptions Drift { get; init; } = new();

    /// <summary>The number of rows after which a step of the window is over.</summary>
    public int Rows { get; init; } = 1000;

    /// <summary>The time after which it is over, however few rows there are then.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many steps make a window: 1 for windows that follow each other, more for one that slides on by a step.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>How many rows may wait for the worker. When more do, a fair sample of them is kept, and the rest is counted.</summary>
    public int Capacity { get; init; } = 8192;

    /// <summary>
    /// When to raise an alert; when two windows in a row drift unless said: by chance that is one pair in 400 at a <see cref="DriftOptions.Level"/> of 5 %, a single
    /// window one in 20.
    /// </summary>
    public IReadOnlyList<AlertRule> Alerts { get; init; } = [new("drift", AlertComparison.AtLeast, 1) { Windows = 2 }];

    /// <summary>Where alerts go; the error stream of the process unless said.</summary>
    public IReadOnlyList<IAlertChannel> Channels { get; init; } = [new ConsoleChannel()];

    /// <summary>The run that windows are logged to. Unless said, the one that is current when the monitor begins or a row comes; when that run ends, so does the window, and later ones go to the run of the next row.</summary>
    public IObservedRun? Run { get; init; }

    /// <summary>Called by the worker with each window.</summary>
    public Action<MonitoredWindow>? Completed { get; init; }

    /// <summary>Is told in a sentence what keeps the monitor from a part of its work; written to the error stream of the process unless said. Called from any thread.</summary>
    public Action<string>? Say { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

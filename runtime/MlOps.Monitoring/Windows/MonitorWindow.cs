namespace MlOps.Monitoring.Windows;

/// <summary>The step that rows go into now, and those before it that are still part of the window.</summary>
internal sealed class MonitorWindow(MonitorOptions options, RowProfiler profiler)
{
    private readonly Queue<Step> _steps = [];
    private Step _now = new(options.Time.GetUtcNow(), profiler.Empty(), 0);
    private long _number;

    /// <summary>How many rows the step still takes.</summary>
    public int Room => (int)(options.Rows - _now.Profile.Rows);

    public DateTimeOffset Deadline => _now.Begin + options.Duration;

    public bool IsEmpty => _now.Profile.Rows == 0;

    public void Add(RowBuffer buffer, ReadOnlySpan<int> slots) => profiler.Add(_now.Profile, buffer, slots);

    public void AddDropped(long rows) => _now = _now with { Dropped = _now.Dropped + rows };

    /// <summary>Ends the step, and with it a window. A time without any row is a window, too: that nothing comes is worth knowing.</summary>
    public MonitoredWindow End()
    {
        var end = options.Time.GetUtcNow();
        _steps.Enqueue(_now);
        if (_steps.Count > options.Steps)
        {
            _steps.Dequeue();
        }

        _now = new Step(end, profiler.Empty(), 0);
        var profile = _steps.Select(static step => step.Profile).Aggregate(static (one, other) => one.Merge(other));
        var drift = options.Reference is { } reference && profile.Rows > 0 ? DriftDetector.Compare(reference, profile, options.Drift) : null;
        return new MonitoredWindow(options.Name, ++_number, _steps.Peek().Begin, end, profile, drift, _steps.Sum(static step => step.Dropped));
    }

    private sealed record Step(DateTimeOffset Begin, DatasetProfile Profile, long Dropped);
}

namespace MlOps.Monitoring.Windows;

/// <summary>The step that rows go into now, and those before it that are still part of the window.</summary>
internal sealed class MonitorWindow
{
    private readonly MonitorOptions _options;
    private readonly DatasetProfile? _reference;
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly RowProfiler _profiler;
    private readonly Queue<Step> _steps = [];
    private Step _now;
    private long _number;

    /// <param name="options">Of the monitor.</param>
    /// <param name="reference">What windows are compared with.</param>
    /// <param name="columns">The columns of a row, by the names that they have there.</param>
    public MonitorWindow(MonitorOptions options, DatasetProfile? reference, IReadOnlyList<RowColumn> columns)
    {
        (_options, _reference, _columns) = (options, reference, columns);
        _profiler = new RowProfiler(columns, reference, options.Capacity);
        _now = new(options.Time.GetUtcNow(), _profiler.Empty(), 0, 0);
    }

    /// <summary>How many rows the step still takes.</summary>
    public int Room => (int)(_options.Rows - _now.Profile.Rows);

    public DateTimeOffset Deadline => _options.Duration < DateTimeOffset.MaxValue - _now.Begin ? _now.Begin + _options.Duration : DateTimeOffset.MaxValue;

    public bool IsEmpty => _now.Profile.Rows == 0;

    public void Add(RowBuffer buffer, ReadOnlySpan<int> slots) => _profiler.Add(_now.Profile, buffer, slots);

    public void AddDropped(long rows) => _now = _now with { Dropped = _now.Dropped + rows };

    public void AddFaults(long rows) => _now = _now with { Faults = _now.Faults + rows };

    /// <summary>Ends the step, and with it a window. A time without any row is a window, too: that nothing comes is worth knowing.</summary>
    public MonitoredWindow End()
    {
        var end = _options.Time.GetUtcNow();
        _steps.Enqueue(_now);
        if (_steps.Count > _options.Steps)
        {
            _steps.Dequeue();
        }

        _now = new Step(end, _profiler.Empty(), 0, 0);
        var profile = _steps.Select(static step => step.Profile).Aggregate(static (one, other) => one.Merge(other));
        var drift = _reference is { } reference && profile.Rows > 0 ? DriftDetector.Compare(reference, profile, _options.Drift) : null;
        return new MonitoredWindow(
            _options.Name, ++_number, _steps.Peek().Begin, end, _columns, profile, drift, _steps.Sum(static step => step.Dropped), _steps.Sum(static step => step.Faults));
    }

    private sealed record Step(DateTimeOffset Begin, DatasetProfile Profile, long Dropped, long Faults);
}

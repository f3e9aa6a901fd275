using MlOps.Monitoring.Alerts;
using MlOps.Monitoring.Telemetry;
using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring;

/// <summary>
/// Watches rows while a program runs: <see cref="Observe"/> takes nanoseconds and never waits; a thread beside gathers them in windows, compares
/// each with the reference, and tells what it finds as metrics of the run, as OpenTelemetry metrics, and as alerts.
/// </summary>
/// <typeparam name="TRow">A row. The compiler writes what reads its columns.</typeparam>
public sealed class Monitor<TRow> : IModelMonitor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly MonitorOptions _options;
    private readonly RowReader<TRow> _read;
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly AlertState[] _alerts;
    private readonly AlertDispatcher _dispatcher;
    private readonly RunLog? _run;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _worker;
    private RowBuffer _active;
    private RowBuffer _spare;
    private volatile bool _isStopped;
    private long _dropped;
    private long _faults;
    private volatile MonitoredWindow? _last;
    private volatile IReadOnlyList<Alert> _firing = [];
    private volatile string? _problem;

    /// <param name="options">What is watched, and how.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> is not <c>[Monitored]</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size in the options is not positive.</exception>
    public Monitor(MonitorOptions options)
        : this(options, RowSchema<TRow>.Current)
    {
    }

    internal Monitor(MonitorOptions options, RowSchema<TRow> schema)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Duration, TimeSpan.Zero);
        _options = options;
        (_read, _columns) = (schema.Read, schema.Columns);
        var texts = schema.Columns.Count(static column => column.IsText);
        _active = new RowBuffer(options.Capacity, schema.Columns.Count - texts, texts);
        _spare = new RowBuffer(options.Capacity, schema.Columns.Count - texts, texts);
        _active.WakeAt = WakeAt(options.Rows);
        _alerts = [.. options.Alerts.Select(rule => new AlertState(options.Name, rule))];
        _dispatcher = new AlertDispatcher(options.Channels, Say, s_patience);
        _run = (options.Run ?? RunObserver.Current?.CurrentRun) is { } run ? new RunLog(options.Name, run) : null;
        _worker = new Thread(Work) { IsBackground = true, Name = $"mlops monitor {options.Name}" };
        _worker.Start();
        Monitors.Add(this);
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public MonitoredWindow? Last => _last;

    /// <inheritdoc/>
    public IReadOnlyList<Alert> Firing => _firing;

    /// <inheritdoc/>
    public string? Problem => _problem;

    /// <inheritdoc/>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Takes a row. From any thread, in nanoseconds, without allocation; it throws nothing, and after the end it does nothing.</summary>
    public void Observe(in TRow row)
    {
        try
        {
            while (!_isStopped)
            {
                var buffer = Volatile.Read(ref _active);
                var number = buffer.TryWrite(in row, _read);
                if (number == RowBuffer.Closed)
                {
                    continue; // The worker has just taken it, and there is another.
                }

                if (number == buffer.WakeAt)
                {
                    _wake.Set();
                }

                return;
            }
        }
        catch (Exception)
        {
            // A prediction must not fail because of a member that does.
            Interlocked.Increment(ref _faults);
        }
    }

    /// <summary>Ends the last window with the rows that it has, and waits a few seconds for alerts that are on their way.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            _wake.Set();
            await Task.Run(() => _worker.Join(s_patience)).ConfigureAwait(false);
            await _dispatcher.DisposeAsync().ConfigureAwait(false);
            _wake.Dispose();
            Monitors.Remove(this);
        }
    }

    private void Work()
    {
        var window = NewWindow();
        while (!_isStopped)
        {
            var left = window.Deadline - _options.Time.GetUtcNow();
            _wake.WaitOne(left < TimeSpan.Zero ? TimeSpan.Zero : left < s_look ? left : s_look);
            Guarded(() => Drain(window));
        }

        Guarded(() =>
        {
            Drain(window);
            if (!window.IsEmpty)
            {
                EndWindow(window);
            }
        });
    }

    private MonitorWindow NewWindow()
    {
        var (reference, problem) = ReferenceColumns.Load(_options);
        if (problem is not null)
        {
            Tell(problem);
        }

        return new MonitorWindow(_options, reference, reference is null ? _columns : ReferenceColumns.Match(_columns, reference));
    }

    private void Drain(MonitorWindow window)
    {
        _spare.WakeAt = WakeAt(window.Room);
        var buffer = Interlocked.Exchange(ref _active, _spare);
        buffer.Close();
        var rows = buffer.Rows().AsSpan();
        while (!rows.IsEmpty)
        {
            var taken = rows[..Math.Min(rows.Length, window.Room)];
            window.Add(buffer, taken);
            rows = rows[taken.Length..];
            if (window.Room == 0)
            {
                EndWindow(window);
            }
        }

        var dropped = Math.Max(0, buffer.Offered - buffer.Capacity);
        if (dropped > 0)
        {
            Interlocked.Add(ref _dropped, dropped);
            window.AddDropped(dropped);
        }

        buffer.Reopen();
        _spare = buffer;
        if (_options.Time.GetUtcNow() >= window.Deadline)
        {
            EndWindow(window);
        }
    }

    private void EndWindow(MonitorWindow window)
    {
        var ended = window.End();
        _last = ended;
        MonitoringMeter.Record(ended);
        _run?.Add(ended);
        foreach (var state in _alerts)
        {
            if (state.Observe(ended.Metrics, ended.End) is { } alert)
            {
                var others = _firing.Where(other => other.Rule != alert.Rule);
                _firing = alert.IsResolved ? [.. others] : [.. others, alert];
                _dispatcher.Post(alert);
            }
        }

        _options.Completed?.Invoke(ended);
    }

    private long WakeAt(int room) => Math.Min(room, Math.Max(1, _options.Capacity / 2));

    /// <summary>A window that cannot be compared must not end the watch, and even less the program.</summary>
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            Tell($"a window of '{_options.Name}' cannot be judged: {fault.Message}");
        }
    }

    /// <summary>Says a problem, the first one only: the others would say the same, window after window.</summary>
    private void Tell(string problem)
    {
        if (_problem is null)
        {
            _problem = problem;
            Say(problem);
        }
    }

    private static void Say(string sentence) => Console.Error.WriteLine($"mlops: {sentence}");
}

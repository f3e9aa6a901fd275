using MlOps.Monitoring.Alerts;
using MlOps.Monitoring.Telemetry;
using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring;

/// <summary>
/// Watches rows while a program runs: <see cref="Observe"/> takes nanoseconds and never waits; a thread beside gathers them in windows, compares
/// each with the reference, and tells what it finds as metrics of the run, as OpenTelemetry metrics, and as alerts.
/// </summary>
/// <typeparam name="TRow">A row. The compiler writes what reads its columns.</typeparam>
public sealed class Monitor<TRow> : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly MonitorOptions _options;
    private readonly RowReader<TRow> _read;
    private readonly MonitorWindow _window;
    private readonly AlertState[] _alerts;
    private readonly AlertDispatcher _dispatcher;
    private readonly IObservedRun? _run = RunObserver.Current?.CurrentRun;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _worker;
    private RowBuffer _active;
    private RowBuffer _spare;
    private volatile bool _isStopped;
    private long _dropped;
    private long _faults;
    private bool _hasTold;

    /// <param name="options">What is watched, and how.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> is not <c>[Monitored]</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size in the options is not positive.</exception>
    public Monitor(MonitorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Rows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Steps);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.Capacity);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Duration, TimeSpan.Zero);
        _options = options;
        var schema = RowSchema<TRow>.Current;
        _read = schema.Read;
        var texts = schema.Columns.Count(static column => column.IsText);
        _active = new RowBuffer(options.Capacity, schema.Columns.Count - texts, texts);
        _spare = new RowBuffer(options.Capacity, schema.Columns.Count - texts, texts);
        _window = new MonitorWindow(options, new RowProfiler(schema.Columns, options.Reference, options.Capacity));
        _active.WakeAt = Math.Min(_window.Room, Math.Max(1, options.Capacity / 2));
        _alerts = [.. options.Alerts.Select(rule => new AlertState(options.Name, rule))];
        _dispatcher = new AlertDispatcher(options.Channels, Say, s_patience);
        _worker = new Thread(Work) { IsBackground = true, Name = $"mlops monitor {options.Name}" };
        _worker.Start();
    }

    /// <summary>The last window; <see langword="null"/> before the first is over.</summary>
    public MonitoredWindow? Last { get; private set; }

    /// <summary>How many rows found no place, because they came faster than they were worked off.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many rows could not be read: a member threw.</summary>
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
        }
    }

    private void Work()
    {
        while (!_isStopped)
        {
            var left = _window.Deadline - _options.Time.GetUtcNow();
            _wake.WaitOne(left < TimeSpan.Zero ? TimeSpan.Zero : left < s_look ? left : s_look);
            Guarded(Drain);
        }

        Guarded(() =>
        {
            Drain();
            if (!_window.IsEmpty)
            {
                EndWindow();
            }
        });
    }

    private void Drain()
    {
        _spare.WakeAt = Math.Min(_window.Room, Math.Max(1, _options.Capacity / 2));
        var buffer = Interlocked.Exchange(ref _active, _spare);
        buffer.Close();
        var rows = buffer.Rows().AsSpan();
        while (!rows.IsEmpty)
        {
            var taken = rows[..Math.Min(rows.Length, _window.Room)];
            _window.Add(buffer, taken);
            rows = rows[taken.Length..];
            if (_window.Room == 0)
            {
                EndWindow();
            }
        }

        var dropped = Math.Max(0, buffer.Offered - buffer.Capacity);
        if (dropped > 0)
        {
            Interlocked.Add(ref _dropped, dropped);
            _window.AddDropped(dropped);
        }

        buffer.Reopen();
        _spare = buffer;
        if (_options.Time.GetUtcNow() >= _window.Deadline)
        {
            EndWindow();
        }
    }

    private void EndWindow()
    {
        var window = _window.End();
        Last = window;
        MonitoringMeter.Record(window);
        foreach (var (name, value) in window.Metrics)
        {
            _run?.Log($"{_options.Name}.{name}", value, window.Number);
        }

        foreach (var state in _alerts)
        {
            if (state.Observe(window.Metrics, window.End) is { } alert)
            {
                _dispatcher.Post(alert);
            }
        }

        _options.Completed?.Invoke(window);
    }

    /// <summary>A window that cannot be compared must not end the watch, and even less the program.</summary>
    private void Guarded(Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            if (!_hasTold)
            {
                _hasTold = true;
                Say($"a window of '{_options.Name}' cannot be judged: {fault.Message}");
            }
        }
    }

    private static void Say(string sentence) => Console.Error.WriteLine($"mlops: {sentence}");
}

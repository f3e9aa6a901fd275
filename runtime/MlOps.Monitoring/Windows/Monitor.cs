using System.Globalization;
using MlOps.Monitoring.Alerts;
using MlOps.Monitoring.Telemetry;
using MlOps.Monitoring.Windows;

namespace MlOps.Monitoring;

/// <summary>
/// Watches rows while a program runs: <see cref="Observe"/> takes nanoseconds and never waits; a thread beside gathers them in windows, compares
/// each with the reference, and tells what it finds as metrics of the run, as OpenTelemetry metrics, and as alerts.
/// </summary>
/// <typeparam name="TRow">A row. The compiler writes what reads its columns.</typeparam>
public sealed class Monitor<TRow> : IWindowedMonitor
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly MonitorOptions _options;
    private readonly RowReader<TRow> _read;
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly AlertBoard _alerts;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _worker;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _told = [];
    private RowBuffer _active;
    private RowBuffer _spare;
    private volatile bool _isStopped;
    private volatile RunLog? _run;
    private volatile TaskCompletionSource? _flush;
    private long _faultsTold;
    private int _isEnding;
    private long _dropped;
    private long _faults;
    private volatile MonitoredWindow? _last;
    private volatile string? _lasting;
    private volatile string? _passing;

    /// <param name="options">What is watched, and how.</param>
    /// <exception cref="InvalidOperationException"><typeparamref name="TRow"/> is not <c>[Monitored]</c>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size in the options is not positive.</exception>
    /// <exception cref="ArgumentException">A rule of alerts means nothing.</exception>
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
        (_active, _spare) = (NewBuffer(), NewBuffer());
        _active.WakeAt = WakeAt(options.Rows);
        _alerts = new AlertBoard(options, Say, s_patience);
        _run = options.Run is { } run ? new RunLog(options.Name, run) : null;
        JoinRun();
        _worker = new Thread(Work) { IsBackground = true, Name = $"mlops monitor {options.Name}" };
        _worker.Start();
        Monitors.Add(this);
        MonitoringMeter.Start();
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <inheritdoc/>
    public MonitoredWindow? Last => _last;

    /// <inheritdoc/>
    public IReadOnlyList<Alert> Firing => _alerts.Firing;

    /// <inheritdoc/>
    public string? Problem => _lasting ?? _passing;

    /// <inheritdoc/>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Takes a row. From any thread, in nanoseconds, without allocation; it throws nothing, and after the end it does nothing.</summary>
    public void Observe(in TRow row)
    {
        try
        {
            if (_run is null)
            {
                JoinRun();
            }

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
        catch (Exception fault)
        {
            AddFault(fault);
        }
    }

    /// <summary>Takes the row that is made of something else, such as a request and its answer. What making it throws is a fault of the row, and thrown no further.</summary>
    /// <param name="from">What it is made of.</param>
    /// <param name="make">Makes it.</param>
    public void Observe<TFrom>(TFrom from, Func<TFrom, TRow> make)
    {
        try
        {
            var row = make(from);
            Observe(in row);
        }
        catch (Exception fault)
        {
            AddFault(fault);
        }
    }

    /// <summary>Ends the last window with the rows that it has, and waits a few seconds for alerts that are on their way. Whoever asks again waits for the same end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0)
        {
            await _ended.Task.ConfigureAwait(false);
            return;
        }

        _isStopped = true;
        _wake.Set();
        var isOver = await Task.Run(() => _worker.Join(s_patience)).ConfigureAwait(false);
        await _alerts.DisposeAsync().ConfigureAwait(false);
        Monitors.Remove(this);
        _flush?.TrySetResult();
        if (isOver)
        {
            _wake.Dispose();
        }
        else
        {
            Say($"the end of '{_options.Name}' did not wait for its last windows, which take longer than {s_patience.TotalSeconds:0} s; what they find is lost if the program ends.");
        }


        _ended.SetResult();
    }

    /// <inheritdoc/>
    async Task IWindowedMonitor.FlushAsync()
    {
        await EndWindowAsync().ConfigureAwait(false);
        await _alerts.SentAsync().ConfigureAwait(false);
    }

    /// <inheritdoc/>
    async Task IWindowedMonitor.LeaveAsync(IObservedRun run)
    {
        if (_run?.Run == run)
        {
            await EndWindowAsync().ConfigureAwait(false);
            _run = _options.Run is null ? null : _run; // One that was named keeps what comes later, too.
        }
    }

    /// <summary>Windows are logged to the run that the first row belongs to, until it ends.</summary>
    private void JoinRun()
    {
        if (RunObserver.Current?.CurrentRun is { } run)
        {
            Interlocked.CompareExchange(ref _run, new RunLog(_options.Name, run), null);
        }
    }

    /// <summary>Has the worker end the window now.</summary>
    private async Task EndWindowAsync()
    {
        var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flush = Interlocked.CompareExchange(ref _flush, flush, null) ?? flush;
        if (!_isStopped)
        {
            _wake.Set();
            await flush.Task.WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>A prediction must not fail because of a member that does. The first is told, by its kind only: its message may hold values.</summary>
    private void AddFault(Exception fault)
    {
        if (Interlocked.Increment(ref _faults) == 1)
        {
            Say($"a row of '{_options.Name}' cannot be read: {fault.GetType().Name}. It is left out and counted, as others will be.");
        }
    }

    private void Work()
    {
        try
        {
            Watch(NewWindow());
        }
        catch (Exception fault)
        {
            // Nothing of this thread may end the program; rows are no longer taken, as nobody would work them off.
            _isStopped = true;
            _lasting = $"'{_options.Name}' does not watch: {fault.Message}";
            Say(_lasting);
        }
    }

    private void Watch(MonitorWindow window)
    {
        while (!_isStopped)
        {
            var left = window.Deadline - _options.Time.GetUtcNow();
            _wake.WaitOne(left < TimeSpan.Zero ? TimeSpan.Zero : left < s_look ? left : s_look);
            Drain(window);
            if (_flush is { } flush)
            {
                EndLast(window);
                _flush = null;
                flush.TrySetResult();
            }
        }

        Drain(window);
        EndLast(window);
    }

    private void EndLast(MonitorWindow window)
    {
        if (!window.IsEmpty)
        {
            EndWindow(window);
        }
    }

    private MonitorWindow NewWindow()
    {
        var (reference, columns, problem) = ReferenceColumns.Load(_options, _columns);
        _alerts.Rename(metric => MetricOf(metric, columns));
        problem ??= _options.Alerts.FirstOrDefault(rule => MonitoredWindow.ColumnOf(MetricOf(rule.Metric, columns)) is { } named && columns.All(column => column.Name != named)) is { } rule
            ? $"the alert '{rule.Name}' of '{_options.Name}' is about a column that rows do not have. They have {string.Join(", ", columns.Select(static column => column.Name))}."
            : null;
        if (problem is not null)
        {
            _lasting = problem;
            Say(problem);
        }

        return new MonitorWindow(_options, reference, columns);
    }

    /// <summary>A metric of a column by the name that it has in a row, by the one that it has in the reference and in windows.</summary>
    private string MetricOf(string metric, IReadOnlyList<RowColumn> columns) =>
        MonitoredWindow.ColumnOf(metric) is { } named && _columns.Select(static column => column.Name).ToList().IndexOf(named) is >= 0 and var at
            ? metric[..^named.Length] + columns[at].Name
            : metric;

    private RowBuffer NewBuffer()
    {
        var texts = _columns.Count(static column => column.IsText);
        return new RowBuffer(_options.Capacity, _columns.Count - texts, texts);
    }

    private void Drain(MonitorWindow window)
    {
        _spare.WakeAt = WakeAt(window.Room);
        var buffer = Interlocked.Exchange(ref _active, _spare);
        var isFree = buffer.Close(s_patience);
        Guarded("taken", () => Take(buffer, window));
        if (isFree)
        {
            buffer.Reopen(); // Whatever happened: whoever observes must always find an open one.
        }
        else
        {
            // Whoever hangs in a member of a row keeps the buffer; the watch goes on with another.
            buffer = NewBuffer();
            Guarded("read", () => throw new TimeoutException($"a member of a row did not come back for {s_patience.TotalSeconds:0} s."));
        }

        _spare = buffer;
        if (_options.Time.GetUtcNow() >= window.Deadline)
        {
            EndWindow(window);
        }
    }

    private void Take(RowBuffer buffer, MonitorWindow window)
    {
        var rows = buffer.Rows().AsSpan();
        var dropped = Math.Max(0, buffer.Offered - buffer.Capacity);
        Interlocked.Add(ref _dropped, dropped);
        while (!rows.IsEmpty)
        {
            // What found no place came as evenly as what did: each window that the rows fill has its part.
            var taken = rows[..Math.Min(rows.Length, window.Room)];
            var left = (long)((double)dropped / rows.Length * taken.Length);
            window.AddDropped(left);
            window.Add(buffer, taken);
            dropped -= left;
            rows = rows[taken.Length..];
            if (window.Room == 0)
            {
                EndWindow(window);
            }
        }

        window.AddDropped(dropped); // None, unless no row could be read.
    }

    private void EndWindow(MonitorWindow window)
    {
        _passing = null;
        MonitoredWindow? ended = null;
        var faults = Faults;
        window.AddFaults(faults - _faultsTold);
        _faultsTold = faults;
        Guarded("judged", () => ended = window.End());
        if (ended is null)
        {
            return;
        }

        _last = ended;
        if (ended.Faults > ended.Profile.Rows)
        {
            _passing = string.Create(CultureInfo.InvariantCulture, $"{ended.Faults} of {ended.Faults + ended.Profile.Rows} rows of the last window of '{_options.Name}' could not be read");
        }

        Guarded("logged to the run", () => _run?.Add(ended));
        Guarded("held against the rules of alerts", () => _alerts.Observe(ended));
        Guarded("handed over", () => _options.Completed?.Invoke(ended));
    }

    private long WakeAt(int room) => Math.Min(room, Math.Max(1, _options.Capacity / 2));

    /// <summary>What fails for one window ends neither the watch nor the rest of what is done with it, and is said once: it would be the same window after window.</summary>
    private void Guarded(string what, Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            _passing = $"a window of '{_options.Name}' cannot be {what}: {fault.Message}";
            if (_told.Add(what))
            {
                Say(_passing);
            }
        }
    }

    private void Say(string sentence)
    {
        try
        {
            (_options.Say ?? Console.Error.WriteLine)($"mlops: {sentence}");
        }
        catch (Exception)
        {
            // Nobody is left to be told.
        }
    }
}

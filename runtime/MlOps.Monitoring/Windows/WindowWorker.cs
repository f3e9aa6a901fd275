using System.Globalization;
using MlOps.Monitoring.Alerts;
using MlOps.Monitoring.Telemetry;

namespace MlOps.Monitoring.Windows;

/// <summary>The thread beside those that observe: takes the rows that they left in a buffer, ends windows, and hands them to the run, the rules of alerts and whoever asked for them.</summary>
internal sealed class WindowWorker : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(1);

    private readonly MonitorOptions _options;
    private readonly IReadOnlyList<RowColumn> _columns;
    private readonly AlertBoard _alerts;
    private readonly AutoResetEvent _wake = new(false);
    private readonly Thread _thread;
    private readonly HashSet<string> _told = [];
    private RowBuffer _active;
    private RowBuffer _spare;
    private volatile bool _isStopped;
    private volatile RunLog? _run;
    private volatile TaskCompletionSource? _flush;
    private long _dropped;
    private long _faults;
    private long _faultsBefore; // Those that are in windows already.
    private volatile MonitoredWindow? _last;
    private volatile string? _lasting;
    private volatile string? _passing;

    /// <param name="options">Of the monitor.</param>
    /// <param name="columns">The columns of a row.</param>
    /// <exception cref="ArgumentException">A rule of alerts means nothing.</exception>
    public WindowWorker(MonitorOptions options, IReadOnlyList<RowColumn> columns)
    {
        (_options, _columns) = (options, columns);
        (_active, _spare) = (NewBuffer(), NewBuffer());
        _active.WakeAt = WakeAt(options.Rows);
        _alerts = new AlertBoard(options, Say, s_patience);
        _run = options.Run is { } run ? new RunLog(options.Name, run) : null;
        JoinRun();
        _thread = new Thread(Work) { IsBackground = true, Name = $"mlops monitor {options.Name}" };
        _thread.Start();
    }

    /// <summary>The last window; <see langword="null"/> before the first is over.</summary>
    public MonitoredWindow? Last => _last;

    /// <summary>The alerts that are raised and not resolved yet.</summary>
    public IReadOnlyList<Alert> Firing => _alerts.Firing;

    /// <summary>Why windows are not judged as they should be.</summary>
    public string? Problem => _lasting ?? _passing;

    /// <summary>How many rows found no place.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many rows could not be read.</summary>
    public long Faults => Interlocked.Read(ref _faults);

    /// <summary>Whether no more rows are taken.</summary>
    public bool IsStopped => _isStopped;

    /// <summary>Where the next row goes, unless it is closed just then.</summary>
    public RowBuffer Buffer => Volatile.Read(ref _active);

    /// <summary>Has the worker look at the buffer.</summary>
    public void Wake() => _wake.Set();

    /// <summary>Windows are logged to the run that the first row belongs to, until it ends.</summary>
    public void JoinRun()
    {
        if (_run is null && RunObserver.Current?.CurrentRun is { } run)
        {
            Interlocked.CompareExchange(ref _run, new RunLog(_options.Name, run), null);
        }
    }

    /// <summary>A prediction must not fail because of a member that does. The first is told, by its kind only: its message may hold values.</summary>
    public void AddFault(Exception fault)
    {
        if (Interlocked.Increment(ref _faults) == 1)
        {
            Say($"a row of '{_options.Name}' cannot be read: {fault.GetType().Name}. It is left out and counted, as others will be.");
        }
    }

    /// <summary>Ends the window now, and waits a few seconds for its alerts.</summary>
    public async Task FlushAsync()
    {
        await EndWindowAsync().ConfigureAwait(false);
        await _alerts.SentAsync().ConfigureAwait(false);
    }

    /// <summary>If windows are logged to a run that ends: the last one ends with it, and those to come go to the run that the next row belongs to.</summary>
    public async Task LeaveAsync(IObservedRun run)
    {
        if (_run?.Run == run)
        {
            await EndWindowAsync().ConfigureAwait(false);
            _run = _options.Run is null ? null : _run; // One that was named keeps what comes later, too.
        }
    }

    /// <summary>Ends the last window, and waits a few seconds for alerts that are on their way.</summary>
    public async ValueTask DisposeAsync()
    {
        _isStopped = true;
        Wake();
        var isOver = await Task.Run(() => _thread.Join(s_patience)).ConfigureAwait(false);
        await _alerts.DisposeAsync().ConfigureAwait(false);
        _flush?.TrySetResult();
        if (isOver)
        {
            _wake.Dispose();
        }
        else
        {
            Say($"the end of '{_options.Name}' did not wait for its last windows, which take longer than {s_patience.TotalSeconds:0} s; what they find is lost if the program ends.");
        }
    }

    private async Task EndWindowAsync()
    {
        var flush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        flush = Interlocked.CompareExchange(ref _flush, flush, null) ?? flush;
        if (!_isStopped)
        {
            Wake();
            await flush.Task.WaitAsync(s_patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private MonitorWindow NewWindow()
    {
        var (reference, columns, problem) = ReferenceColumns.Load(_options, _columns);
        problem = _alerts.Match(_columns, columns) is { } unmatched ? problem ?? unmatched : problem;
        if (problem is not null)
        {
            _lasting = problem;
            Say(problem);
        }

        return new MonitorWindow(_options, reference, columns);
    }

    private void Watch(MonitorWindow window)
    {
        while (!_isStopped)
        {
            var left = window.Deadline - _options.Time.GetUtcNow();
            _wake.WaitOne(left < TimeSpan.Zero ? TimeSpan.Zero : left < s_look ? left : s_look);
            var flush = _flush; // Looked at first: what was observed before it was asked for is taken now.
            Drain(window);
            if (flush is not null)
            {
                EndUnlessEmpty(window);
                _flush = null;
                flush.TrySetResult();
            }
        }

        Drain(window);
        EndUnlessEmpty(window);
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
            Guarded("read", static () => throw new TimeoutException($"a member of a row did not come back for {s_patience.TotalSeconds:0} s."));
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
            var part = (long)((double)dropped / rows.Length * taken.Length);
            window.AddDropped(part);
            window.Add(buffer, taken);
            dropped -= part;
            rows = rows[taken.Length..];
            if (window.Room == 0)
            {
                EndWindow(window);
            }
        }

        window.AddDropped(dropped); // None, unless no row could be read.
    }

    private void EndUnlessEmpty(MonitorWindow window)
    {
        if (!window.IsEmpty)
        {
            EndWindow(window);
        }
    }

    private void EndWindow(MonitorWindow window)
    {
        _passing = null;
        var faults = Faults;
        window.AddFaults(faults - _faultsBefore);
        _faultsBefore = faults;
        MonitoredWindow? ended = null;
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

    private RowBuffer NewBuffer()
    {
        var texts = _columns.Count(static column => column.IsText);
        return new RowBuffer(_options.Capacity, _columns.Count - texts, texts);
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

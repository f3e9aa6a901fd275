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
    private readonly RowReader<TRow> _read;
    private readonly WindowWorker _worker;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _isEnding;

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
        Name = options.Name;
        _read = schema.Read;
        _worker = new WindowWorker(options, schema.Columns);
        Monitors.Add(this);
        MonitoringMeter.Start();
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public MonitoredWindow? Last => _worker.Last;

    /// <inheritdoc/>
    public IReadOnlyList<Alert> Firing => _worker.Firing;

    /// <inheritdoc/>
    public string? Problem => _worker.Problem;

    /// <inheritdoc/>
    public long Dropped => _worker.Dropped;

    /// <inheritdoc/>
    public long Faults => _worker.Faults;

    /// <summary>Takes a row. From any thread, in nanoseconds, without allocation; it throws nothing, and after the end it does nothing.</summary>
    public void Observe(in TRow row)
    {
        try
        {
            _worker.JoinRun();
            while (!_worker.IsStopped)
            {
                var buffer = _worker.Buffer;
                var number = buffer.TryWrite(in row, _read);
                if (number == RowBuffer.Closed)
                {
                    continue; // The worker has just taken it, and there is another.
                }

                if (number == buffer.WakeAt)
                {
                    _worker.Wake();
                }

                return;
            }
        }
        catch (Exception fault)
        {
            _worker.AddFault(fault);
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
            _worker.AddFault(fault);
        }
    }

    /// <summary>Ends the last window with the rows that it has, and waits a few seconds for alerts that are on their way. Whoever asks again waits for the same end.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnding, 1) == 0)
        {
            await _worker.DisposeAsync().ConfigureAwait(false);
            Monitors.Remove(this);
            _ended.SetResult();
        }

        await _ended.Task.ConfigureAwait(false);
    }

    /// <inheritdoc/>
    Task IWindowedMonitor.FlushAsync() => _worker.FlushAsync();

    /// <inheritdoc/>
    Task IWindowedMonitor.LeaveAsync(IObservedRun run) => _worker.LeaveAsync(run);
}

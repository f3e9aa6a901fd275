using MlOps.Delivery;
using MlOps.Store;

namespace MlOps.Recording;

/// <summary>
/// Carries what runs say from the threads that say it to the store: they write into a ring, one background thread drains
/// it. A full ring makes callers wait (counted and shown); nothing is dropped.
/// </summary>
internal sealed partial class Recorder : IDisposable
{
    /// <summary>At most this much of the past is lost when the process is killed.</summary>
    public static readonly TimeSpan FlushInterval = TimeSpan.FromMilliseconds(250);

    private const int RingCapacity = 16 * 1024;

    // What a transaction holds is lost with the process: so few that it is over well within the flush interval.
    private const int BatchSize = 8 * 1024;

    // Milliseconds between two ticks, on Windows.
    private const int CoarsestClock = 16;

    // So long does a program that wants to end wait for another one that has locked the store.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    private static readonly Lazy<Recorder?> s_default = new(CreateDefault);

    private readonly StoreLocation _location;
    private readonly IRunDelivery? _delivery;
    private readonly RecordRing _ring;
    private readonly long _wakeMask;
    private readonly RunWriter _writer;
    private readonly Lock _draining = new();
    private bool _isClosed; // Below _draining.
    private readonly AutoResetEvent _work = new(initialState: false);
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _tickZero;
    private long _waits;

    public Recorder(StoreLocation location, Faults? faults = null, int ringCapacity = RingCapacity, IRunDelivery? delivery = null)
    {
        Faults = faults ?? new Faults();
        _ring = new RecordRing(ringCapacity);
        _wakeMask = (ringCapacity / 2) - 1;
        _location = location;
        _delivery = delivery;
        _writer = new RunWriter(location, Faults, delivery);
        _thread = new Thread(DrainUntilStopped) { IsBackground = true, Name = "MlOps recorder" };
        _thread.Start();

        ListenToTheEnd();
    }

    /// <summary>The recorder of this process; its store is found when the first run begins. <see langword="null"/> if that failed.</summary>
    public static Recorder? Default => s_default.Value;

    public Faults Faults { get; }

    /// <summary>How often a caller found the ring full and had to wait.</summary>
    public long Waits => Interlocked.Read(ref _waits);

    public static void FlushDefault()
    {
        if (s_default.IsValueCreated)
        {
            s_default.Value?.Flush();
        }
    }

    public void Post(Run run, RunEvent what)
    {
        Push(run, what, 0, 0);

        // The first word of a run wakes a thread that sleeps for good while no run is going on.
        if (what is RunEvent.Begun)
        {
            Wake();
        }
    }

    public void PostMetric(Run run, string name, double value, long step) => Push(run, name, value, step);

    /// <summary>Hands on values of one step, all at once as long as they fit into the ring.</summary>
    public void PostMetrics(Run run, ReadOnlySpan<MetricValue> row, long step, long ticks)
    {
        while (!row.IsEmpty)
        {
            var part = row[..Math.Min(row.Length, _ring.Capacity)];
            var spin = default(SpinWait);
            long position;
            while ((position = _ring.TryPush(run, part, step, ticks)) < 0)
            {
                WaitForRoom(ref spin);
            }

            WakeAtHalfRing(position, part.Length);
            row = row[part.Length..];
        }
    }

    public string CopyFile(string file) => Staging.CopyFile(_location, _writer.Process, file);

    public string CopyStream(Stream content) => Staging.CopyStream(_location, _writer.Process, content);

    public void Wake() => _work.Set();

    /// <summary>Writes everything said so far, on the calling thread.</summary>
    public void Flush()
    {
        lock (_draining)
        {
            Drain(insist: true);
        }
    }

    /// <summary>For tests: as if the store had failed just now.</summary>
    internal void LoseStore(Exception fault)
    {
        lock (_draining)
        {
            _writer.LoseStore(fault);
        }
    }

    /// <summary>Does work that belongs to tracking alone; if it fails, only tracking is the poorer for it.</summary>
    public void Guard(string task, Action work)
    {
        try
        {
            work();
        }
        catch (Exception fault)
        {
            Faults.Report(task, fault);
        }
    }

    public void Dispose()
    {
        StopListening();
        _stopping = true;
        Wake();
        _thread.Join();
        Close();
        _work.Dispose();
    }

    private static Recorder? CreateDefault()
    {
        try
        {
            return new Recorder(StoreLocation.Resolve(), delivery: RunDelivery.Current);
        }
        catch (Exception fault)
        {
            // For instance a current directory that was deleted, or no thread to be had.
            new Faults().Report("record anything", fault);
            return null;
        }
    }

    private void Push(Run run, object what, double value, long step)
    {
        var ticks = Environment.TickCount64;
        var spin = default(SpinWait);
        long position;
        while ((position = _ring.TryPush(run, what, value, step, ticks)) < 0)
        {
            WaitForRoom(ref spin);
        }

        WakeAtHalfRing(position, 1);
    }

    /// <summary>Half a ring since the last time: the recording thread does not wait for the interval.</summary>
    private void WakeAtHalfRing(long lastPosition, int pushed)
    {
        if ((lastPosition & _wakeMask) < pushed)
        {
            Wake();
        }
    }

    /// <summary>Waits a little for the recording thread to make room.</summary>
    /// <param name="spin">How often this caller has waited for this record.</param>
    private void WaitForRoom(ref SpinWait spin)
    {
        if (spin.Count == 0)
        {
            Interlocked.Increment(ref _waits);
        }

        Wake();
        spin.SpinOnce();
    }

    private void DrainUntilStopped()
    {
        while (!_stopping)
        {
            Guard("write what was logged", DrainInBackground); // A fault here must not end the process.
            _work.WaitOne(_writer.HasOpenRuns || _ring.HasNext ? FlushInterval : Timeout.InfiniteTimeSpan);
        }
    }

    private void DrainInBackground()
    {
        lock (_draining)
        {
            Drain(insist: false);
            if (_writer.IsBeatDue && _writer.TryBegin(insist: false))
            {
                _writer.TryCommit();
            }
        }
    }

    /// <summary>Writes what is in the ring now, or as much of it as the store takes.</summary>
    /// <param name="insist">Try at once even if the store just failed, and wait a while for one that another program has locked.</param>
    private void Drain(bool insist)
    {
        var started = Environment.TickCount64;

        // Ticks become wall-clock time here, at most an interval after they were taken.
        var tickZero = TickZero(started);

        // Only what is there now: a thread that logs without end must not keep a program from ending.
        var left = _ring.Count;
        while (left > 0 && _ring.HasNext)
        {
            var written = TryWriteBatch(tickZero, insist, (int)Math.Min(left, BatchSize));
            left -= written;
            if (written == 0)
            {
                MakeRoom();
                if (!insist || !_writer.IsBusy || Environment.TickCount64 - started > s_patience.TotalMilliseconds)
                {
                    return;
                }
            }
        }
    }

    /// <summary>
    /// The time at which ticks were zero. Both clocks are coarse: were it told anew each time, the values of a row that two drains
    /// share would have two times. It follows the wall clock when that is set.
    /// </summary>
    private long TickZero(long ticks)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() - ticks;
        return _tickZero = Math.Abs(now - _tickZero) > CoarsestClock ? now : _tickZero;
    }

    /// <summary>Writes records in one transaction; they stay in the ring until it is durable.</summary>
    /// <returns>How many were written; none when the store failed.</returns>
    private int TryWriteBatch(long tickZero, bool insist, int size)
    {
        Prepare(size);
        if (!_writer.TryBegin(insist))
        {
            return 0;
        }

        var written = 0;
        for (; written < size && _ring.TryPeek(written, out var record); written++)
        {
            if (!_writer.TryWrite(in record, tickZero + record.Ticks))
            {
                return 0;
            }
        }

        if (!_writer.TryCommit())
        {
            return 0;
        }

        _ring.Release(written);
        _delivery?.Committed(_location, written);
        return written;
    }

    /// <summary>Reads what the records need from elsewhere while nobody waits for the write lock yet.</summary>
    private void Prepare(int size)
    {
        for (var index = 0; index < size && _ring.TryPeek(index, out var record); index++)
        {
            (record.What as RunEvent)?.Prepare(record.Run, Faults);
        }
    }

    /// <summary>
    /// While the store takes nothing, training must not wait for a ring that stays full: the older half is given up. A store that
    /// another program has just locked is no reason yet.
    /// </summary>
    private void MakeRoom()
    {
        var count = _ring.Count;
        if (_writer.IsOff)
        {
            Lose(count);
        }
        else if (!_writer.IsBusy && count > _ring.Capacity - (_ring.Capacity / 4))
        {
            Lose(count / 2);
        }
    }

    private void Lose(long count)
    {
        var lost = 0;
        while (lost < count && _ring.TryPop(out _))
        {
            lost++;
        }

        if (_isClosed)
        {
            return; // What still comes from threads that end with the process is of runs that have ended.
        }

        Faults.Lost(lost);
        if (lost > 0 && !_writer.IsOff)
        {
            _writer.MayHaveMissedEnds = true;
            Faults.Report($"the store took nothing for so long that {lost} values had to be given up; more may follow.", "lost");
        }
    }

    private void Close()
    {
        lock (_draining)
        {
            Drain(insist: true);
            Lose(_ring.Count);
            _writer.Dispose();
            _isClosed = true;
        }
    }
}

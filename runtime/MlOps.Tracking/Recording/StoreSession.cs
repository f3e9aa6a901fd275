using Microsoft.Data.Sqlite;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Recording;

/// <summary>
/// The store as the recording thread has it: opened when it is needed, given up when it fails, tried again while there is
/// hope. Training never learns of it. Used by one thread at a time.
/// </summary>
internal sealed class StoreSession(StoreLocation location, Faults faults) : IDisposable
{
    private static readonly TimeSpan s_retry = TimeSpan.FromSeconds(1);

    // Another program that writes much is no reason for a message; one that keeps the store to itself is.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    private RunStore? _store;
    private readonly Lazy<ProcessMark> _process = new(() => ProcessMark.Create(location));
    private long _lastBeat;
    private long _failedSince;
    private long _lastTry;

    /// <summary>The open store; only between <see cref="TryBegin"/> and <see cref="TryCommit"/>.</summary>
    public RunStore Store => _store ?? throw new InvalidOperationException("The store is not open.");

    /// <summary>The mark of this process; any thread may ask for it.</summary>
    public ProcessMark Process => _process.Value;

    public OpenRuns OpenRuns => new(Store.Statements, location);

    /// <summary>Whether the last attempt failed and the next one may not.</summary>
    public bool IsAway { get; private set; }

    /// <summary>Whether the store will never take anything: it is not ours to write to, or it was closed.</summary>
    public bool IsOff { get; private set; }

    /// <summary>Whether another program has the store, but not for so long that one must give up hope.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>Takes the write lock.</summary>
    /// <param name="insist">Try even if the last attempt was a moment ago.</param>
    /// <param name="isNew">Whether the store was opened just now.</param>
    public bool TryBegin(bool insist, out bool isNew)
    {
        isNew = false;
        if (IsOff || (IsAway && !insist && !IsBusy && Environment.TickCount64 - _lastTry < s_retry.TotalMilliseconds))
        {
            return false;
        }

        try
        {
            CloseIfGone();
            isNew = _store is null;
            _store ??= Open();
            _store.Begin();
            return true;
        }
        catch (Exception fault)
        {
            Fail(fault);
            return false;
        }
    }

    public bool TryCommit(IEnumerable<Run> openRuns)
    {
        try
        {
            Beat(openRuns);
            Store.Commit();
            if (IsAway && !IsBusy)
            {
                faults.Note("the store can be written again; recording goes on.");
            }

            IsAway = IsBusy = false;

            return true;
        }
        catch (Exception fault)
        {
            Fail(fault);
            return false;
        }
    }

    /// <summary>Whether others are due to hear that this process is alive.</summary>
    public bool IsBeatDue => _store is not null && Environment.TickCount64 - _lastBeat > OpenRuns.Heartbeat.TotalMilliseconds;

    /// <summary>Gives the store up until the next attempt. What was not committed is still in the ring.</summary>
    public void Fail(Exception fault)
    {
        _lastTry = Environment.TickCount64;
        _failedSince = IsAway ? _failedSince : _lastTry;
        IsAway = true;
        var isLocked = fault is SqliteException { SqliteErrorCode: SqliteError.Busy or SqliteError.Locked };
        IsBusy = isLocked && _lastTry - _failedSince < s_patience.TotalMilliseconds;
        IsOff = fault is StoreException;
        if (!isLocked || _store is { HasTransaction: true })
        {
            Close();
        }

        Tell(fault, isLocked);
    }

    public void Dispose()
    {
        try
        {
            if (_store is not null)
            {
                _store.Begin();
                OpenRuns.Unregister(Process);
                _store.Commit();
            }
        }
        catch (SqliteException)
        {
            // The next process finds our mark without its lock and says the same.
        }

        Close();
        if (_process.IsValueCreated)
        {
            Process.Dispose();
            RemoveStaging();
        }

        IsOff = true;
    }

    private RunStore Open()
    {
        var store = RunStore.Open(location);
        try
        {
            var runs = new OpenRuns(store.Statements, location);
            var now = DateTimeOffset.UtcNow;
            store.Begin();
            if (!runs.Beat(Process, now.ToUnixTimeMilliseconds()))
            {
                runs.Register(Process, now.ToUnixTimeMilliseconds());
            }

            var closed = runs.CloseDead(Process, now);
            store.Commit();
            runs.RemoveMarks(now);
            if (closed > 0)
            {
                faults.Note($"closed {closed} {(closed == 1 ? "run" : "runs")} of processes that had died, as failed.");
            }

            return store;
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Where a file can be deleted while it is open, writing to it would go on without an error, and into nothing.</summary>
    private void CloseIfGone()
    {
        if (_store is not null && !File.Exists(location.DatabasePath))
        {
            Close();
            faults.Report($"the store '{location.DatabasePath}' was deleted or moved away while it was in use: what it had is gone with it, and a new one is begun.");
        }
    }

    private void Beat(IEnumerable<Run> openRuns)
    {
        var now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        _lastBeat = Environment.TickCount64;
        if (OpenRuns.Beat(Process, now))
        {
            return;
        }

        OpenRuns.Register(Process, now);
        foreach (var run in openRuns)
        {
            OpenRuns.TakeBack(Process, run.RunId);
        }
    }

    private void RemoveStaging()
    {
        try
        {
            ProcessMark.Remove(location, Process.Id);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            faults.Report($"could not remove '{location.StagingFolder(Process.Id)}': {fault.Message}");
        }
    }

    private void Close()
    {
        try
        {
            _store?.Dispose();
        }
        catch (SqliteException)
        {
            // What cannot be written cannot always be closed in good order either.
        }

        _store = null;
    }

    /// <summary>Says what is wrong. Nothing is lost yet: what is, later, is counted by whoever gives it up.</summary>
    private void Tell(Exception fault, bool isLocked)
    {
        if (IsOff)
        {
            faults.NoteOnce("store", $"nothing is recorded: {fault.Message} Training goes on.");
        }
        else if (!isLocked)
        {
            faults.NoteOnce(
                "store",
                $"the store '{location.DatabasePath}' cannot be written: {fault.Message} What is logged is kept in memory as long as there is room, " +
                "and the store is tried again. Free the disk, make the folder writable, or name another one in MLOPS_HOME. Training goes on.");
        }
        else if (!IsBusy)
        {
            faults.NoteOnce(
                "locked",
                $"another program has locked the store '{location.DatabasePath}' for {s_patience.TotalSeconds:0} seconds. What is logged is kept in " +
                "memory as long as there is room. Training goes on.");
        }
    }
}

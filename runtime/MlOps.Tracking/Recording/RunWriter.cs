using System.Globalization;
using Microsoft.Data.Sqlite;
using MlOps.Delivery;
using MlOps.Provenance;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Recording;

/// <summary>
/// Turns records into rows, a transaction at a time. Used by one thread at a time; no fault leaves it. What it keeps in memory
/// about runs is a copy of the store: after a failure it is read anew, and the records of the lost transaction are written again.
/// </summary>
internal sealed partial class RunWriter(StoreLocation location, Faults faults, IRunDelivery? delivery = null) : IDisposable
{
    private readonly StoreSession _session = new(location, faults);
    private readonly HashSet<Run> _open = [];
    private readonly HashSet<Run> _ended = [];
    private readonly HashSet<Run> _touched = [];

    /// <summary>Whether records were given up, among which the end of a run may have been.</summary>
    public bool MayHaveMissedEnds { get; set; }

    public bool HasOpenRuns => _open.Count > 0;

    public IReadOnlyCollection<Run> OpenRuns => _open;

    /// <summary>Whether another program has the store, but not for so long that one must give up hope.</summary>
    public bool IsBusy => _session.IsBusy;

    public bool IsOff => _session.IsOff;

    public bool IsBeatDue => HasOpenRuns && _session.IsBeatDue;

    /// <summary>The mark of this process; any thread may ask for it.</summary>
    public ProcessMark Process => _session.Process;

    /// <summary>Begins a transaction.</summary>
    /// <returns>Whether records can be written now.</returns>
    public bool TryBegin(bool insist)
    {
        if (!_session.TryBegin(insist, out var isNew))
        {
            return false;
        }

        if (isNew)
        {
            // Whatever store this is, it need not be the one that memory is a copy of.
            foreach (var run in _open)
            {
                run.State = null;
            }
        }

        return true;
    }

    /// <summary>Writes a record, or tells why nobody could.</summary>
    /// <returns><see langword="false"/> when the store failed: the whole transaction is void.</returns>
    public bool TryWrite(in Record record, long timestamp)
    {
        try
        {
            if (record.What is RunEvent what)
            {
                WriteEvent(record.Run, what, timestamp);
            }
            else
            {
                WriteMetric(record.Run, record.What as string, MetricPoint.Of(record.Value, timestamp, record.Step));
            }

            return true;
        }
        catch (Exception fault) when (IsOfTheRecord(fault))
        {
            faults.Report($"record {record.What}", fault);
            return true;
        }
        catch (Exception fault)
        {
            LoseStore(fault);
            return false;
        }
    }

    /// <summary>Gives the store up until the next attempt.</summary>
    public void LoseStore(Exception fault)
    {
        _session.Fail(fault);
        Forget();
    }

    /// <summary>Makes what was written since <see cref="TryBegin"/> durable.</summary>
    /// <returns><see langword="false"/> when the store failed: the whole transaction is void.</returns>
    public bool TryCommit()
    {
        try
        {
            foreach (var run in _touched)
            {
                WriteLatest(run);
            }

            if (MayHaveMissedEnds)
            {
                foreach (var run in _open.Where(static run => run.Status != RunStatus.Running))
                {
                    End(run, run.Status, DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
                }
            }
        }
        catch (Exception fault)
        {
            LoseStore(fault);
            return false;
        }

        if (!_session.TryCommit(_open))
        {
            Forget();
            return false;
        }

        MayHaveMissedEnds = false;
        _open.ExceptWith(_ended);
        _ended.Clear();
        _touched.Clear();
        return true;
    }

    /// <summary>Says of the runs that are still open that their program is exiting.</summary>
    /// <param name="status">How those end that did not say.</param>
    /// <param name="message">Why they do; <see langword="null"/> while they may still go on.</param>
    /// <param name="timestamp">When.</param>
    public void EndOpenRuns(RunStatus status, string? message, long timestamp)
    {
        if (_open.Count == 0 || !TryBegin(insist: true))
        {
            return;
        }

        try
        {
            foreach (var run in _open.ToArray())
            {
                EndOpen(run, status, message, timestamp);
            }

            TryCommit();
        }
        catch (Exception fault)
        {
            _session.Fail(fault);
        }
    }

    /// <summary>Closes the store, which moves its log into the database; what comes later is not recorded.</summary>
    public void Dispose() => _session.Dispose();

    private RunState StateOf(Run run)
    {
        _touched.Add(run);
        return run.State ??= Find(run) ?? Begin(run);
    }

    private RunState? Find(Run run)
    {
        if (_session.Store.FindArtifacts(run.RunId) is not { } artifacts)
        {
            return null;
        }

        var state = new RunState(artifacts);
        foreach (var (key, value) in _session.Store.Params(run.RunId))
        {
            state.Params.Add(key, value);
        }

        foreach (var (name, point) in _session.Store.Latest(run.RunId))
        {
            state.Metrics.Add(name, new LatestMetric(name, point));
        }

        return state;
    }

    private RunState Begin(Run run)
    {
        var start = run.StartTime.ToUnixTimeMilliseconds();
        var store = _session.Store;
        var experiment = ExperimentOf(run, start);
        var artifacts = location.ArtifactFolder(experiment, run.RunId);
        store.WriteRun(run.RunId, run.Name, experiment, start, artifacts, RunProvenance.User, RunProvenance.SourceName);
        Open(run, remoteRun: run.IsResumed ? run.RunId : null);
        var state = new RunState(artifacts);
        foreach (var (key, value) in RunProvenance.TagsOf(run))
        {
            WriteTag(run, state, new RunEvent.Tag(key, value));
        }

        WriteCode(run.Method);
        return state;
    }

    private long ExperimentOf(Run run, long start)
    {
        if (RunProvenance.ExperimentIdOf(run) is { } id && delivery is null)
        {
            if (long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && _session.Store.HasExperiment(number))
            {
                return number;
            }

            faults.NoteOnce("experiment", $"MLFLOW_EXPERIMENT_ID is '{id}', and the store has no such experiment. The run goes to 'Default'; MLFLOW_EXPERIMENT_NAME makes what is missing.");
        }

        var name = MlflowLimits.Cut(RunProvenance.ExperimentOf(run), MlflowLimits.ExperimentName);
        var experiment = _session.Store.GetOrCreateExperiment(name, start, out var wasDeleted);
        if (wasDeleted)
        {
            faults.Note($"the experiment '{name}' had been deleted; it is restored, because a new run belongs to it.");
        }

        return experiment;
    }

    /// <summary>Goes on with a run that the store may have already.</summary>
    private void Resume(Run run)
    {
        _session.Store.ReopenRun(run.RunId);
        Open(run, remoteRun: null);
    }

    /// <param name="run">The run.</param>
    /// <param name="remoteRun">The run that a server has of it already.</param>
    private void Open(Run run, string? remoteRun)
    {
        _session.OpenRuns.Add(_session.Process, run.RunId);
        _open.Add(run);
        if (delivery is not null)
        {
            _session.Store.WriteDelivery(delivery.Destination, run.RunId, RunProvenance.ExperimentIdOf(run), remoteRun);
        }
    }

    private void EndOpen(Run run, RunStatus status, string? message, long timestamp)
    {
        if (run.Status != RunStatus.Running)
        {
            End(run, run.Status, timestamp);
            return;
        }

        if (message is not null)
        {
            WriteTag(run, StateOf(run), new RunEvent.Tag("mlops.error.message", message));
        }

        _session.Store.EndRun(run.RunId, status, timestamp); // Unless it goes on after all.
    }

    private void End(Run run, RunStatus status, long timestamp)
    {
        // Ticks are coarser than the clock: a short run must not end before it began.
        _session.Store.EndRun(run.RunId, status, Math.Max(timestamp, run.StartTime.ToUnixTimeMilliseconds()));
        _session.OpenRuns.Remove(run.RunId);
        _ended.Add(run);
    }

    private void WriteLatest(Run run)
    {
        if (run.State is not { } state)
        {
            return; // Nothing could be written of it.
        }

        foreach (var latest in state.Metrics.Values)
        {
            if (latest.IsDirty)
            {
                _session.Store.WriteLatest(run.RunId, latest.Name, latest.Point);
                latest.IsDirty = false;
            }
        }
    }

    /// <summary>The transaction is void, and with it what memory says of the runs in it.</summary>
    private void Forget()
    {
        foreach (var run in _touched)
        {
            run.State = null;
        }

        _ended.Clear();
        _touched.Clear();
    }

    /// <summary>A record that nobody could store, such as a null key or a run that was deleted: the next one may be fine.</summary>
    private static bool IsOfTheRecord(Exception fault) => fault
        is ArgumentException or InvalidOperationException or NullReferenceException or SqliteException { SqliteErrorCode: SqliteError.Constraint };
}

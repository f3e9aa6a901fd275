using Microsoft.Data.Sqlite;
using MlOps.Provenance;
using MlOps.Store;

namespace MlOps.Recording;

/// <summary>Turns records into rows. Used by one thread at a time; no fault leaves it.</summary>
internal sealed class RunWriter(StoreLocation location, Faults faults) : IDisposable
{
    private const int ConstraintViolated = 19; // SQLITE_CONSTRAINT

    private readonly HashSet<Run> _open = [];
    private readonly HashSet<Run> _touched = [];
    private RunStore? _store;
    private bool _broken;
    private bool _closed;

    public bool HasOpenRuns => _open.Count > 0;

    public void Write(in Record record, long timestamp)
    {
        if (_closed)
        {
            return;
        }

        if (_broken)
        {
            faults.Report("recording is off since the store failed.", "record");
            return;
        }

        try
        {
            _store ??= RunStore.Open(location);
            _store.Begin();
            if (record.What is RunEvent what)
            {
                WriteEvent(record.Run, what, timestamp);
            }
            else
            {
                WriteMetric(record.Run, record.What as string, MetricPoint.Of(record.Value, timestamp, record.Step));
            }
        }
        catch (Exception fault) when (IsOfTheRecord(fault))
        {
            faults.Report($"record {record.What}", fault);
        }
        catch (Exception fault)
        {
            Break(fault);
        }
    }

    /// <summary>Makes what was written since the last commit durable.</summary>
    public void Commit()
    {
        if (_store is null || _broken)
        {
            return;
        }

        try
        {
            foreach (var run in _touched)
            {
                foreach (var (name, latest) in run.State!.Latest)
                {
                    if (latest.IsDirty)
                    {
                        _store.WriteLatest(run.RunId, name, latest.Point);
                        latest.IsDirty = false;
                    }
                }
            }

            _touched.Clear();
            _store.Commit();
        }
        catch (Exception fault)
        {
            Break(fault);
        }
    }

    /// <summary>Says of the runs that are still open that their program is exiting.</summary>
    public void EndOpenRuns(long timestamp)
    {
        if (_store is null || _broken)
        {
            return;
        }

        _store.Begin();
        foreach (var run in _open)
        {
            _store.EndRun(run.RunId, RunStatus.Killed, timestamp);
        }

        Commit();
    }

    /// <summary>Closes the store, which moves its log into the database; what comes later is not recorded.</summary>
    public void Dispose()
    {
        _closed = true;
        _store?.Dispose();
        _store = null;
    }

    private void WriteEvent(Run run, RunEvent what, long timestamp)
    {
        switch (what)
        {
            case RunEvent.Begun:
                Begin(run, timestamp);
                break;
            case RunEvent.Ended ended:
                _store!.EndRun(run.RunId, ended.Status, timestamp);
                _open.Remove(run);
                break;
            case RunEvent.Param param:
                WriteParam(run, param);
                break;
            case RunEvent.Tag tag:
                _store!.WriteTag(run.RunId, tag.Key, tag.Value);
                break;
            case RunEvent.Result result:
                WriteResult(run, result, timestamp);
                break;
            case RunEvent.Input input:
                WriteInput(run, input);
                break;
            case RunEvent.Artifact artifact:
                WriteArtifact(run, artifact);
                break;
            default:
                throw new InvalidOperationException($"Unknown event {what}.");
        }
    }

    private void Begin(Run run, long timestamp)
    {
        var experiment = _store!.GetOrCreateExperiment(RunProvenance.ExperimentOf(run.Method), timestamp);
        var artifacts = location.ArtifactFolder(experiment, run.RunId);
        run.State = new RunState(artifacts);
        var tags = RunProvenance.TagsOf(run);
        _store.WriteRun(run.RunId, run.Name, experiment, timestamp, artifacts, RunProvenance.User, RunProvenance.SourceName);
        foreach (var (key, value) in tags)
        {
            _store.WriteTag(run.RunId, key, value);
        }

        WriteCode(run.Method);
        _open.Add(run);
    }

    private void WriteCode(TrackedMethod? method)
    {
        if (method is { Fingerprint: { } fingerprint, Assembly: not null }
            && !_store!.HasCode(fingerprint)
            && CodeDescription.ClosureOf(method.Assembly, fingerprint) is { } closure)
        {
            _store.WriteCode(fingerprint, closure);
        }
    }

    private void WriteParam(Run run, RunEvent.Param param)
    {
        if (run.State!.Params.TryAdd(param.Key, param.Value))
        {
            _store!.WriteParam(run.RunId, param.Key, param.Value);
        }
        else if (run.State.Params[param.Key] != param.Value)
        {
            faults.Report($"param '{param.Key}' keeps its first value '{run.State.Params[param.Key]}'; '{param.Value}' came later and is ignored.");
        }
    }

    private void WriteMetric(Run run, string? name, MetricPoint point)
    {
        if (string.IsNullOrEmpty(name))
        {
            faults.Report("a metric without a name is ignored.");
            return;
        }

        if (!run.State!.Latest.TryGetValue(name, out var latest))
        {
            run.State.Latest.Add(name, latest = new LatestMetric());
            latest.Offer(point, isFirst: true);
        }
        else
        {
            latest.Offer(point, isFirst: false);
        }

        _store!.WriteMetric(run.RunId, name, point);
        _touched.Add(run);
    }

    private void WriteResult(Run run, RunEvent.Result result, long timestamp)
    {
        var point = MetricPoint.Of(result.Value, timestamp, 0);
        if (run.State!.Latest.TryGetValue(result.Name, out var latest))
        {
            point = point with { Step = latest.Point.Step, Timestamp = Math.Max(timestamp, latest.Point.Timestamp + 1) };
        }

        WriteMetric(run, result.Name, point);
    }

    private void WriteInput(Run run, RunEvent.Input input)
    {
        if (!run.State!.Inputs.Add(input.Dataset))
        {
            return;
        }

        var digest = DatasetCheck.ActualDigest(input.Dataset, input.Path, faults);
        _store!.WriteInput(run.RunId, input.Dataset, digest);
    }

    private void WriteArtifact(Run run, RunEvent.Artifact artifact)
    {
        try
        {
            ArtifactFile.Write(run.State!.ArtifactFolder, artifact.Path, artifact.Content);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Report($"could not keep artifact '{artifact.Path}': {fault.Message}");
        }
    }

    /// <summary>A record that nobody could store, such as a null key or a second run of one id: the next one may be fine.</summary>
    private static bool IsOfTheRecord(Exception fault) => fault
        is ArgumentException or InvalidOperationException or NullReferenceException or SqliteException { SqliteErrorCode: ConstraintViolated };

    private void Break(Exception fault)
    {
        _broken = true;
        _open.Clear();
        try
        {
            _store?.Dispose(); // Its open transaction would keep other processes waiting.
        }
        catch (SqliteException)
        {
            // What cannot be written cannot always be rolled back either.
        }

        _store = null;
        faults.Report(
            $"nothing is recorded from here on, since the store '{location.DatabasePath}' failed: {fault.Message} " +
            "Make the folder writable, or name another one in MLOPS_HOME.",
            "record");
    }
}

using System.Text;
using MlOps.Models;
using MlOps.Provenance;
using MlOps.Store;

namespace MlOps.Recording;

// One method for each thing that can be said of a run. Names and values that MLflow would refuse are made fit for it here.
internal sealed partial class RunWriter
{
    private void WriteEvent(Run run, RunEvent what, long timestamp)
    {
        var state = StateOf(run);
        switch (what)
        {
            case RunEvent.Begun when run.IsResumed:
                Resume(run);
                break;
            case RunEvent.Begun:
                break; // Whatever is said of a run first begins it.
            case RunEvent.Ended ended:
                End(run, ended.Status, timestamp);
                break;
            case RunEvent.Param param:
                WriteParam(run, state, param);
                break;
            case RunEvent.Tag tag:
                WriteTag(run, state, tag);
                break;
            case RunEvent.Result result:
                WriteResult(run, state, result, timestamp);
                break;
            case RunEvent.Input input:
                WriteInput(run, state, input);
                break;
            case RunEvent.Artifact artifact:
                KeepArtifact(artifact.Path, () => ArtifactFile.Write(state.ArtifactFolder, artifact.Path, artifact.Content));
                break;
            case RunEvent.StagedArtifact staged:
                KeepArtifact(staged.Path, () => ArtifactFile.Move(state.ArtifactFolder, staged.Path, staged.File));
                break;
            case ModelEvent model:
                WriteModel(run, state, model, timestamp);
                break;
            default:
                throw new InvalidOperationException($"Unknown event {what}.");
        }
    }

    private void WriteCode(TrackedMethod? method)
    {
        if (method is { Fingerprint: { } fingerprint, Assembly: not null }
            && !_session.Store.HasCode(fingerprint)
            && CodeDescription.ClosureOf(method.Assembly, fingerprint) is { } closure)
        {
            _session.Store.WriteCode(fingerprint, closure);
        }
    }

    private void WriteParam(Run run, RunState state, RunEvent.Param param)
    {
        var key = NameOf("param", param.Key);
        var value = Fit(state, "param", key, param.Value, MlflowLimits.ParamValue);
        if (!state.Params.TryGetValue(key, out var known))
        {
            _session.Store.WriteParam(run.RunId, key, value);
            state.Params.Add(key, value);
        }
        else if (known != value)
        {
            faults.Report($"param '{key}' keeps its first value '{known}'; '{value}' came later and is ignored.");
        }
    }

    private void WriteTag(Run run, RunState state, RunEvent.Tag tag)
    {
        var key = NameOf("tag", tag.Key);
        _session.Store.WriteTag(run.RunId, key, Fit(state, "tag", key, tag.Value, MlflowLimits.TagValue));
        if (key == Run.NameTag)
        {
            _session.Store.RenameRun(run.RunId, MlflowLimits.Cut(tag.Value, MlflowLimits.RunName)); // As MLflow does.
        }
    }

    private void WriteMetric(Run run, string? name, in MetricPoint point)
    {
        var metric = MetricOf(StateOf(run), name);
        metric.Offer(point);
        _session.Store.WriteMetric(run.RunId, metric.Name, in point);
    }

    private void WriteResult(Run run, RunState state, RunEvent.Result result, long timestamp)
    {
        var point = MetricPoint.Of(result.Value, timestamp, 0);
        var latest = MetricOf(state, result.Name);
        if (latest.HasPoint)
        {
            point = point with { Step = latest.Point.Step, Timestamp = Math.Max(timestamp, latest.Point.Timestamp + 1) };
        }

        WriteMetric(run, latest.Name, point);
    }

    private LatestMetric MetricOf(RunState state, string? name)
    {
        if (name is not null && state.Metrics.TryGetValue(name, out var known))
        {
            return known;
        }

        var clean = NameOf("metric", name);
        if (!state.Metrics.TryGetValue(clean, out var metric))
        {
            state.Metrics.Add(clean, metric = new LatestMetric(clean));
        }

        state.Metrics[name!] = metric;
        return metric;
    }

    private void WriteInput(Run run, RunState state, RunEvent.Input input)
    {
        if (!state.Inputs.Contains(input.Dataset))
        {
            _session.Store.WriteInput(run.RunId, input.Dataset, input.Digest ?? input.Dataset.Digest, input.IsInMemory);
            state.Inputs.Add(input.Dataset);
        }
    }

    private bool KeepArtifact(string path, Action keep)
    {
        try
        {
            keep();
            return true;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or ArgumentException)
        {
            faults.Report($"could not keep artifact '{path}': {fault.Message}");
            return false;
        }
    }

    private string NameOf(string kind, string? name)
    {
        var clean = MlflowName.Clean(name);
        if (!ReferenceEquals(clean, name))
        {
            faults.NoteOnce(
                $"{kind} names",
                $"the {kind} '{MlflowLimits.Cut(name!, MlflowLimits.Key)}' is stored as '{clean}', as are others like it: MLflow allows letters, digits, _ - . / and spaces, at most {MlflowLimits.Key}.");
        }

        return clean;
    }

    /// <summary>A value that is too long is cut as MLflow cuts it; the whole of it becomes an artifact.</summary>
    private string Fit(RunState state, string kind, string key, string value, int limit)
    {
        if (value.Length <= limit)
        {
            return value;
        }

        var path = $"mlops/{kind}s/{key}.txt";
        faults.NoteOnce($"long {kind}s", $"the {kind} '{key}' is longer than the {limit} characters that MLflow keeps: all of it is in the artifact '{path}'.");
        KeepArtifact(path, () => ArtifactFile.Write(state.ArtifactFolder, path, Encoding.UTF8.GetBytes(value)));
        return MlflowLimits.Cut(value, limit);
    }
}

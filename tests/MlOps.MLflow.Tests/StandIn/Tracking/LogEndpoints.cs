using System.Text.Json;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>Metrics, params and tags of runs, one by one and in batches.</summary>
internal sealed class LogEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/runs/";
    private const string MetricFields = "run_id:s! run_uuid:s key:s! value:d! timestamp:i! step:i* model_id:s dataset_name:s dataset_digest:s";

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "log-metric", MetricFields, LogMetric);
        yield return new("POST", Path + "log-parameter", "run_id:s! run_uuid:s key:s! value:s*", LogParam);
        yield return new("POST", Path + "log-batch", "run_id:s! metrics:metric[]* params:param[]* tags:tag[]*", LogBatch);
    }

    private Answer LogMetric(Call call)
    {
        var point = new Checks(call).Metric(call.Fields);
        Log(RunEndpoints.ActiveRun(state, call), point);
        return Answer.Empty;
    }

    private Answer LogParam(Call call)
    {
        var (key, value) = new Checks(call).Param(call.Fields);
        var run = RunEndpoints.ActiveRun(state, call);
        if (run.Params.TryAdd(key, value) || run.Params[key] == value)
        {
            return Answer.Empty;
        }

        throw ApiException.Invalid($"Changing param values is not allowed. Param with key='{key}' was already logged with value='{run.Params[key]}'"
            + $" for run ID='{run.Id}'. Attempted logging new value '{value}'.");
    }

    // Everything is checked before anything is written.
    private Answer LogBatch(Call call)
    {
        CheckFieldsPresent(call, "metrics", "key", "value", "timestamp");
        CheckFieldsPresent(call, "params", "key");
        CheckFieldsPresent(call, "tags", "key");
        var checks = new Checks(call);
        var metrics = call.Fields.Messages("metrics");
        var @params = call.Fields.Messages("params");
        var tags = call.Fields.Messages("tags");
        checks.CheckCount("metrics", metrics.Count, 1000);
        checks.CheckCount("params", @params.Count, 100);
        checks.CheckCount("tags", tags.Count, 100);
        checks.CheckCount("metrics, params, and tags", metrics.Count + @params.Count + tags.Count, 1000);
        var points = metrics.Select((metric, i) => checks.Metric(metric, $"metrics[{i}].")).ToList();
        var newParams = @params.Select((param, i) => checks.Param(param, $"params[{i}].")).ToList();
        var newTags = tags.Select((tag, i) => checks.Tag(tag, $"tags[{i}].")).ToList();
        CheckUnique(newParams);

        var run = RunEndpoints.ActiveRun(state, call);
        CheckUnchanged(run, newParams);
        newParams.ForEach(param => run.Params.TryAdd(param.Key, param.Value));
        points.ForEach(point => Log(run, point));
        newTags.ForEach(tag => RunEndpoints.Tag(run, tag.Key, tag.Value));
        return Answer.Empty;
    }

    private void Log(HeldRun run, Point point)
    {
        run.Log(point);
        if (point.ModelId.Length > 0 && state.LoggedModels.TryGetValue(point.ModelId, out var model))
        {
            model.Metrics.Add((run, point));
        }
    }

    private static void CheckFieldsPresent(Call call, string list, params string[] names)
    {
        if (!call.Json.TryGetProperty(list, out var items) || items.ValueKind != JsonValueKind.Array)
        {
            return;
        }

        foreach (var (i, item) in items.EnumerateArray().Index())
        {
            foreach (var name in names.Where(name => !item.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null))
            {
                throw call.IsThree
                    ? ApiException.Required($"{list}[{i}].{name}")
                    : ApiException.Invalid($"Invalid value {Python.Repr(items)} for parameter '{list}' supplied. Hint: Value was of type 'list'. "
                        + "See the API docs for more information about request parameters.");
            }
        }
    }

    private static void CheckUnique(IEnumerable<(string Key, string Value)> newParams)
    {
        var twice = newParams.GroupBy(static param => param.Key).Where(static same => same.Count() > 1).Select(static same => $"'{same.Key}'").ToList();
        if (twice.Count > 0)
        {
            throw ApiException.Invalid($"Duplicate parameter keys have been submitted: [{string.Join(", ", twice)}]. "
                + "Please ensure the request contains only one param value per param key.");
        }
    }

    private static void CheckUnchanged(HeldRun run, IEnumerable<(string Key, string Value)> newParams)
    {
        var changed = newParams.Where(param => run.Params.TryGetValue(param.Key, out var old) && old != param.Value)
            .Select(param => $"{{'key': '{param.Key}', 'old_value': '{run.Params[param.Key]}', 'new_value': '{param.Value}'}}").ToList();
        if (changed.Count > 0)
        {
            throw ApiException.Invalid("Changing param values is not allowed. Params were already logged="
                + $"'[{string.Join(", ", changed)}]' for run ID='{run.Id}'.");
        }
    }
}

using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>Entities as the server writes them: what is empty is left out, but for fields that were set to nothing.</summary>
internal static class Json
{
    public static JsonObject Experiment(HeldExperiment experiment) => new JsonObject
    {
        ["experiment_id"] = experiment.Id,
        ["name"] = experiment.Name,
        ["artifact_location"] = experiment.ArtifactLocation,
        ["lifecycle_stage"] = experiment.LifecycleStage,
        ["last_update_time"] = experiment.LastUpdateTime,
        ["creation_time"] = experiment.CreationTime,
    }.With("tags", Pairs(experiment.Tags));

    public static JsonObject RunInfo(HeldRun run)
    {
        var info = new JsonObject
        {
            ["run_uuid"] = run.Id,
            ["experiment_id"] = run.Experiment.Id,
            ["run_name"] = run.Name,
            ["user_id"] = run.UserId,
            ["status"] = run.Status,
            ["start_time"] = run.StartTime,
        };
        if (run.EndTime is { } endTime)
        {
            info["end_time"] = endTime;
        }

        info["artifact_uri"] = run.ArtifactUri;
        info["lifecycle_stage"] = run.LifecycleStage;
        info["run_id"] = run.Id;
        return info;
    }

    public static JsonObject RunData(HeldRun run) => new JsonObject()
        .With("metrics", run.Latest.Select(Metric))
        .With("params", Pairs(run.Params))
        .With("tags", Pairs(run.Tags));

    public static JsonObject Inputs(HeldRun run) => new JsonObject()
        .With("dataset_inputs", run.Inputs.Select(DatasetInput))
        .With("model_inputs", run.ModelInputs.Select(static id => new JsonObject { ["model_id"] = id }));

    public static JsonObject Outputs(HeldRun run) => new JsonObject()
        .With("model_outputs", run.ModelOutputs.Select(static model => new JsonObject { ["model_id"] = model.ModelId, ["step"] = model.Step }));

    public static JsonObject Metric(Point point) => new()
    {
        ["key"] = point.Key,
        ["value"] = double.IsNaN(point.Value) ? "NaN" : point.Value,
        ["timestamp"] = point.Timestamp,
        ["step"] = point.Step,
    };

    public static JsonObject Metric(Point point, HeldRun run)
    {
        var metric = Metric(point);
        metric["run_id"] = run.Id;
        return metric;
    }

    public static IEnumerable<JsonObject> Pairs(IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Select(static pair => new JsonObject { ["key"] = pair.Key, ["value"] = pair.Value });

    /// <summary>Adds a list, unless it is empty.</summary>
    public static JsonObject With(this JsonObject json, string name, IEnumerable<JsonNode> items)
    {
        var list = items.ToArray();
        if (list.Length > 0)
        {
            json[name] = new JsonArray(list);
        }

        return json;
    }

    /// <summary>Adds a text, unless it is empty.</summary>
    public static JsonObject With(this JsonObject json, string name, string text)
    {
        if (text.Length > 0)
        {
            json[name] = text;
        }

        return json;
    }

    private static JsonObject DatasetInput(HeldInput input)
    {
        var json = new JsonObject().With("tags", Pairs(input.Tags));
        json["dataset"] = new JsonObject
        {
            ["name"] = input.Name,
            ["digest"] = input.Digest,
            ["source_type"] = input.SourceType,
            ["source"] = input.Source,
        }.With("schema", input.Schema).With("profile", input.Profile);
        return json;
    }
}

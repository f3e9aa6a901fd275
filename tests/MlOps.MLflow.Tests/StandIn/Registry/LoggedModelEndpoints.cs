using System.Buffers;
using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Tracking;

namespace MlOps.Tests.MLflow.StandIn.Registry;

/// <summary>Models of MLflow 3; a server of 2 knows none of these paths.</summary>
internal sealed class LoggedModelEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/logged-models";
    private const string One = Path + "/{model_id}";
    private static readonly SearchValues<char> s_forbidden = SearchValues.Create("/:.%\"'");
    private static readonly string[] s_statuses = ["LOGGED_MODEL_PENDING", "LOGGED_MODEL_READY", "LOGGED_MODEL_UPLOAD_FAILED"];

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path, "experiment_id:s! name:s* model_type:s* source_run_id:s* params:param[]* tags:tag[]*", Create);
        yield return new("POST", Path + "/search", "experiment_ids:s[]! filter:s* datasets:constraint[] max_results:i* order_by:order[]* page_token:s*", Search);
        yield return new("GET", One, null, call => Show(Model(call)));
        yield return new("PATCH", One, "model_id:s! status:s*", Finalize);
        yield return new("DELETE", One, null, Delete);
        yield return new("PATCH", One + "/tags", "tags:tag[]*", SetTags);
        yield return new("DELETE", One + "/tags/{key}", null, DeleteTag);
        yield return new("POST", One + "/params", "model_id:s! params:param[]*", LogParams);
        yield return new("GET", One + "/artifacts/directories", null, call => Answer.Json(new() { ["root_uri"] = Model(call).ArtifactUri }));
    }

    private HeldLoggedModel Model(Call call) => state.LoggedModel(call.Path["model_id"]);

    private static Answer Show(HeldLoggedModel model) => Answer.Json(new() { ["model"] = ToJson(model) });

    private static JsonObject ToJson(HeldLoggedModel model) => new()
    {
        ["info"] = new JsonObject
        {
            ["model_id"] = model.Id,
            ["experiment_id"] = model.Experiment.Id,
            ["name"] = model.Name,
            ["creation_timestamp_ms"] = model.CreationTime,
            ["last_updated_timestamp_ms"] = model.LastUpdateTime,
            ["artifact_uri"] = model.ArtifactUri,
            ["status"] = model.Status,
            ["model_type"] = model.ModelType,
            ["source_run_id"] = model.SourceRunId,
        }.With("tags", Json.Pairs(model.Tags)),
        ["data"] = new JsonObject().With("params", Json.Pairs(model.Params)).With("metrics", model.Metrics.Select(static metric => Metric(metric.Run, metric.Point))),
    };

    private static JsonObject Metric(HeldRun run, Point point)
    {
        var json = Json.Metric(point).With("dataset_name", point.DatasetName).With("dataset_digest", point.DatasetDigest);
        json["model_id"] = point.ModelId;
        json["run_id"] = run.Id;
        return json;
    }

    private Answer Create(Call call)
    {
        var name = call.Fields.Text("name");
        if (name.AsSpan().ContainsAny(s_forbidden))
        {
            throw ApiException.Invalid($"Invalid model name ('{name}') provided. Model name must be a non-empty string and cannot contain the following characters: "
                + "('/', ':', '.', '%', '\"', \"'\")");
        }

        var model = new HeldLoggedModel($"m-{Guid.NewGuid():n}", state.ActiveExperiment(call.Fields.Text("experiment_id")), ServerState.Now())
        {
            Name = name.Length > 0 ? name : Names.Next(),
            ModelType = call.Fields.Text("model_type"),
            SourceRunId = call.Fields.Text("source_run_id"),
        };
        Set(model.Params, call.Fields.Messages("params"));
        Set(model.Tags, call.Fields.Messages("tags"));
        state.LoggedModels.Add(model.Id, model);
        return Show(model);
    }

    private Answer Finalize(Call call)
    {
        var status = call.Fields.Text("status");
        if (!s_statuses.Contains(status))
        {
            throw ApiException.Invalid($"Invalid value \"{status}\" for parameter 'status' supplied:  Hint: Value was of type 'str'. "
                + "See the API docs for more information about request parameters.");
        }

        var model = Model(call);
        model.Status = status;
        model.LastUpdateTime = ServerState.Now();
        return Show(model);
    }

    private Answer Delete(Call call)
    {
        state.LoggedModels.Remove(Model(call).Id);
        return Answer.Empty;
    }

    private Answer SetTags(Call call)
    {
        Set(Model(call).Tags, call.Fields.Messages("tags"));
        return Answer.Empty;
    }

    private Answer DeleteTag(Call call)
    {
        var key = call.Path["key"];
        return Model(call).Tags.Remove(key)
            ? Answer.Empty
            : throw ApiException.Missing($"No tag with key {key!} for model with ID {call.Path["model_id"]} found.");
    }

    private Answer LogParams(Call call)
    {
        Set(Model(call).Params, call.Fields.Messages("params"));
        return Answer.Empty;
    }

    private static void Set(SortedDictionary<string, string> pairs, IEnumerable<Message> entries)
    {
        foreach (var entry in entries)
        {
            pairs[entry.Text("key")] = entry.Text("value");
        }
    }

    private Answer Search(Call call)
    {
        var clauses = Clause.ParseAll(call.Fields.Text("filter"));
        var found = state.LoggedModels.Values.Where(model => call.Fields.Texts("experiment_ids").Contains(model.Experiment.Id)
            && clauses.All(clause => Holds(clause, model)));
        var orders = call.Fields.Messages("order_by").Select(static order => Order.Parse(order.Text("field_name")) with { IsAscending = order.Flag("ascending", otherwise: true) })
            .Append(new("attributes", "creation_timestamp", IsAscending: false));
        var sorted = Order.Sort(found, orders, ValueOf, static model => model.Id);
        return Page.Of("models", sorted, call, Page.Size(call, 100, 1000), ToJson);
    }

    private static bool Holds(Clause clause, HeldLoggedModel model) => clause switch
    {
        { Entity: "metrics" } => clause.Holds(MetricOf(model, clause.Key)),
        { Entity: "params" } => clause.Holds(model.Params.GetValueOrDefault(clause.Key)),
        { Entity: "tags" } => clause.Holds(model.Tags.GetValueOrDefault(clause.Key)),
        { Key: "creation_timestamp" or "creation_time" } => clause.Holds(model.CreationTime),
        _ => clause.Holds((string?)ValueOf(model, new("attributes", clause.Key, IsAscending: true))),
    };

    private static IComparable? ValueOf(HeldLoggedModel model, Order order) => order switch
    {
        { Entity: "metrics" } => MetricOf(model, order.Key),
        { Key: "name" } => model.Name,
        { Key: "model_id" } => model.Id,
        { Key: "model_type" } => model.ModelType,
        { Key: "status" } => model.Status["LOGGED_MODEL_".Length..],
        { Key: "source_run_id" } => model.SourceRunId,
        { Key: "last_updated_timestamp" } => model.LastUpdateTime,
        { Key: "creation_timestamp" or "creation_time" } => model.CreationTime,
        _ => throw ApiException.Invalid($"Invalid attribute key '{order.Key}' specified."),
    };

    private static double? MetricOf(HeldLoggedModel model, string key) =>
        model.Metrics.Where(metric => metric.Point.Key == key).Select(static metric => (double?)metric.Point.Rank).LastOrDefault();
}

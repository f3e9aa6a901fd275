using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

/// <summary>Runs themselves: made, changed, deleted.</summary>
internal sealed class RunEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/runs/";
    private const string NameTag = "mlflow.runName";
    private static readonly string[] s_statuses = ["RUNNING", "SCHEDULED", "FINISHED", "FAILED", "KILLED"];

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "create", "experiment_id:s* user_id:s run_name:s* start_time:i* tags:tag[]", Create);
        yield return new("POST", Path + "update", "run_id:s! run_uuid:s status:s end_time:i* run_name:s*", Update);
        yield return new("GET", Path + "get", "run_id:s! run_uuid:s", Get);
        yield return new("POST", Path + "delete", "run_id:s!", call => Delete(call, true));
        yield return new("POST", Path + "restore", "run_id:s!", call => Delete(call, false));
        yield return new("POST", Path + "set-tag", "run_id:s! run_uuid:s key:s! value:s*", SetTag);
        yield return new("POST", Path + "delete-tag", "run_id:s! key:s!", DeleteTag);
    }

    /// <summary>The run that a call is about; old clients name it by its other name.</summary>
    public static HeldRun ActiveRun(ServerState state, Call call) => state.ActiveRun(IdOf(call));

    /// <summary>Sets a tag; the one with the run's name renames it.</summary>
    public static void Tag(HeldRun run, string key, string value)
    {
        run.Tags[key] = value;
        if (key == NameTag)
        {
            run.Name = value;
        }
    }

    private static string IdOf(Call call) => call.Fields.Has("run_id") ? call.Fields.Text("run_id") : call.Fields.Text("run_uuid");

    private Answer Create(Call call)
    {
        var checks = new Checks(call);
        var name = call.Fields.Text("run_name");
        var tags = call.Fields.Messages("tags").Select(tag => checks.Tag(tag)).ToList();
        var tagged = tags.LastOrDefault(static tag => tag.Key == NameTag).Value;
        if (name.Length > 0 && tagged != null && tagged != name)
        {
            throw ApiException.Invalid($"Both 'run_name' argument and 'mlflow.runName' tag are specified, but with different values (run_name='{name}', mlflow.runName='{tagged}').");
        }

        name = name.Length > 0 ? name : tagged ?? Names.Next();
        var experimentId = call.Fields.Text("experiment_id");
        if (experimentId.Length == 0)
        {
            throw SqlErrors.NoExperiment(name, call.Fields.Text("user_id"), call.Fields.Integer("start_time"), call.IsThree);
        }

        var run = state.AddRun(state.ActiveExperiment(experimentId));
        run.Name = name;
        run.UserId = call.Fields.Text("user_id");
        run.StartTime = call.Fields.Integer("start_time");
        foreach (var (key, value) in tags.Append((Key: NameTag, Value: name)).DistinctBy(static tag => tag.Key))
        {
            run.Tags[key] = value;
        }

        var body = new JsonObject { ["info"] = Json.RunInfo(run), ["data"] = Json.RunData(run) };
        if (call.IsThree)
        {
            body["inputs"] = new JsonObject();
        }

        return Answer.Json(new() { ["run"] = body });
    }

    private Answer Update(Call call)
    {
        var run = ActiveRun(state, call);
        if (s_statuses.Contains(call.Fields.Text("status")))
        {
            run.Status = call.Fields.Text("status"); // One it does not know is passed over.
        }

        run.EndTime = call.Fields.Has("end_time") ? call.Fields.Integer("end_time") : run.EndTime;
        if (call.Fields.Text("run_name") is { Length: > 0 } name)
        {
            Tag(run, NameTag, name);
        }

        return Answer.Json(new() { ["run_info"] = Json.RunInfo(run) });
    }

    private Answer Get(Call call) => Answer.Json(new() { ["run"] = Show(state.Run(IdOf(call)), call.Version) });

    public static JsonObject Show(HeldRun run, ServerVersion version)
    {
        var json = new JsonObject { ["info"] = Json.RunInfo(run), ["data"] = Json.RunData(run), ["inputs"] = Json.Inputs(run) };
        if (version.Major == 3)
        {
            json["outputs"] = Json.Outputs(run);
        }

        return json;
    }

    private Answer Delete(Call call, bool isDeleted)
    {
        state.Run(IdOf(call)).IsDeleted = isDeleted;
        return Answer.Empty;
    }

    private Answer SetTag(Call call)
    {
        var (key, value) = new Checks(call).Tag(call.Fields);
        Tag(ActiveRun(state, call), key, value);
        return Answer.Empty;
    }

    private Answer DeleteTag(Call call)
    {
        var run = ActiveRun(state, call);
        var key = call.Fields.Text("key");
        return run.Tags.Remove(key)
            ? Answer.Empty
            : throw ApiException.Missing($"No tag with name: {key} in run with id {run.Id}");
    }
}

using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Users;

namespace MlOps.Tests.MLflow.StandIn.Tracking;

internal sealed class ExperimentEndpoints(ServerState state, ServerVersion version, BasicAuth? auth)
{
    private const string Path = "/api/2.0/mlflow/experiments/";
    private const string SearchFields = "max_results:i* filter:s* order_by:s[]* view_type:s page_token:s*";

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "create", "name:s! artifact_location:s* tags:tag[]", Create);
        yield return new("GET", Path + "get", "experiment_id:s!", call => Show(state.Experiment(call.Fields.Text("experiment_id"))));
        yield return new("GET", Path + "get-by-name", "experiment_name:s!", GetByName);
        yield return new("POST", Path + "search", SearchFields, Search);
        yield return new("GET", Path + "search", SearchFields, Search);
        yield return new("POST", Path + "update", "experiment_id:s! new_name:s!", Rename);
        yield return new("POST", Path + "delete", "experiment_id:s!", call => Delete(call, true));
        yield return new("POST", Path + "restore", "experiment_id:s!", call => Delete(call, false));
        yield return new("POST", Path + "set-experiment-tag", "experiment_id:s! key:s! value:s*", SetTag);
        if (version.Major == 3)
        {
            yield return new("POST", Path + "delete-experiment-tag", "experiment_id:s! key:s!", DeleteTag);
        }
    }

    private Answer Create(Call call)
    {
        var name = call.Fields.Text("name");
        var location = call.Fields.Text("artifact_location");
        if (call.IsThree && name.Length > 500)
        {
            throw ApiException.Invalid("'name' exceeds the maximum length of 500 characters");
        }

        if (location.AsSpan().ContainsAny('?', '#'))
        {
            throw ApiException.Invalid("'artifact_location' URL can't include fragments or params.");
        }

        if (call.IsThree && location.StartsWith("runs:/", StringComparison.Ordinal))
        {
            throw ApiException.Invalid($"Artifact location cannot be a runs:/ URI. Given: '{location}'");
        }

        if (state.FindExperiment(name) != null)
        {
            throw SqlErrors.ExperimentExists(name, call.IsThree);
        }

        var experiment = state.AddExperiment(name, location);
        foreach (var tag in call.Fields.Messages("tags"))
        {
            experiment.Tags[tag.Text("key")] = tag.Text("value");
        }

        return Answer.Json(new() { ["experiment_id"] = experiment.Id });
    }

    private Answer GetByName(Call call)
    {
        var name = call.Fields.Text("experiment_name");
        return Show(state.FindExperiment(name) ?? throw ApiException.Missing($"Could not find experiment with name '{name}'"));
    }

    private Answer Search(Call call)
    {
        var size = Page.Size(call, 50_000);
        var clauses = Clause.ParseAll(call.Fields.Text("filter"));
        var found = state.Experiments.Where(experiment => View.Shows(call.Fields.Text("view_type"), experiment.IsDeleted)
            && auth?.MaySee(call.Request, experiment) != false
            && clauses.All(clause => Holds(clause, experiment)));
        var orders = call.Fields.Texts("order_by").Select(Order.Parse).DefaultIfEmpty(new("attributes", "creation_time", IsAscending: false));
        // The one with the greater id comes first where all else is equal.
        var sorted = Order.Sort(found, orders, static (experiment, order) => ValueOf(experiment, order.Key), static experiment => -long.Parse(experiment.Id));
        return Page.Of("experiments", sorted, call, size, Json.Experiment);
    }

    private static bool Holds(Clause clause, HeldExperiment experiment) => clause switch
    {
        { Entity: "tags" } => clause.Holds(experiment.Tags.GetValueOrDefault(clause.Key)),
        { Key: "name" } => clause.Holds(experiment.Name),
        { Key: "creation_time" } => clause.Holds(experiment.CreationTime),
        { Key: "last_update_time" } => clause.Holds(experiment.LastUpdateTime),
        _ => throw ApiException.Invalid($"Invalid attribute key '{clause.Key}' specified. Valid keys are '{{'creation_time', 'name', 'last_update_time'}}'"),
    };

    private static IComparable? ValueOf(HeldExperiment experiment, string key) => key switch
    {
        "name" => experiment.Name,
        "experiment_id" => long.Parse(experiment.Id),
        "last_update_time" => experiment.LastUpdateTime,
        _ => experiment.CreationTime,
    };

    private Answer Rename(Call call)
    {
        var experiment = state.ActiveExperiment(call.Fields.Text("experiment_id"));
        var name = call.Fields.Text("new_name");
        if (state.FindExperiment(name) is { } other && other != experiment)
        {
            throw SqlErrors.ExperimentExists(name, call.IsThree);
        }

        experiment.Name = name;
        return Touch(experiment);
    }

    private Answer Delete(Call call, bool isDeleted)
    {
        var experiment = state.Experiment(call.Fields.Text("experiment_id"));
        if (experiment.IsDeleted == isDeleted)
        {
            throw ApiException.Missing($"No Experiment with id={experiment.Id} exists");
        }

        experiment.IsDeleted = isDeleted;
        foreach (var run in state.Runs.Where(run => run.Experiment == experiment))
        {
            run.IsDeleted = isDeleted;
        }

        return Touch(experiment);
    }

    private Answer SetTag(Call call)
    {
        const int Longest = 5000;
        var value = call.Fields.Text("value");
        if (value.Length > Longest)
        {
            throw ApiException.Invalid(call.IsThree
                ? $"'value' exceeds the maximum length of {Longest} characters"
                : $"Tag value '{value[..250]}' had length {value.Length}, which exceeded length limit of {Longest}");
        }

        state.ActiveExperiment(call.Fields.Text("experiment_id")).Tags[call.Fields.Text("key")] = value;
        return Answer.Empty;
    }

    private Answer DeleteTag(Call call)
    {
        var experiment = state.ActiveExperiment(call.Fields.Text("experiment_id"));
        var key = call.Fields.Text("key");
        return experiment.Tags.Remove(key)
            ? Answer.Empty
            : throw ApiException.Missing($"No tag with name: {key} in experiment with id {experiment.Id}");
    }

    private static Answer Touch(HeldExperiment experiment)
    {
        experiment.LastUpdateTime = ServerState.Now();
        return Answer.Empty;
    }

    private static Answer Show(HeldExperiment experiment) => Answer.Json(new() { ["experiment"] = Json.Experiment(experiment) });
}

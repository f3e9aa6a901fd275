using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Tracking;

namespace MlOps.Tests.MLflow.StandIn.Registry;

internal sealed class RegisteredModelEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/registered-models/";

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "create", "name:s! tags:tag[] description:s*", Create);
        yield return new("GET", Path + "get", "name:s!", call => RegistryJson.Show(Model(call)));
        yield return new("GET", Path + "search", "filter:s* max_results:i* order_by:s[]* page_token:s*", Search);
        yield return new("PATCH", Path + "update", "name:s! description:s*", Update);
        yield return new("POST", Path + "rename", "name:s! new_name:s!", Rename);
        yield return new("DELETE", Path + "delete", "name:s!", Delete);
        yield return new("POST", Path + "set-tag", "name:s! key:s! value:s*", SetTag);
        yield return new("DELETE", Path + "delete-tag", "name:s! key:s!", DeleteTag);
        yield return new("POST", Path + "get-latest-versions", "name:s! stages:s[]*", GetLatest);
        yield return new("GET", Path + "get-latest-versions", "name:s! stages:s[]*", GetLatest);
    }

    private HeldModel Model(Call call) => state.RegisteredModel(call.Fields.Text("name"));

    private Answer Create(Call call)
    {
        var name = call.Fields.Text("name");
        CheckName(call, name);
        if (state.RegisteredModels.ContainsKey(name))
        {
            throw SqlErrors.ModelExists(name, call.Fields.Text("description"), call.IsThree);
        }

        var model = new HeldModel(name, ServerState.Now()) { Description = call.Fields.Text("description") };
        foreach (var tag in call.Fields.Messages("tags"))
        {
            model.Tags[tag.Text("key")] = tag.Text("value");
        }

        state.RegisteredModels.Add(name, model);
        return RegistryJson.Show(model);
    }

    private static void CheckName(Call call, string name)
    {
        if (call.IsThree && name.AsSpan().ContainsAny('/', ':'))
        {
            throw ApiException.Invalid($"Invalid model name '{name}'. Names cannot contain '/' or ':'.");
        }
    }

    private Answer Search(Call call)
    {
        var clauses = Clause.ParseAll(call.Fields.Text("filter"));
        var found = state.RegisteredModels.Values.Where(model => clauses.All(clause => Holds(clause, model)));
        var sorted = Order.Sort(found, call.Fields.Texts("order_by").Select(Order.Parse),
            static (model, order) => order.Key == "last_updated_timestamp" ? model.LastUpdateTime : model.Name, static model => model.Name);
        return Page.Of("registered_models", sorted, call, Page.Size(call, 100, 1000), RegistryJson.Model);
    }

    private static bool Holds(Clause clause, HeldModel model) => clause switch
    {
        { Entity: "tags" } => clause.Holds(model.Tags.GetValueOrDefault(clause.Key)),
        { Key: "name" } => clause.Holds(model.Name),
        _ => throw ApiException.Invalid($"Invalid attribute key '{clause.Key}' specified. Valid keys are '{{'name'}}'"),
    };

    private Answer Update(Call call)
    {
        var model = Model(call);
        model.Description = call.Fields.Text("description");
        model.LastUpdateTime = ServerState.Now();
        return RegistryJson.Show(model);
    }

    private Answer Rename(Call call)
    {
        var model = Model(call);
        var name = call.Fields.Text("new_name");
        CheckName(call, name);
        if (!state.RegisteredModels.TryAdd(name, model))
        {
            throw SqlErrors.ModelExists(name, model.Description, call.IsThree);
        }

        state.RegisteredModels.Remove(model.Name);
        model.Name = name;
        model.LastUpdateTime = ServerState.Now();
        foreach (var version in model.Versions.Values)
        {
            version.LastUpdateTime = model.LastUpdateTime;
        }

        return RegistryJson.Show(model);
    }

    private Answer Delete(Call call)
    {
        state.RegisteredModels.Remove(Model(call).Name);
        return Answer.Empty;
    }

    private Answer SetTag(Call call)
    {
        Model(call).Tags[call.Fields.Text("key")] = call.Fields.Text("value");
        return Answer.Empty;
    }

    private Answer DeleteTag(Call call)
    {
        Model(call).Tags.Remove(call.Fields.Text("key"));
        return Answer.Empty;
    }

    private Answer GetLatest(Call call)
    {
        var stages = call.Fields.Texts("stages");
        var latest = RegistryJson.Latest(Model(call))
            .Where(version => stages.Count == 0 || stages.Contains(version.Stage, StringComparer.OrdinalIgnoreCase));
        return Answer.Json(new JsonObject()
            .With("model_versions", latest.Select(version => RegistryJson.Version(version, withAliases: call.IsThree))));
    }
}

using System.Globalization;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.Search;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Registry;

internal sealed class ModelVersionEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/model-versions/";
    private static readonly string[] s_stages = ["None", "Staging", "Production", "Archived"];

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path + "create", "name:s! source:s! run_id:s* tags:tag[] run_link:s* description:s* model_id:s*", Create);
        yield return new("GET", Path + "get", "name:s! version:s!", call => RegistryJson.Show(Find(state, call)));
        yield return new("GET", Path + "search", "filter:s* max_results:i* order_by:s[]* page_token:s*", Search);
        yield return new("PATCH", Path + "update", "name:s! version:s! description:s*", Update);
        yield return new("DELETE", Path + "delete", "name:s! version:s!", Delete);
        yield return new("POST", Path + "set-tag", "name:s! version:s! key:s! value:s*", SetTag);
        yield return new("DELETE", Path + "delete-tag", "name:s! version:s! key:s!", DeleteTag);
        yield return new("POST", Path + "transition-stage", "name:s! version:s! stage:s! archive_existing_versions:b*", Transition);
        yield return new("GET", Path + "get-download-uri", "name:s! version:s!",
            call => Answer.Json(new() { ["artifact_uri"] = Find(state, call).Source }));
    }

    public static HeldVersion Find(ServerState state, Call call)
    {
        var name = call.Fields.Text("name");
        var text = call.Fields.Text("version");
        if (!int.TryParse(text, CultureInfo.InvariantCulture, out var number))
        {
            throw ApiException.Invalid(call.IsThree ? $"Parameter 'version' must be an integer, got '{text}'." : $"Model version must be an integer, got '{text}'");
        }

        return state.RegisteredModels.TryGetValue(name, out var model) && model.Versions.TryGetValue(number, out var version)
            ? version
            : throw ApiException.Missing($"Model Version (name={name}, version={number}) not found");
    }

    private Answer Create(Call call)
    {
        var source = call.Fields.Text("source");
        CheckSource(source);
        var model = state.RegisteredModel(call.Fields.Text("name"));
        var version = new HeldVersion(model, ++model.LastVersion, ServerState.Now())
        {
            Source = source,
            RunId = call.Fields.Text("run_id"),
            RunLink = call.Fields.Text("run_link"),
            Description = call.Fields.Text("description"),
        };
        foreach (var tag in call.Fields.Messages("tags"))
        {
            version.Tags[tag.Text("key")] = tag.Text("value");
        }

        model.Versions.Add(version.Version, version);
        model.LastUpdateTime = version.CreationTime;
        return RegistryJson.Show(version);
    }

    private static void CheckSource(string source)
    {
        var path = source.StartsWith("file://", StringComparison.Ordinal) ? source["file://".Length..] : source;
        if (path.StartsWith('/'))
        {
            throw ApiException.Invalid($"Invalid model version source: '{path}'. To use a local path as a model version source, the run_id request parameter "
                + "has to be specified and the local path has to be contained within the artifact directory of the run specified by the run_id.");
        }

        if (source.Split('/').Contains(".."))
        {
            throw ApiException.Invalid($"Invalid model version source: '{source}'. If supplying a source as an http, https, local file path, ftp, objectstore, "
                + "or mlflow-artifacts uri, an absolute path must be provided without relative path references present. Please provide an absolute path.");
        }
    }

    private Answer Search(Call call)
    {
        var clauses = Clause.ParseAll(call.Fields.Text("filter"));
        var found = state.RegisteredModels.Values.SelectMany(static model => model.Versions.Values)
            .Where(version => clauses.All(clause => Holds(clause, version)));
        var orders = call.Fields.Texts("order_by").Select(Order.Parse)
            .Append(new("attributes", "last_updated_timestamp", IsAscending: false)).Append(new("attributes", "name", IsAscending: true));
        var sorted = Order.Sort(found, orders, static (version, order) => ValueOf(version, order.Key), static version => -version.Version);
        return Page.Of("model_versions", sorted, call, Page.Size(call, 10_000, 200_000), static version => RegistryJson.Version(version, withAliases: false));
    }

    private static bool Holds(Clause clause, HeldVersion version) => clause switch
    {
        { Entity: "tags" } => clause.Holds(version.Tags.GetValueOrDefault(clause.Key)),
        { Key: "name" } => clause.Holds(version.Model.Name),
        { Key: "run_id" } => clause.Holds(version.RunId),
        { Key: "source_path" } => clause.Holds(version.Source),
        { Key: "version_number" } => clause.Holds(version.Version),
        _ => throw ApiException.Invalid($"Invalid attribute key '{clause.Key}' specified."),
    };

    private static IComparable ValueOf(HeldVersion version, string key) => key switch
    {
        "name" => version.Model.Name,
        "version_number" => version.Version,
        "creation_timestamp" => version.CreationTime,
        _ => version.LastUpdateTime,
    };

    private Answer Update(Call call)
    {
        var version = Find(state, call);
        version.Description = call.Fields.Text("description");
        version.LastUpdateTime = ServerState.Now();
        return RegistryJson.Show(version);
    }

    private Answer Delete(Call call)
    {
        var version = Find(state, call);
        version.Model.Versions.Remove(version.Version);
        version.Model.LastUpdateTime = ServerState.Now();
        foreach (var alias in version.Model.Aliases.Where(alias => alias.Value == version.Version).ToList())
        {
            version.Model.Aliases.Remove(alias.Key);
        }

        return Answer.Empty;
    }

    private Answer SetTag(Call call)
    {
        Find(state, call).Tags[call.Fields.Text("key")] = call.Fields.Text("value");
        return Answer.Empty;
    }

    private Answer DeleteTag(Call call)
    {
        Find(state, call).Tags.Remove(call.Fields.Text("key"));
        return Answer.Empty;
    }

    private Answer Transition(Call call)
    {
        var wanted = call.Fields.Text("stage");
        var stage = s_stages.FirstOrDefault(stage => stage.Equals(wanted, StringComparison.OrdinalIgnoreCase))
            ?? throw ApiException.Invalid($"Invalid Model Version stage: {wanted}. Value must be one of {string.Join(", ", s_stages)}.");
        var version = Find(state, call);
        var now = ServerState.Now();
        var replaced = version.Model.Versions.Values.Where(other => other != version && other.Stage == stage);
        foreach (var other in call.Fields.Flag("archive_existing_versions") ? replaced.ToList() : [])
        {
            other.Stage = "Archived";
            other.LastUpdateTime = now;
        }

        version.Stage = stage;
        version.LastUpdateTime = version.Model.LastUpdateTime = now;
        return RegistryJson.Show(version);
    }
}

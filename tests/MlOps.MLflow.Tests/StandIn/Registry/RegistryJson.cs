using System.Text.Json.Nodes;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;
using MlOps.Tests.MLflow.StandIn.Tracking;

namespace MlOps.Tests.MLflow.StandIn.Registry;

/// <summary>Models and versions as the server writes them.</summary>
internal static class RegistryJson
{
    public static JsonObject Model(HeldModel model)
    {
        var json = new JsonObject
        {
            ["name"] = model.Name,
            ["creation_timestamp"] = model.CreationTime,
            ["last_updated_timestamp"] = model.LastUpdateTime,
        };
        return json.With("description", model.Description)
            .With("latest_versions", Latest(model).Select(static version => Version(version, withAliases: false)))
            .With("tags", Json.Pairs(model.Tags))
            .With("aliases", model.Aliases.Select(static alias => new JsonObject { ["alias"] = alias.Key, ["version"] = $"{alias.Value}" }));
    }

    public static JsonObject Version(HeldVersion version) => Version(version, withAliases: true);

    /// <summary>Some answers leave the aliases of versions out.</summary>
    public static JsonObject Version(HeldVersion version, bool withAliases)
    {
        var json = new JsonObject
        {
            ["name"] = version.Model.Name,
            ["version"] = $"{version.Version}",
            ["creation_timestamp"] = version.CreationTime,
            ["last_updated_timestamp"] = version.LastUpdateTime,
            ["current_stage"] = version.Stage,
            ["description"] = version.Description,
            ["source"] = version.Source,
            ["run_id"] = version.RunId,
            ["status"] = "READY",
        };
        json = json.With("tags", Json.Pairs(version.Tags));
        json["run_link"] = version.RunLink;
        return withAliases ? json.With("aliases", Aliases(version)) : json;
    }

    /// <summary>The newest version of each stage that has one.</summary>
    public static IEnumerable<HeldVersion> Latest(HeldModel model) =>
        model.Versions.Values.GroupBy(static version => version.Stage).Select(static stage => stage.Last()).OrderBy(static version => version.Version);

    public static Answer Show(HeldModel model) => Answer.Json(new() { ["registered_model"] = Model(model) });

    public static Answer Show(HeldVersion version) => Answer.Json(new() { ["model_version"] = Version(version) });

    private static IEnumerable<JsonNode> Aliases(HeldVersion version) =>
        version.Model.Aliases.Where(alias => alias.Value == version.Version).Select(static alias => JsonValue.Create(alias.Key));
}

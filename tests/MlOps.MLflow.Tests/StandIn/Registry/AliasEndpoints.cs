using System.Text.RegularExpressions;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.StandIn.State;

namespace MlOps.Tests.MLflow.StandIn.Registry;

internal sealed partial class AliasEndpoints(ServerState state)
{
    private const string Path = "/api/2.0/mlflow/registered-models/alias";

    public IEnumerable<Route> Routes()
    {
        yield return new("POST", Path, "name:s! alias:s! version:s!", Set);
        yield return new("GET", Path, "name:s! alias:s!", Get);
        yield return new("DELETE", Path, "name:s! alias:s!", Delete);
    }

    private Answer Set(Call call)
    {
        var alias = call.Fields.Text("alias");
        Check(alias);
        var version = ModelVersionEndpoints.Find(state, call);
        version.Model.Aliases[alias] = version.Version;
        return Answer.Empty;
    }

    private static void Check(string alias)
    {
        if (!Letters().IsMatch(alias))
        {
            throw ApiException.Invalid($"Invalid alias name: '{alias}'. Names may only contain alphanumerics, underscores (_), and dashes (-).");
        }

        if (alias.Equals("latest", StringComparison.OrdinalIgnoreCase))
        {
            throw ApiException.Invalid("'latest' alias name (case insensitive) is reserved.");
        }

        if (VersionLike().IsMatch(alias))
        {
            throw ApiException.Invalid($"Version alias name '{alias}' is reserved.");
        }
    }

    private Answer Get(Call call)
    {
        var model = state.RegisteredModel(call.Fields.Text("name"));
        var alias = call.Fields.Text("alias");
        return model.Aliases.TryGetValue(alias, out var version)
            ? RegistryJson.Show(model.Versions[version])
            : throw ApiException.Invalid($"Registered model alias {alias} not found."); // Not 404, as one would think.
    }

    private Answer Delete(Call call)
    {
        state.RegisteredModel(call.Fields.Text("name")).Aliases.Remove(call.Fields.Text("alias"));
        return Answer.Empty;
    }

    [GeneratedRegex(@"^[\w\-]*$")]
    private static partial Regex Letters();

    [GeneratedRegex(@"^[vV]\d+$")]
    private static partial Regex VersionLike();
}

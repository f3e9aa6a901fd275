using System.Text.Json;
using System.Text.RegularExpressions;
using System.Web;

namespace MlOps.Tests.MLflow.Contract;

/// <summary>What a request is made of: its endpoint, and the names and kinds of its fields, whatever their values.</summary>
/// <param name="Endpoint">Method and path, with a star for what is an id.</param>
/// <param name="Fields">Such as <c>tags[].key text</c>.</param>
internal sealed partial record MessageShape(string Endpoint, IReadOnlySet<string> Fields)
{
    public static MessageShape Of(string method, string pathAndQuery, JsonElement? body)
    {
        var parts = pathAndQuery.Split('?', 2);
        var query = HttpUtility.ParseQueryString(parts.ElementAtOrDefault(1) ?? "").AllKeys.Select(static name => $"{name} text");
        var path = parts[0].StartsWith("/api/2.0/mlflow-artifacts/artifacts/", StringComparison.Ordinal) ? "/api/2.0/mlflow-artifacts/artifacts/*" : Ids().Replace(parts[0], "*");
        return new($"{method} {path}", query.Concat(body is { ValueKind: JsonValueKind.Object } json ? FieldsOf(json, "") : []).ToHashSet());
    }

    private static IEnumerable<string> FieldsOf(JsonElement json, string path) => json.ValueKind switch
    {
        JsonValueKind.Object => json.EnumerateObject().SelectMany(member => FieldsOf(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}")),
        JsonValueKind.Array => json.EnumerateArray().SelectMany(item => FieldsOf(item, path + "[]")),
        JsonValueKind.String => [$"{path} text"],
        JsonValueKind.Number => [$"{path} number"],
        _ => [$"{path} flag"],
    };

    [GeneratedRegex("m-[0-9a-f]{32}")]
    private static partial Regex Ids();
}

using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOps.Models;

/// <summary>MLflow's list of the models of a run: an array of JSON in a tag.</summary>
internal static class ModelHistory
{
    // What a tag of a run holds in the oldest MLflow that opens the store; one that is cut would be no JSON.
    private const int Longest = 5000;

    /// <summary>The list with a further model. When it grows too long, the oldest go.</summary>
    public static string Add(string? list, JsonObject entry)
    {
        var models = Parse(list);
        models.Add(entry.DeepClone());
        string text;
        while ((text = models.ToJsonString()).Length > Longest && models.Count > 1)
        {
            models.RemoveAt(0);
        }

        return text;
    }

    private static JsonArray Parse(string? list)
    {
        try
        {
            return list is null ? [] : JsonNode.Parse(list) as JsonArray ?? [];
        }
        catch (JsonException)
        {
            return []; // Another program wrote something else there.
        }
    }
}

using System.Text.Json;

namespace MlOps.Store;

/// <summary>
/// The JSON in which MLflow keeps where a data set comes from: a local one from a place, <c>{"uri": "data/iris.csv"}</c>; one that
/// code made from the code, by the tags of the run that say which, <c>{"tags": {"mlflow.source.name": "Trainer"}}</c>.
/// </summary>
internal static class DatasetSource
{
    /// <summary>MLflow's word for a source that is a place.</summary>
    public const string Local = "local";

    /// <summary>MLflow's word for a source that is code.</summary>
    public const string Code = "code";

    /// <summary>The source of data that are in no file.</summary>
    public const string Memory = "memory";

    public static string ToJson(string source) => $$"""{"uri": "{{JsonEncodedText.Encode(source)}}"}""";

    public static string ToJson(IEnumerable<(string Key, string Value)> tags)
    {
        var members = tags.Select(static tag => $"\"{JsonEncodedText.Encode(tag.Key)}\": \"{JsonEncodedText.Encode(tag.Value)}\"");
        return $$$"""{"tags": {{{{string.Join(", ", members)}}}}}""";
    }

    /// <summary>The place in such a text, or the text itself when another program wrote something else.</summary>
    public static string FromJson(string type, string json)
    {
        if (type == Code)
        {
            return Memory;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("uri", out var uri)
                && uri.ValueKind == JsonValueKind.String
                ? uri.GetString()!
                : json;
        }
        catch (JsonException)
        {
            return json;
        }
    }
}

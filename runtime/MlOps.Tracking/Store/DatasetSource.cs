using System.Text.Json;

namespace MlOps.Store;

/// <summary>The JSON in which MLflow keeps where a local data set lies: <c>{"uri": "data/iris.csv"}</c>.</summary>
internal static class DatasetSource
{
    public static string ToJson(string source) => $$"""{"uri": "{{JsonEncodedText.Encode(source)}}"}""";

    /// <summary>The place in such a text, or the text itself when another program wrote something else.</summary>
    public static string FromJson(string json)
    {
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

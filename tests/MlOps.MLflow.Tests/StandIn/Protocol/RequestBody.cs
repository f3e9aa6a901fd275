using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>The JSON of a request, read as forgivingly as the server does: what is no JSON object counts as <c>{}</c>.</summary>
internal static partial class RequestBody
{
    private static readonly JsonElement s_empty = JsonElement.Parse("{}");

    public static JsonElement Read(Request request, IReadOnlyList<Field> fields)
    {
        if (request.Method == "GET" && request.Query.Count > 0)
        {
            return JsonSerializer.SerializeToElement(request.Query.ToDictionary(static values => values.Key, values => ReadArgument(values, fields)));
        }

        CheckContentType(request);
        var json = Parse(Encoding.UTF8.GetString(request.Body).TrimStart('\uFEFF'));
        if (json.ValueKind == JsonValueKind.String)
        {
            json = Parse(json.GetString()!); // Older clients encode twice.
        }

        return json.ValueKind == JsonValueKind.Object ? json : s_empty;
    }

    private static object ReadArgument(IGrouping<string, string> values, IReadOnlyList<Field> fields) =>
        fields.Any(field => field.Name == values.Key && field.IsList) ? values.ToArray() : values.First();

    private static void CheckContentType(Request request)
    {
        if (request.Method is not ("POST" or "PUT"))
        {
            return;
        }

        var type = (string?)request.Headers.ContentType;
        if (type == null)
        {
            throw ApiException.Invalid("Bad Request. Content-Type header is missing.");
        }

        if (type.Split(';')[0].Trim() != "application/json")
        {
            throw ApiException.Invalid("Bad Request. Content-Type must be one of ['application/json'].");
        }
    }

    private static JsonElement Parse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return ParseWithLiterals(text);
        }
    }

    // Python's JSON knows NaN and Infinity; a number beyond the largest is what they and 1e309 have in common here.
    private static JsonElement ParseWithLiterals(string text)
    {
        try
        {
            return JsonElement.Parse(Literals().Replace(text, "1e999"));
        }
        catch (JsonException)
        {
            return s_empty;
        }
    }

    [GeneratedRegex(@"(?<=[:,\[]\s*)(?:NaN|-?Infinity)(?=\s*[,}\]])")]
    private static partial Regex Literals();
}

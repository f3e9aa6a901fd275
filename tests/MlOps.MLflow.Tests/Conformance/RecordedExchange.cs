using System.Text;
using System.Text.Json;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>A request to a real server, and what it answered.</summary>
internal sealed class RecordedExchange
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, NewLine = "\n" };

    private readonly JsonElement _request;
    private readonly JsonElement _response;

    private RecordedExchange(string file, int index, JsonElement json)
    {
        _request = json.GetProperty("request");
        _response = json.GetProperty("response");
        Name = $"{file} #{index} {(json.TryGetProperty("name", out var name) ? name.GetString() : "")} {Method} {Path}";
        RequestHeaders = HeadersOf(_request);
        ResponseHeaders = HeadersOf(_response);
        Body = ReadBody();
    }

    public string Name { get; }

    public string Method => _request.GetProperty("method").GetString()!;

    /// <summary>With its query, percent-encoded as it was sent.</summary>
    public string Path => _request.GetProperty("path").GetString()!;

    public IReadOnlyDictionary<string, string> RequestHeaders { get; }

    public string? Body { get; }

    public int Status => _response.GetProperty("status").GetInt32();

    public IReadOnlyDictionary<string, string> ResponseHeaders { get; }

    /// <summary>The answer as JSON; a text, where it was none.</summary>
    public JsonElement Answer => _response.TryGetProperty("body", out var body) && body.ValueKind != JsonValueKind.Null
        ? body
        : JsonSerializer.SerializeToElement(_response.GetProperty("body_text").GetString());

    /// <summary>All that was recorded of a server under one name, in the order it happened.</summary>
    public static IReadOnlyList<RecordedExchange> Read(string version, string file)
    {
        var text = File.ReadAllBytes(Repository.PathOf("tests", "MlOps.MLflow.Tests", "Conformance", version, file + ".json"));
        return [.. JsonElement.Parse(text).EnumerateArray().Select((json, i) => new RecordedExchange($"{version}/{file}", i, json))];
    }

    private static Dictionary<string, string> HeadersOf(JsonElement message) => message.GetProperty("headers").EnumerateObject()
        .ToDictionary(static header => header.Name, static header => header.Value.GetString()!, StringComparer.OrdinalIgnoreCase);

    private string? ReadBody()
    {
        if (_request.TryGetProperty("body_text", out var text))
        {
            return text.GetString();
        }

        if (!_request.TryGetProperty("body", out var body) || body.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (body.ValueKind == JsonValueKind.String)
        {
            return body.GetString();
        }

        // The recording shows JSON as such whatever it was sent as; Python indents what it writes to files.
        return Method == "PUT" && RequestHeaders["Content-Length"] == "12"
            ? JsonSerializer.Serialize(body, s_indented)
            : CutRequest.Restore(body);
    }

    public byte[] BodyBytes(Func<string, string> translate) => Encoding.UTF8.GetBytes(translate(Body ?? ""));
}

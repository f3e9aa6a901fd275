using System.Net.Http.Headers;
using System.Text.Json;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>Sends recorded requests in their order, and compares what comes back.</summary>
internal sealed class Replay(Uri server) : IDisposable
{
    // Those that say how long the body is or what the connection is for are made anew.
    private static readonly string[] s_ownHeaders = ["Content-Length", "Connection", "Content-Type"];

    private readonly HttpClient _http = new() { BaseAddress = server };
    private readonly Translation _translation = new();

    /// <summary>The difference between the recorded answer and the one that comes, or nothing.</summary>
    public async Task<string?> CompareAsync(RecordedExchange exchange, CancellationToken cancellationToken)
    {
        using var request = Write(exchange);
        using var answer = await _http.SendAsync(request, cancellationToken);
        var body = await answer.Content.ReadAsStringAsync(cancellationToken);
        if ((int)answer.StatusCode != exchange.Status)
        {
            return $"status {(int)answer.StatusCode}, not {exchange.Status}: {body}";
        }

        return Headers(exchange, answer) ?? Body(exchange, body);
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Write(RecordedExchange exchange)
    {
        // What climbs out of folders must reach the server as it was written.
        var uri = new Uri(server.GetLeftPart(UriPartial.Authority) + _translation.Translate(exchange.Path),
            new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(new(exchange.Method), uri);
        if (exchange.Body != null)
        {
            request.Content = new ByteArrayContent(exchange.BodyBytes(_translation.Translate));
            request.Content.Headers.ContentType = exchange.RequestHeaders.TryGetValue("Content-Type", out var type) ? MediaTypeHeaderValue.Parse(type) : null;
        }

        foreach (var (name, value) in exchange.RequestHeaders)
        {
            if (!s_ownHeaders.Contains(name) && !(name == "Host" && value.StartsWith("127.0.0.1", StringComparison.Ordinal)))
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return request;
    }

    private static string? Headers(RecordedExchange exchange, HttpResponseMessage answer)
    {
        string[] compared = ["Content-Type", "Content-Disposition", "WWW-Authenticate", "X-Content-Type-Options", "X-Frame-Options", "Allow"];
        foreach (var name in compared.Where(exchange.ResponseHeaders.ContainsKey))
        {
            var values = answer.Headers.TryGetValues(name, out var found) || answer.Content.Headers.TryGetValues(name, out found) ? found : [];
            if (!values.SelectMany(static value => value.Split(", ")).Order().SequenceEqual(exchange.ResponseHeaders[name].Split(", ").Order()))
            {
                return $"{name} is {string.Join(", ", values)}, not {exchange.ResponseHeaders[name]}";
            }
        }

        return null;
    }

    private string? Body(RecordedExchange exchange, string body)
    {
        var recorded = exchange.Answer;
        var actual = recorded.ValueKind == JsonValueKind.String ? JsonSerializer.SerializeToElement(body) : JsonElement.Parse(body);
        return new AnswerComparison(_translation).Difference(recorded, actual);
    }
}

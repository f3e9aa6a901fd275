using System.Text.Json;

namespace MlOps.Tests.MLflow.Contract;

/// <summary>Notes what a client sends.</summary>
internal sealed class ListeningHandler() : DelegatingHandler(new SocketsHttpHandler())
{
    public List<MessageShape> Heard { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isJson = request.Content?.Headers.ContentType?.MediaType == "application/json";
        JsonElement? body = isJson ? JsonElement.Parse(await request.Content!.ReadAsByteArrayAsync(cancellationToken)) : null;
        Heard.Add(MessageShape.Of(request.Method.Method, request.RequestUri!.PathAndQuery, body));
        return await base.SendAsync(request, cancellationToken);
    }
}

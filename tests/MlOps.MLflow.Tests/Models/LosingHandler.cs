namespace MlOps.Tests.MLflow.Models;

/// <summary>A way to a server on which the answers to one kind of call are lost, or on which a call is carried out twice.</summary>
internal sealed class LosingHandler(string path) : DelegatingHandler(new SocketsHttpHandler())
{
    /// <summary>How many answers are still to be lost.</summary>
    public int Losses { get; set; }

    /// <summary>How many calls are still to be carried out twice.</summary>
    public int Doubles { get; set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var isMeant = request.RequestUri!.AbsolutePath.EndsWith(path, StringComparison.Ordinal);
        if (isMeant && Doubles > 0)
        {
            Doubles--;
            using var twin = await CopyAsync(request, cancellationToken);
            (await base.SendAsync(twin, cancellationToken)).Dispose();
        }

        var answer = await base.SendAsync(request, cancellationToken);
        if (isMeant && Losses > 0)
        {
            Losses--;
            answer.Dispose();
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The answer was lost.");
        }

        return answer;
    }

    private static async Task<HttpRequestMessage> CopyAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        content.Headers.ContentType = request.Content.Headers.ContentType;
        return new(request.Method, request.RequestUri) { Content = content };
    }
}

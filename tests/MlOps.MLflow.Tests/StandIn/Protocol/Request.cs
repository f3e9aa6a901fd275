using System.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace MlOps.Tests.MLflow.StandIn.Protocol;

/// <summary>A request as it came over the wire: the path is as the client wrote it, because MLflow sees <c>..</c> and <c>//</c> too.</summary>
internal sealed class Request
{
    private Request(HttpRequest http, byte[] body)
    {
        var target = http.HttpContext.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var mark = target.IndexOf('?');
        Method = http.Method;
        RawPath = mark < 0 ? target : target[..mark];
        Query = ReadQuery(mark < 0 ? "" : target[(mark + 1)..]);
        Headers = http.Headers;
        Body = body;
    }

    public string Method { get; }

    /// <summary>Percent-encoded, with one slash at its start however many were sent.</summary>
    public string RawPath => "/" + field.TrimStart('/');

    public ILookup<string, string> Query { get; }

    public IHeaderDictionary Headers { get; }

    public byte[] Body { get; }

    public static async Task<Request> ReadAsync(HttpRequest http, ServerVersion version)
    {
        using var body = new MemoryStream();
        await http.Body.CopyToAsync(body);
        // The ASGI-to-WSGI bridge of 3 hands on Content-Length bytes; a chunked body has none, so it is empty.
        var isLost = version.Major == 3 && http.Headers.TransferEncoding.Count > 0;
        return new Request(http, isLost ? [] : body.ToArray());
    }

    private static ILookup<string, string> ReadQuery(string text)
    {
        var values = HttpUtility.ParseQueryString(text);
        return values.AllKeys.Where(static key => key != null)
            .SelectMany(key => values.GetValues(key)!, static (key, value) => (key, value))
            .ToLookup(static pair => pair.key!, static pair => pair.value);
    }
}

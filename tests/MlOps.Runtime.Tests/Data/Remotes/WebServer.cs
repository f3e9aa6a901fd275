using System.Collections.Concurrent;
using System.Net;

namespace MlOps.Tests.Data.Remotes;

/// <summary>What a client asked.</summary>
internal sealed record ServedRequest(string Method, string PathAndQuery, System.Collections.Specialized.NameValueCollection Headers, string Body);

/// <summary>A web server on this machine that answers as a test wants.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly LocalListener _listener;

    /// <param name="answer">Gets a request, and the answer to fill in.</param>
    public WebServer(Func<ServedRequest, HttpListenerResponse, Task> answer) => _listener = new(async context =>
    {
        using var reader = new StreamReader(context.Request.InputStream);
        var request = new ServedRequest(context.Request.HttpMethod, context.Request.RawUrl!, context.Request.Headers, await reader.ReadToEndAsync());
        Requests.Enqueue(request);
        await answer(request, context.Response);
    });

    /// <summary>One that answers with a status and a text.</summary>
    public WebServer(Func<ServedRequest, (int Status, string Text)> answer)
        : this(async (request, response) =>
        {
            var (status, text) = answer(request);
            response.StatusCode = status;
            await response.OutputStream.WriteAsync(System.Text.Encoding.UTF8.GetBytes(text));
        })
    {
    }

    public string Address => _listener.Address;

    public ConcurrentQueue<ServedRequest> Requests { get; } = [];

    public void Dispose() => _listener.Dispose();
}

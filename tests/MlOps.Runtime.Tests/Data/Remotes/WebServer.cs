using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace MlOps.Tests.Data.Remotes;

/// <summary>What a client asked.</summary>
internal sealed record ServedRequest(string Method, string PathAndQuery, System.Collections.Specialized.NameValueCollection Headers, string Body);

/// <summary>A web server on this machine that answers as a test wants.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<ServedRequest, HttpListenerResponse, Task> _answer;

    /// <param name="answer">Gets a request, and the answer to fill in.</param>
    public WebServer(Func<ServedRequest, HttpListenerResponse, Task> answer)
    {
        _answer = answer;
        using (var socket = new TcpListener(IPAddress.Loopback, 0))
        {
            socket.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)socket.LocalEndpoint).Port}";
        }

        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ListenAsync();
    }

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

    public string Address { get; }

    public ConcurrentQueue<ServedRequest> Requests { get; } = [];

    public void Dispose() => _listener.Close();

    private async Task ListenAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                _ = Task.Run(() => AnswerAsync(context));
            }
            catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            using var reader = new StreamReader(context.Request.InputStream);
            var request = new ServedRequest(context.Request.HttpMethod, context.Request.RawUrl!, context.Request.Headers, await reader.ReadToEndAsync());
            Requests.Enqueue(request);
            await _answer(request, context.Response);
            context.Response.Close();
        }
        catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException or IOException)
        {
            context.Response.Abort(); // The client went away.
        }
    }
}

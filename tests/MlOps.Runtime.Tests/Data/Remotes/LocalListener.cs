using System.Net;
using System.Net.Sockets;

namespace MlOps.Tests.Data.Remotes;

/// <summary>Listens for HTTP on a free port of this machine, and has each request answered.</summary>
internal sealed class LocalListener : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answer;

    /// <param name="answer">Gets a request with the answer to fill in; the answer is sent when it returns.</param>
    public LocalListener(Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;
        do
        {
            using var port = new TcpListener(IPAddress.Loopback, 0);
            port.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        }
        while (!Listens());
        _ = ListenAsync();
    }

    public string Address { get; private set; }

    public void Dispose() => _listener.Close();

    // A port that was free may be somebody else's by now.
    private bool Listens()
    {
        _listener.Prefixes.Clear();
        _listener.Prefixes.Add(Address + "/");
        try
        {
            _listener.Start();
            return true;
        }
        catch (HttpListenerException)
        {
            return false;
        }
    }

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
            await _answer(context);
            context.Response.Close();
        }
        catch (Exception problem) when (problem is HttpListenerException or ObjectDisposedException or HttpRequestException or OperationCanceledException or IOException)
        {
            context.Response.Abort(); // The client went away, which some tests are about.
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace MlOps.Monitoring.Tests.Alerts;

/// <summary>A web server on this machine that gives the answers it was told to, the last one again and again, and keeps what it was asked.</summary>
internal sealed class WebServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HttpStatusCode[] _answers;
    private readonly Channel<int> _answered = Channel.CreateUnbounded<int>();

    public WebServer(params HttpStatusCode[] answers)
    {
        _answers = answers;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/services/T0/B0/secret-of-the-address");
        _ = ServeAsync();
    }

    public Uri Address { get; }

    /// <summary>Head and body of each request.</summary>
    public List<(string Head, string Body)> Requests { get; } = [];

    public async Task Answered(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _answered.Reader.ReadAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        for (var at = 0; ; at++)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            var stream = client.GetStream();
            var (head, body) = await ReadAsync(stream);
            Requests.Add((head, body));
            var answer = _answers[Math.Min(at, _answers.Length - 1)];
            await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {(int)answer} X\r\nContent-Length: 0\r\nConnection: close\r\nLocation: {Address}\r\n\r\n"));
            _answered.Writer.TryWrite(at);
        }
    }

    private static async Task<(string Head, string Body)> ReadAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer)));
            var parts = text.ToString().Split("\r\n\r\n", 2);
            if (parts.Length == 2 && Encoding.UTF8.GetByteCount(parts[1]) >= LengthOf(parts[0]))
            {
                return (parts[0], parts[1]);
            }
        }
    }

    private static int LengthOf(string head) => int.Parse(
        head.Split("\r\n").Single(static line => line.StartsWith("Content-Length:", StringComparison.Ordinal))["Content-Length:".Length..],
        System.Globalization.CultureInfo.InvariantCulture);
}

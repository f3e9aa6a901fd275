using System.Net;
using System.Net.Sockets;

namespace MlOps.Tests.Data.Transfer;

/// <summary>Passes connections on to a server, but resets the first ones as soon as something came.</summary>
internal sealed class ResettingTunnel : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private int _connections;

    public ResettingTunnel(Uri server, int resets)
    {
        _listener.Start();
        _ = ListenAsync(server, resets);
    }

    public string Address => $"http://{_listener.LocalEndpoint}";

    public int Connections => _connections;

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync(Uri server, int resets)
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _ = Interlocked.Increment(ref _connections) <= resets ? ResetAsync(client) : PassOnAsync(client, server);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private static async Task ResetAsync(TcpClient client)
    {
        _ = await client.GetStream().ReadAsync(new byte[1]);
        client.LingerState = new LingerOption(enable: true, seconds: 0);
        client.Dispose();
    }

    private static async Task PassOnAsync(TcpClient client, Uri server)
    {
        using (client)
        {
            using var target = new TcpClient(server.Host, server.Port);
            await Task.WhenAny(client.GetStream().CopyToAsync(target.GetStream()), target.GetStream().CopyToAsync(client.GetStream()));
        }
    }
}

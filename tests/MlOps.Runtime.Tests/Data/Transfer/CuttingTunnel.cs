using System.Net;
using System.Net.Sockets;

namespace MlOps.Tests.Data.Transfer;

/// <summary>Passes connections on to a server, but breaks the first ones off after so many bytes of its answers.</summary>
internal sealed class CuttingTunnel : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private readonly int _cuts;
    private readonly int _after;
    private int _connections;
    private int _open;
    private long _answered;

    public CuttingTunnel(string server, int cuts, int after)
    {
        (_server, _cuts, _after) = (IPEndPoint.Parse(server), cuts, after);
        _listener.Start();
        _ = ListenAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public int Connections => _connections;

    /// <summary>How many connections there were at once.</summary>
    public int Most { get; private set; }

    /// <summary>How many bytes the server sent.</summary>
    public long Answered => Interlocked.Read(ref _answered);

    public void Dispose() => _listener.Dispose();

    private async Task ListenAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                Most = Math.Max(Most, Interlocked.Increment(ref _open));
                _ = PassOnAsync(client, Interlocked.Increment(ref _connections) <= _cuts ? _after : long.MaxValue);
            }
        }
        catch (Exception problem) when (problem is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task PassOnAsync(TcpClient client, long limit)
    {
        using (client)
        using (var server = new TcpClient(_server.Address.ToString(), _server.Port))
        {
            await Task.WhenAny(client.GetStream().CopyToAsync(server.GetStream()), AnswerAsync(server.GetStream(), client.GetStream(), limit));
        }

        Interlocked.Decrement(ref _open);
    }

    private async Task AnswerAsync(NetworkStream server, NetworkStream client, long limit)
    {
        var buffer = new byte[16 * 1024];
        while (limit > 0 && await server.ReadAsync(buffer.AsMemory(0, (int)Math.Min(buffer.Length, limit))) is > 0 and var read)
        {
            Interlocked.Add(ref _answered, read);
            limit -= read;
            await client.WriteAsync(buffer.AsMemory(0, read));
        }
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.Monitoring.Tests.Alerts;

/// <summary>A mail server on this machine that takes one mail and keeps it.</summary>
internal sealed class MailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public MailServer()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the client commanded.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>The lines of the mail.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Those before the text.</summary>
    public IEnumerable<string> Head => Lines.TakeWhile(static line => line.Length > 0);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        using var client = await _listener.AcceptTcpClientAsync();
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        while (await reader.ReadLineAsync() is { } command)
        {
            Commands.Add(command);
            if (command == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } line && line != ".")
                {
                    Lines.Add(line);
                }
            }

            await writer.WriteLineAsync("250 fine");
        }
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MlOps.Monitoring.Tests.Alerts;

/// <summary>A mail server on this machine that takes mails, one client after the other, and keeps them; but not for whoever has "nobody" in the address.</summary>
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
    public ImmutableList<string> Commands { get; private set; } = [];

    /// <summary>The lines of the mail.</summary>
    public ImmutableList<string> Lines { get; private set; } = [];

    /// <summary>Those before the text.</summary>
    public IEnumerable<string> Head => Lines.TakeWhile(static line => line.Length > 0);

    public void Dispose() => _listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            using var client = await _listener.AcceptTcpClientAsync();
            await ServeAsync(client);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream(), Encoding.ASCII);
        await using var writer = new StreamWriter(client.GetStream(), Encoding.ASCII) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 ready");
        while (await reader.ReadLineAsync() is { } command)
        {
            Commands = Commands.Add(command); // A client that has gone may still say good-bye while a test looks.
            if (command == "DATA")
            {
                await writer.WriteLineAsync("354 go on");
                while (await reader.ReadLineAsync() is { } line && line != ".")
                {
                    Lines = Lines.Add(line);
                }
            }

            await writer.WriteLineAsync(command.Contains("nobody", StringComparison.Ordinal) ? "550 no such box" : "250 fine");
        }
    }
}

using System.Net.Sockets;
using System.Text;

namespace MlOps.Tests.MLflow.Wire;

/// <summary>Sends bytes as they are: what no client library would send, or not so.</summary>
internal static class RawConnection
{
    /// <summary>The whole answer up to the end of the connection.</summary>
    public static async Task<RawAnswer> SendAsync(Uri server, string request, CancellationToken cancellationToken)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        var stream = client.GetStream();
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var head = request[..(request.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)];
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head), cancellationToken);
        var interim = head.Contains("Expect:", StringComparison.Ordinal) ? await reader.ReadLineAsync(cancellationToken) + "\r\n" : "";
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request[head.Length..]), cancellationToken);
        return RawAnswer.Parse(interim + await reader.ReadToEndAsync(cancellationToken));
    }
}

/// <summary>Its first lines, headers and the rest as it came, chunks included.</summary>
internal sealed record RawAnswer(string First, IReadOnlyList<string> Headers, string Body)
{
    public static RawAnswer Parse(string text)
    {
        var parts = text.Split("\r\n\r\n", 2);
        var lines = parts[0].Split("\r\n");
        if (!lines[0].Contains(" 100 ", StringComparison.Ordinal))
        {
            return new(lines[0], lines[1..], parts[1]);
        }

        var final = Parse(parts[1]);
        return final with { First = $"{lines[0]} -> {final.First}" };
    }
}

using System.Text;

namespace MlOps.Tests.MLflow.Proxy;

/// <summary>An answer that is passed on, or made on the way.</summary>
internal sealed record ProxiedAnswer(int Status, IReadOnlyList<KeyValuePair<string, string>> Headers, byte[] Body)
{
    private static readonly string[] s_ofConnection = ["Host", "Connection", "Content-Length", "Transfer-Encoding", "Expect"];

    /// <summary>Whether a header is about one of the two connections, not about what is sent over both.</summary>
    public static bool IsOfConnection(string header) => s_ofConnection.Contains(header, StringComparer.OrdinalIgnoreCase);

    public static async Task<ProxiedAnswer> ReadAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        var headers = answer.Headers.Concat(answer.Content.Headers).Where(static header => !IsOfConnection(header.Key))
            .SelectMany(static header => header.Value, static (header, value) => KeyValuePair.Create(header.Key, value));
        return new((int)answer.StatusCode, [.. headers], await answer.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    /// <summary>Writes it, or the first part of what it says it is.</summary>
    /// <returns>What becomes of the connection.</returns>
    public async Task<Ending> WriteAsync(Stream client, double part, CancellationToken cancellationToken)
    {
        var head = new StringBuilder($"HTTP/1.1 {Status} -\r\nContent-Length: {Body.Length}\r\n");
        foreach (var (name, value) in Headers)
        {
            head.Append($"{name}: {value}\r\n");
        }

        byte[] bytes = [.. Encoding.ASCII.GetBytes(head.Append("\r\n").ToString()), .. Body];
        var length = part < 1 ? bytes.Length - Math.Max(1, (int)(Body.Length * (1 - part))) : bytes.Length;
        await client.WriteAsync(bytes.AsMemory(0, length), cancellationToken);
        return part < 1 ? Ending.Close : Ending.None;
    }
}

using System.Globalization;
using System.Text;

namespace MlOps.Tests.MLflow.Proxy;

/// <summary>A request as it was read from a connection: its head as text, and what of its body has been read.</summary>
internal sealed class ProxiedRequest
{
    private const int LargestHead = 64 * 1024;

    private ProxiedRequest(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var words = lines[0].Split(' ');
        Method = words[0];
        Target = words[1];
        Headers = [.. lines.Skip(1).Select(static line => line.Split(':', 2)).Select(static parts => KeyValuePair.Create(parts[0], parts[1].Trim()))];
    }

    public string Method { get; }

    public string Target { get; }

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; }

    public byte[] Body { get; private set; } = [];

    /// <summary>Reads the head of the next request; null when the client has no more.</summary>
    public static async Task<ProxiedRequest?> ReadHeadAsync(Stream stream, CancellationToken cancellationToken)
    {
        var head = new List<byte>();
        var one = new byte[1];
        while (!Ends(head))
        {
            if (head.Count > LargestHead || await stream.ReadAsync(one, cancellationToken) == 0)
            {
                return null;
            }

            head.Add(one[0]);
        }

        return new ProxiedRequest(Encoding.ASCII.GetString([.. head]));
    }

    /// <summary>Reads the body, or the first part of it.</summary>
    public async Task ReadBodyAsync(Stream stream, double part, CancellationToken cancellationToken)
    {
        var length = Headers.Where(static header => header.Key.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            .Select(static header => int.Parse(header.Value, CultureInfo.InvariantCulture)).SingleOrDefault();
        Body = new byte[(int)(length * part)];
        await stream.ReadExactlyAsync(Body, cancellationToken);
    }

    private static bool Ends(List<byte> head) => head is [.., (byte)'\r', (byte)'\n', (byte)'\r', (byte)'\n'];
}

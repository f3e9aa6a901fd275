using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOps.Data.Remotes.S3;

/// <summary>AWS signature version 4, of requests to one service of one region.</summary>
internal sealed class SignatureV4(S3Credentials credentials, string region, string service)
{
    /// <summary>The SHA-256 of no bytes.</summary>
    public const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Puts date, digest of the body and signature on a request.</summary>
    /// <param name="request">The request, with every header that it will have.</param>
    /// <param name="bodyHash">SHA-256 of the body, in hex.</param>
    /// <param name="now">The time by the clock of the server, as far as it is known.</param>
    public void Sign(HttpRequestMessage request, string bodyHash, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        Set(request, "x-amz-date", time);
        Set(request, "x-amz-content-sha256", bodyHash);
        if (credentials.SessionToken is { } token)
        {
            Set(request, "x-amz-security-token", token);
        }

        var address = request.RequestUri!;
        var headers = request.Headers
            .Where(static header => header.Key.StartsWith("x-amz-", StringComparison.OrdinalIgnoreCase) || header.Key.Equals("Range", StringComparison.OrdinalIgnoreCase))
            .Select(static header => (Name: header.Key.ToLowerInvariant(), Value: string.Join(',', header.Value)))
            .Append((Name: "host", Value: address.IsDefaultPort ? address.IdnHost : $"{address.IdnHost}:{address.Port}"))
            .ToArray();
        var signature = Signature(Canonical(request.Method.Method, address.AbsolutePath, address.Query, headers, bodyHash), time);
        Set(request, "Authorization", $"{Algorithm} Credential={credentials.AccessKey}/{Scope(time)}, SignedHeaders={Names(headers)}, Signature={signature}");
    }

    /// <summary>The text that is signed for a request.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Its path, with percent escapes.</param>
    /// <param name="query">Its query, with or without <c>?</c>, with percent escapes.</param>
    /// <param name="headers">Names in lower case, and values.</param>
    /// <param name="bodyHash">SHA-256 of the body, in hex.</param>
    internal static string Canonical(string method, string path, string query, IReadOnlyCollection<(string Name, string Value)> headers, string bodyHash)
    {
        var parameters = query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2))
            .Select(static pair => (Name: Normal(pair[0]), Value: pair.Length > 1 ? Normal(pair[1]) : ""))
            .OrderBy(static pair => pair.Name, StringComparer.Ordinal).ThenBy(static pair => pair.Value, StringComparer.Ordinal)
            .Select(static pair => $"{pair.Name}={pair.Value}");
        var text = new StringBuilder(method).Append('\n')
            .AppendJoin('/', path.Split('/').Select(Normal)).Append('\n')
            .AppendJoin('&', parameters).Append('\n');
        foreach (var (name, value) in headers.OrderBy(static header => header.Name, StringComparer.Ordinal))
        {
            text.Append(name).Append(':').AppendJoin(' ', value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Append('\n');
        }

        return text.Append('\n').Append(Names(headers)).Append('\n').Append(bodyHash).ToString();
    }

    /// <summary>The signature of such a text.</summary>
    internal string Signature(string canonical, string time)
    {
        var day = HMACSHA256.HashData(Encoding.UTF8.GetBytes("AWS4" + credentials.SecretKey), Encoding.ASCII.GetBytes(time[..8]));
        var ofService = HMACSHA256.HashData(HMACSHA256.HashData(day, Encoding.UTF8.GetBytes(region)), Encoding.ASCII.GetBytes(service));
        var text = $"{Algorithm}\n{time}\n{Scope(time)}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        return Convert.ToHexStringLower(HMACSHA256.HashData(HMACSHA256.HashData(ofService, "aws4_request"u8), Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Percent escapes as AWS wants them: of everything but letters, digits and <c>-._~</c>, in capitals.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var value in Encoding.UTF8.GetBytes(text))
        {
            _ = char.IsAsciiLetterOrDigit((char)value) || value is (byte)'-' or (byte)'.' or (byte)'_' or (byte)'~'
                ? escaped.Append((char)value)
                : escaped.Append(CultureInfo.InvariantCulture, $"%{value:X2}");
        }

        return escaped.ToString();
    }

    // An address leaves some characters as they are that AWS wants escaped.
    private static string Normal(string escaped) => Escape(Uri.UnescapeDataString(escaped));

    private static string Names(IEnumerable<(string Name, string Value)> headers) =>
        string.Join(';', headers.Select(static header => header.Name).Order(StringComparer.Ordinal));

    private static void Set(HttpRequestMessage request, string name, string value)
    {
        request.Headers.Remove(name);
        request.Headers.TryAddWithoutValidation(name, value);
    }

    private string Scope(string time) => $"{time[..8]}/{region}/{service}/aws4_request";
}

using System.Text.Json;
using System.Xml;

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>Asks a web service that hands out credentials, and reads what it says.</summary>
internal static class CredentialService
{
    private const int MaxSize = 1024 * 1024;

    // A machine that is no machine of Amazon's is found out without a noticeable wait.
    private static readonly TimeSpan s_near = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_far = TimeSpan.FromSeconds(30);

    /// <param name="who">The service, as a message names it.</param>
    /// <param name="request">The request.</param>
    /// <param name="isNear">Whether it answers from the machine itself, where no proxy leads.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="RemoteException">It cannot be reached, or says no.</exception>
    public static async Task<HttpContent> AskAsync(string who, HttpRequestMessage request, bool isNear, CancellationToken cancellationToken)
    {
        var patience = isNear ? s_near : s_far;
        using var handler = new SocketsHttpHandler { UseProxy = !isNear, AllowAutoRedirect = false, ConnectTimeout = patience };
        using var http = new HttpClient(handler) { Timeout = patience * 2, MaxResponseContentBufferSize = MaxSize };
        try
        {
            var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? response.Content
                : throw new RemoteException($"{who} gives no credentials (HTTP {(int)response.StatusCode}{await ReasonAsync(response.Content, cancellationToken).ConfigureAwait(false)}).", passes: Retry.Passes(response.StatusCode));
        }
        catch (HttpRequestException problem)
        {
            throw new RemoteException($"{who} cannot be asked for credentials: {problem.Message}", problem, passes: !isNear);
        }
        catch (OperationCanceledException problem) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RemoteException($"{who} was asked for credentials and did not answer in time.", problem, passes: !isNear);
        }
    }

    private static async Task<string> ReasonAsync(HttpContent content, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await S3Xml.ReadAsync(content, cancellationToken).ConfigureAwait(false);
            return answer.Find(static element => element.Path.EndsWith("Message", StringComparison.Ordinal)).Text is { } reason ? ": " + reason : "";
        }
        catch (XmlException)
        {
            return ""; // The status must do.
        }
    }

    /// <summary>Credentials as most of Amazon's services and programs write them.</summary>
    /// <param name="who">Who wrote them.</param>
    /// <param name="content">The document.</param>
    /// <exception cref="RemoteException">There are none in it.</exception>
    public static S3Credentials Read(string who, ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            using var document = JsonDocument.ParseValue(ref reader);
            return Read(document.RootElement) ?? throw new RemoteException($"{who} answers without credentials.");
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
        {
            throw new RemoteException($"{who} answers something that is no credentials.", problem);
        }
    }

    private static S3Credentials? Read(JsonElement answer)
    {
        string? Text(string name) => answer.TryGetProperty(name, out var value) ? value.GetString() : null;

        return Text("AccessKeyId") is { } key && Text("SecretAccessKey") is { } secret
            ? new S3Credentials(key, secret, Text("Token") ?? Text("SessionToken"))
            {
                Expires = answer.TryGetProperty("Expiration", out var expires) && expires.ValueKind == JsonValueKind.String ? expires.GetDateTimeOffset() : null,
            }
            : null;
    }
}

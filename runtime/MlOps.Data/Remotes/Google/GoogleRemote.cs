using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text.Json;
using MlOps.Data.Config;
using MlOps.Data.Remotes.Http;

namespace MlOps.Data.Remotes.Google;

/// <summary>A bucket of Google Cloud Storage, by its JSON API.</summary>
internal sealed class GoogleRemote : IRemote
{
    private const string Server = "https://storage.googleapis.com";
    private const int MaxAnswer = 16 * 1024 * 1024;

    private readonly string _name;
    private readonly string _bucket;
    private readonly string _prefix;
    private readonly string _server;
    private readonly HttpConnection _connection;
    private readonly Renewed<GoogleToken>? _token;

    /// <param name="settings">The remote, its address <c>gs://bucket/path</c>.</param>
    /// <param name="account">Who asks; null for nobody.</param>
    /// <param name="retry">How often and how soon to try again.</param>
    /// <param name="clock">The clock of this machine.</param>
    public GoogleRemote(RemoteSettings settings, GoogleAccount? account, Retry retry, TimeProvider clock)
    {
        var parts = settings.Url!["gs://".Length..].Split('/', 2);
        (_name, _bucket) = (settings.Name, parts[0]);
        if (_bucket.Length == 0)
        {
            throw new RemoteException($"Remote '{_name}' names no bucket: write gs://bucket/path, with 'mlops data remote modify {_name} url …'.");
        }

        _prefix = parts.Length > 1 && parts[1].Trim('/') is { Length: > 0 } path ? path + "/" : "";
        _server = (settings["endpointurl"] ?? Server).TrimEnd('/');
        _connection = new HttpConnection(settings, retry);
        _token = account is null || !IsTrusted(_server) ? null
            : new Renewed<GoogleToken>(new GoogleTokens(account, _connection.Client, _name, clock).ReadAsync, static token => token.End, clock);
    }

    public bool ListsInPages => true;

    public async Task<long?> SizeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(HttpMethod.Get, key, ObjectAt(key, "?fields=size"), static () => 0, body: null, static async (response, token) =>
            {
                using var found = await ReadAsync(response, token).ConfigureAwait(false);
                return Size(found.RootElement);
            }, cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var all = $"{_server}/storage/v1/b/{Uri.EscapeDataString(_bucket)}/o?fields=items(name,size),nextPageToken&prefix={Uri.EscapeDataString(RemoteKey.Below(_prefix, prefix))}";
        string? next = null;
        do
        {
            var address = next is null ? all : $"{all}&pageToken={Uri.EscapeDataString(next)}";
            (var page, next) = await SendAsync(HttpMethod.Get, prefix, address, static () => 0, body: null, async (response, token) =>
            {
                using var answer = await ReadAsync(response, token).ConfigureAwait(false);
                RemoteObject[] found = answer.RootElement.TryGetProperty("items", out var items)
                    ? [.. items.EnumerateArray().Select(item => new RemoteObject(item.GetProperty("name").GetString()![_prefix.Length..], Size(item)))]
                    : [];
                return (found, answer.RootElement.TryGetProperty("nextPageToken", out var more) ? more.GetString() : null);
            }, cancellationToken).ConfigureAwait(false);
            yield return page;
        }
        while (next is not null);
    }

    /// <summary>An object appears when its last byte came, and no upload with fewer ends.</summary>
    public Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Post,
        key,
        $"{_server}/upload/storage/v1/b/{Uri.EscapeDataString(_bucket)}/o?uploadType=media&fields=size,md5Hash&name={Uri.EscapeDataString(RemoteKey.Below(_prefix, key))}",
        static () => 0,
        () => new StreamContent(source.Open()) { Headers = { ContentLength = source.Size, ContentType = new MediaTypeHeaderValue("application/octet-stream") } },
        async (response, token) =>
        {
            using var stored = await ReadAsync(response, token).ConfigureAwait(false);
            var md5 = source.Md5 is null || source.IsLegacy ? null : Convert.ToBase64String(Convert.FromHexString(source.Md5));
            return Size(stored.RootElement) == source.Size && (md5 is null || stored.RootElement.GetProperty("md5Hash").GetString() == md5) ? true
                : throw new RemoteException($"Remote '{_name}' stored other bytes than were sent as '{key}'.", passes: true);
        },
        cancellationToken);

    public Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Get,
        key,
        ObjectAt(key, "?alt=media"),
        () => target.Position,
        body: null,
        (response, token) => _connection.ReceiveAsync(response, target, token),
        cancellationToken);

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            await SendAsync(HttpMethod.Delete, key, ObjectAt(key, ""), static () => 0, body: null, static (_, _) => Task.FromResult(true), cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            // As it should be.
        }
    }

    public void Dispose()
    {
        _token?.Dispose();
        _connection.Dispose();
    }

    // A token opens all that its owner may see: whoever writes the address of a server into a repository does not get it.
    internal static bool IsTrusted(string server) => Uri.TryCreate(server, UriKind.Absolute, out var address)
        && (address.IsLoopback || (address.Scheme == Uri.UriSchemeHttps && address.Host.EndsWith(".googleapis.com", StringComparison.OrdinalIgnoreCase)));

    // A slash in a name is an escape, unlike one between names.
    private string ObjectAt(string key, string query) =>
        $"{_server}/storage/v1/b/{Uri.EscapeDataString(_bucket)}/o/{Uri.EscapeDataString(RemoteKey.Below(_prefix, key))}{query}";

    private static long Size(JsonElement found) => long.Parse(found.GetProperty("size").GetString()!, NumberStyles.None, CultureInfo.InvariantCulture);

    private static async Task<JsonDocument> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await response.Content.LoadIntoBufferAsync(MaxAnswer, cancellationToken).ConfigureAwait(false);
        try
        {
            return JsonDocument.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (JsonException problem)
        {
            throw new HttpRequestException("The answer is not JSON.", problem);
        }
    }

    private Task<T> SendAsync<T>(
        HttpMethod method,
        string key,
        string address,
        Func<long> from,
        Func<HttpContent>? body,
        Func<HttpResponseMessage, CancellationToken, Task<T>> read,
        CancellationToken cancellationToken) => _connection.RunAsync(async token =>
        {
            using var request = new HttpRequestMessage(method, new Uri(address));
            request.Content = body?.Invoke();
            request.Headers.Authorization = _token is null ? null : new("Bearer", (await _token.GetAsync(token).ConfigureAwait(false)).Text);
            if (from() is > 0 and var start)
            {
                request.Headers.Range = new(start, null);
            }

            using var response = await _connection.SendAsync(request, token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? await read(response, token).ConfigureAwait(false)
                : throw Refused(method, key, response.StatusCode, await SaidAsync(response, token).ConfigureAwait(false));
        }, cancellationToken);

    private static async Task<string> SaidAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await ReadAsync(response, cancellationToken).ConfigureAwait(false);
            return answer.RootElement.GetProperty("error").GetProperty("message").GetString() ?? "";
        }
        catch (HttpRequestException problem) when (problem.InnerException is JsonException)
        {
            // Those of downloads are plain words, and those of a proxy perhaps a page of them.
            var words = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            return words.Length is > 0 and < 200 ? words : $"HTTP {(int)response.StatusCode}";
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException or KeyNotFoundException or InvalidOperationException)
        {
            return $"HTTP {(int)response.StatusCode}";
        }
    }

    private IOException Refused(HttpMethod method, string key, HttpStatusCode status, string said)
    {
        var place = $"bucket '{_bucket}' of remote '{_name}'";
        return status switch
        {
            HttpStatusCode.NotFound when said.Contains("bucket does not exist", StringComparison.Ordinal) =>
                new RemoteException($"There is no {place}: create it, or correct the address with 'mlops data remote modify {_name} url gs://…'."),
            HttpStatusCode.NotFound => new FileNotFoundException($"There is no '{key}' in {place}."),
            HttpStatusCode.RequestedRangeNotSatisfiable => new RemoteException($"'{key}' in {place} is shorter than what is here of it.") { IsPastEnd = true },
            HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new RemoteException(
                $"Access to '{key}' in {place} is denied ({said}): ask for the role Storage Object User, or use other credentials, by GOOGLE_APPLICATION_CREDENTIALS or credentialpath."),
            _ => new RemoteException($"{method} '{key}' in {place} failed ({said}).", passes: Retry.Passes(status)),
        };
    }
}

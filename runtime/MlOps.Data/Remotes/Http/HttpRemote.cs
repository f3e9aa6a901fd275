using System.Net;
using System.Text;
using MlOps.Data.Config;

namespace MlOps.Data.Remotes.Http;

/// <summary>A web server. It is read; it is written to only where <c>method</c> says with which method.</summary>
internal sealed class HttpRemote : IRemote
{
    private const int MostRedirects = 5;

    private readonly RemoteSettings _settings;
    private readonly HttpConnection _connection;
    private readonly string _root;

    public HttpRemote(RemoteSettings settings, Retry retry)
    {
        (_settings, _root) = (settings, settings.Url!.TrimEnd('/') + "/");
        _connection = new HttpConnection(settings, retry);
    }

    public bool ListsInPages => false;

    public async Task<long?> SizeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            // Some servers do not say; then the size is not compared.
            return await SendAsync(HttpMethod.Head, key, from: null, body: null, static (response, _) => Task.FromResult(response.Content.Headers.ContentLength ?? -1), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, CancellationToken cancellationToken) =>
        throw new RemoteException($"Remote '{_settings.Name}' is a web server, which cannot list what it has.");

    public Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        var method = _settings["method"] ?? throw new RemoteException(
            $"Remote '{_settings.Name}' is read only: if its server takes files, say how with 'mlops data remote modify {_settings.Name} method PUT'.");
        return SendAsync(
            new HttpMethod(method.ToUpperInvariant()),
            key,
            from: null,
            () => new StreamContent(source.Open()) { Headers = { ContentLength = source.Size } },
            static (_, _) => Task.FromResult(true),
            cancellationToken);
    }

    public Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken) => SendAsync(
        HttpMethod.Get,
        key,
        () => target.Position,
        body: null,
        (response, token) => _connection.ReceiveAsync(response, target, token),
        cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        throw new RemoteException($"Remote '{_settings.Name}' is a web server: nothing is deleted there.");

    public void Dispose() => _connection.Dispose();

    private Task<T> SendAsync<T>(
        HttpMethod method, string key, Func<long>? from, Func<HttpContent>? body, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        _connection.RunAsync(async token =>
        {
            var address = new Uri(_root + key);
            for (var hops = 0; ; hops++)
            {
                using var response = await AnswerAsync(method, address, from?.Invoke() ?? 0, body, token).ConfigureAwait(false);
                if (response.IsSuccessStatusCode)
                {
                    return await read(response, token).ConfigureAwait(false);
                }

                address = response.StatusCode is HttpStatusCode.Moved or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
                    && response.Headers.Location is { } location && hops < MostRedirects && body is null
                    && Uri.TryCreate(address, location, out var next) && next.Scheme is "http" or "https"
                    ? next
                    : throw Refused(method, key, response.StatusCode);
            }
        }, cancellationToken);

    private async Task<HttpResponseMessage> AnswerAsync(HttpMethod method, Uri address, long from, Func<HttpContent>? body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(method, address);
        request.Content = body?.Invoke();
        if (from > 0)
        {
            request.Headers.Range = new(from, null);
        }

        // A password is for the server that it was given for, and for no other that this one sends us to.
        if (Uri.Compare(address, new Uri(_root), UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0)
        {
            Authorize(request);
        }

        return await _connection.SendAsync(request, cancellationToken).ConfigureAwait(false);
    }

    private void Authorize(HttpRequestMessage request)
    {
        var user = _settings["user"];
        var password = _settings["password"];
        if (_settings["custom_auth_header"] is { } header && password is not null)
        {
            request.Headers.TryAddWithoutValidation(header, password);
        }
        else if (user is not null)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));
        }
        else if (new Uri(_root).UserInfo is { Length: > 0 } info)
        {
            request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(Uri.UnescapeDataString(info))));
        }
    }

    private IOException Refused(HttpMethod method, string key, HttpStatusCode status) => status switch
    {
        HttpStatusCode.NotFound or HttpStatusCode.Gone => new FileNotFoundException($"Remote '{_settings.Name}' has no '{key}'."),
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new RemoteException(
            $"Remote '{_settings.Name}' denies access (HTTP {(int)status}): set user and password with 'mlops data remote modify --local {_settings.Name} …'."),
        HttpStatusCode.RequestedRangeNotSatisfiable => new RemoteException($"'{key}' at remote '{_settings.Name}' is shorter than what is here of it.") { IsPastEnd = true },
        _ => new RemoteException($"{method} '{key}' at remote '{_settings.Name}' failed with HTTP {(int)status}.", passes: Retry.Passes(status)),
    };
}

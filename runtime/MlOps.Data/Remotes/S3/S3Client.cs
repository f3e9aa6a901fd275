using System.Net;
using System.Xml;
using MlOps.Data.Config;
using MlOps.Data.Remotes.Http;

namespace MlOps.Data.Remotes.S3;

/// <summary>Sends signed requests to one bucket, again where that may help, and says in words what S3 refuses.</summary>
internal sealed class S3Client : IDisposable
{
    private readonly RemoteSettings _settings;
    private readonly S3Account _account;
    private readonly Renewed<S3Credentials>? _renewed;
    private readonly TimeProvider _clock;
    private readonly string _bucket;

    // What the server taught: that its clock is another, and that the bucket lies elsewhere. Written by any request, read by all.
    private TimeSpan _skew;
    private string _region;

    public S3Client(RemoteSettings settings, S3Account account, string bucket, Retry retry, TimeProvider clock)
    {
        (_settings, _account, _bucket, _clock, _region) = (settings, account, bucket, clock, account.Region);
        Connection = new HttpConnection(settings, retry);
        _renewed = account.Source is null ? null : new Renewed<S3Credentials>(account.Source.ReadAsync, static credentials => credentials.Expires, clock);
    }

    public HttpConnection Connection { get; }

    /// <summary>Sends a request and hands its answer to <paramref name="read"/>, both again when either fails in a way that may pass.</summary>
    public Task<T> SendAsync<T>(S3Request request, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken cancellationToken) =>
        Connection.RunAsync(async token =>
        {
            using var response = await SendOnceAsync(request, token).ConfigureAwait(false);
            return await read(response, token).ConfigureAwait(false);
        }, cancellationToken);

    /// <summary>Sends a request whose answer says nothing but that it was done.</summary>
    public Task SendAsync(S3Request request, CancellationToken cancellationToken) =>
        SendAsync(request, static (_, _) => Task.FromResult(true), cancellationToken);

    public void Dispose()
    {
        Connection.Dispose();
        _renewed?.Dispose();
    }

    private async Task<HttpResponseMessage> SendOnceAsync(S3Request request, CancellationToken cancellationToken)
    {
        // One lesson of each kind: a server that teaches the same again is simply wrong.
        for (var lessons = 0; ; lessons++)
        {
            var response = await AnswerAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                return response;
            }

            using (response)
            {
                var (code, message) = await ErrorAsync(response, cancellationToken).ConfigureAwait(false);
                if (lessons >= 2 || !Learn(response, code))
                {
                    throw Refused(request, response.StatusCode, code, message);
                }
            }
        }
    }

    private async Task<HttpResponseMessage> AnswerAsync(S3Request request, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(request.Method, Address(request.Key, request.Query));
        message.Content = request.Body?.Invoke();
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content!.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (request.Rest?.Invoke() is > 0 and var from)
        {
            message.Headers.TryAddWithoutValidation("Range", $"bytes={from}-");
        }

        var credentials = _renewed is null ? _account.Credentials : await _renewed.GetAsync(cancellationToken).ConfigureAwait(false);
        if (credentials is not null)
        {
            new SignatureV4(credentials, _region, "s3").Sign(message, request.BodyHash, _clock.GetUtcNow() + _skew);
        }

        return await Connection.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private bool Learn(HttpResponseMessage response, string code)
    {
        if (code is "RequestTimeTooSkewed" or "RequestExpired" && response.Headers.Date is { } date)
        {
            _skew = date - _clock.GetUtcNow();
            return true;
        }

        if (response.Headers.TryGetValues("x-amz-bucket-region", out var regions) && regions.FirstOrDefault() is { Length: > 0 } region && region != _region)
        {
            _region = region;
            return true;
        }

        return false;
    }

    private Uri Address(string? key, string query)
    {
        var endpoint = new Uri(_account.Endpoint ?? $"{(_settings.IsFalse("use_ssl") ? "http" : "https")}://s3.{_region}.amazonaws.com");
        // A bucket in the host name is what AWS wants; other servers rarely have names for their buckets, nor certificates for dots.
        var isHost = _account.Endpoint is null && !_bucket.Contains('.', StringComparison.Ordinal);
        var host = isHost ? $"{_bucket}.{endpoint.Authority}" : endpoint.Authority;
        var path = $"{endpoint.AbsolutePath.TrimEnd('/')}{(isHost ? "" : "/" + SignatureV4.Escape(_bucket))}";
        var escaped = key is null ? path + "/" : $"{path}/{string.Join('/', key.Split('/').Select(SignatureV4.Escape))}";
        return new Uri($"{endpoint.Scheme}://{host}{escaped}{(query.Length == 0 ? "" : "?" + query)}");
    }

    private static async Task<(string Code, string Message)> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await S3Xml.ReadAsync(response.Content, cancellationToken).ConfigureAwait(false);
            return (answer.Find(static element => element.Path == "Code").Text ?? "", answer.Find(static element => element.Path == "Message").Text ?? "");
        }
        catch (Exception problem) when (problem is XmlException or HttpRequestException or IOException)
        {
            return ("", ""); // Of a proxy, or to a HEAD, which has no body: the status must do.
        }
    }

    private Exception Refused(S3Request request, HttpStatusCode status, string code, string message)
    {
        var name = _settings.Name;
        var bucket = $"bucket '{_bucket}' of remote '{name}'";
        var said = code.Length == 0 ? $"HTTP {(int)status}" : $"{code}: {message}";
        return (status, code) switch
        {
            (_, "NoSuchBucket") => new RemoteException($"There is no {bucket}: create it, or correct the address with 'mlops data remote modify {name} url s3://…'."),
            (_, "NoSuchUpload") => new RemoteException($"An upload to {bucket} is gone ({said})."),
            (HttpStatusCode.NotFound, _) => new FileNotFoundException($"There is no '{request.Key}' in {bucket}."),
            (_, "InvalidAccessKeyId" or "SignatureDoesNotMatch" or "ExpiredToken" or "InvalidToken") =>
                new RemoteException($"The credentials for {bucket} are not accepted ({said}): renew AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the profile that is used."),
            (HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized, _) =>
                new RemoteException($"Access to '{request.Key}' in {bucket} is denied ({said}): ask for s3:ListBucket, s3:GetObject and s3:PutObject, or use other credentials."),
            // What S3 says of a body that was damaged on its way, or came too slowly, or when it has too much to do.
            (_, "BadDigest" or "RequestTimeout" or "SlowDown" or "InternalError" or "IncompleteBody" or "XAmzContentSHA256Mismatch" or "OperationAborted") =>
                new RemoteException($"{request.Method} '{request.Key}' in {bucket} failed ({said}).", passes: true),
            (HttpStatusCode.RequestedRangeNotSatisfiable, _) => new RemoteException($"'{request.Key}' in {bucket} is shorter than what is here of it.") { IsPastEnd = true },
            _ => new RemoteException($"{request.Method} '{request.Key}' in {bucket} failed ({said}).", passes: Retry.Passes(status)),
        };
    }
}

/// <summary>A request to S3, which can be sent again.</summary>
/// <param name="Method">Its method.</param>
/// <param name="Key">The object; null for the bucket.</param>
/// <param name="Query">The query, with percent escapes.</param>
internal sealed record S3Request(HttpMethod Method, string? Key, string Query = "")
{
    /// <summary>Makes the body anew for every try.</summary>
    public Func<HttpContent>? Body { get; init; }

    /// <summary>Says how much of an object is here, when only the rest of it is wanted; asked before every try.</summary>
    public Func<long>? Rest { get; init; }

    public string BodyHash { get; init; } = SignatureV4.EmptyHash;

    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];
}

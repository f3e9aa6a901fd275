using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using MlOps.Data.Config;

namespace MlOps.Data.Remotes.S3;

/// <summary>A bucket of Amazon S3, or of any server that speaks its protocol.</summary>
internal sealed class S3Remote : IRemote
{
    private const int InMemory = 1024 * 1024;
    private const long MultipartThreshold = 64 * 1024 * 1024;

    private readonly RemoteSettings _settings;
    private readonly S3Client _client;
    private readonly S3MultipartUpload _multipart;
    private readonly string _prefix;

    /// <param name="settings">The remote, its address <c>s3://bucket/path</c>.</param>
    /// <param name="account">Where it is and who asks.</param>
    /// <param name="notes">The folder for notes of uploads that are not complete.</param>
    /// <param name="retry">How often and how soon to try again.</param>
    /// <param name="clock">The clock of this machine.</param>
    public S3Remote(RemoteSettings settings, S3Account account, string notes, Retry retry, TimeProvider clock)
    {
        var parts = settings.Url!["s3://".Length..].Split('/', 2);
        _settings = settings["sse_customer_key"] is null ? settings
            : throw new RemoteException($"Remote '{settings.Name}' has sse_customer_key, which is not supported: use sse = aws:kms.");
        _prefix = parts.Length > 1 && parts[1].Trim('/') is { Length: > 0 } path ? path + "/" : "";
        _client = new S3Client(settings, account, parts[0], retry, clock);
        _multipart = new S3MultipartUpload(_client, notes, Stored);
    }

    public bool ListsInPages => true;

    public async Task<long?> SizeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await _client.SendAsync(
                new S3Request(HttpMethod.Head, _prefix + key),
                static (response, _) => Task.FromResult(response.Content.Headers.ContentLength),
                cancellationToken).ConfigureAwait(false);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    public async IAsyncEnumerable<IReadOnlyList<RemoteObject>> ListAsync(string prefix, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        string? next = null;
        do
        {
            var query = $"list-type=2&prefix={SignatureV4.Escape(_prefix + prefix)}" + (next is null ? "" : $"&continuation-token={SignatureV4.Escape(next)}");
            var page = await _client.SendAsync(
                new S3Request(HttpMethod.Get, Key: null, query),
                static async (response, token) => S3Xml.Page(await S3Xml.ReadAsync(response.Content, token).ConfigureAwait(false)),
                cancellationToken).ConfigureAwait(false);
            yield return [.. page.Objects.Select(found => found with { Key = found.Key[_prefix.Length..] })];
            next = page.Next;
        }
        while (next is not null);
    }

    public async Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        if (source.Size > MultipartThreshold)
        {
            await _multipart.RunAsync(_prefix + key, source, cancellationToken).ConfigureAwait(false);
        }
        else if (source.Size <= InMemory)
        {
            var content = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
            // Reading it has just proved that it is what its name says.
            var md5 = source is { Md5: { } name, IsLegacy: false } ? Convert.FromHexString(name) : MD5.HashData(content);
            await PutAsync(key, () => new ByteArrayContent(content), Convert.ToHexStringLower(SHA256.HashData(content)), md5, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            // The signature comes before the body, and has its digest in it: read twice, and never held as a whole.
            using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
            await DigestAsync(source, sha, md5, cancellationToken).ConfigureAwait(false);
            await PutAsync(key, () => Body(source), Convert.ToHexStringLower(sha.GetHashAndReset()), md5.GetHashAndReset(), cancellationToken).ConfigureAwait(false);
        }
    }

    public Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken) => _client.SendAsync(
        new S3Request(HttpMethod.Get, _prefix + key) { Rest = () => target.Position },
        (response, token) => _client.Connection.ReceiveAsync(response, target, token),
        cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) =>
        _client.SendAsync(new S3Request(HttpMethod.Delete, _prefix + key), cancellationToken);

    public void Dispose() => _client.Dispose();

    private async Task PutAsync(string key, Func<HttpContent> body, string sha, byte[] md5, CancellationToken cancellationToken)
    {
        var request = new S3Request(HttpMethod.Put, _prefix + key)
        {
            Body = body,
            BodyHash = sha,
            Headers = [("Content-MD5", Convert.ToBase64String(md5)), .. Stored()],
        };
        await _client.SendAsync(request, (response, _) =>
        {
            // With encryption the tag is something else.
            var tag = response.Headers.ETag?.Tag.Trim('"')
                ?? throw new RemoteException($"Remote '{_settings.Name}' took '{key}' without an ETag, which S3 always gives.", passes: true);
            return tag.Length != 32 || _settings["sse"] is not null || tag == Convert.ToHexStringLower(md5) ? Task.FromResult(true)
                : throw new RemoteException($"Remote '{_settings.Name}' stored other bytes than were sent as '{key}': its ETag is {tag}.", passes: true);
        }, cancellationToken).ConfigureAwait(false);
    }

    private static StreamContent Body(UploadSource source) =>
        new(source.Open()) { Headers = { ContentLength = source.Size, ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private static async Task DigestAsync(UploadSource source, IncrementalHash sha, IncrementalHash md5, CancellationToken cancellationToken)
    {
        var stream = source.Open();
        await using (stream.ConfigureAwait(false))
        {
            var buffer = new byte[InMemory];
            while (await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) is > 0 and var read)
            {
                sha.AppendData(buffer, 0, read);
                md5.AppendData(buffer, 0, read);
            }
        }
    }

    /// <summary>How a new object is to be kept.</summary>
    private IReadOnlyList<(string Name, string Value)> Stored() =>
    [
        .. new (string Option, string Header)[] { ("sse", "x-amz-server-side-encryption"), ("sse_kms_key_id", "x-amz-server-side-encryption-aws-kms-key-id"), ("acl", "x-amz-acl") }
            .Where(pair => _settings[pair.Option] is not null)
            .Select(pair => (pair.Header, _settings[pair.Option]!)),
    ];
}

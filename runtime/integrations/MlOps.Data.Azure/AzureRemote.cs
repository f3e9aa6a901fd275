using System.Net;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using MlOps.Data.Config;
using MlOps.Data.Remotes;
using MlOps.Data.Remotes.Http;

namespace MlOps.Data.Azure;

/// <summary>A container of Azure Blob Storage.</summary>
internal sealed class AzureRemote : IRemote
{
    private const int InMemory = 1024 * 1024;

    // A larger object goes in blocks, two of which are in memory at a time; 50,000 of them make 390 GiB.
    private const int BlockSize = 8 * 1024 * 1024;

    private readonly BlobContainerClient _container;
    private readonly Retry _retry;
    private readonly TimeSpan _patience;
    private readonly AzureErrors _errors;
    private readonly string _prefix;

    /// <param name="settings">The remote, its address <c>azure://container/path</c>.</param>
    /// <param name="account">Where it is and who asks.</param>
    /// <param name="retry">How often and how soon to try again.</param>
    public AzureRemote(RemoteSettings settings, AzureAccount account, Retry retry)
    {
        var parts = settings.Url!["azure://".Length..].Split('/', 2);
        if (parts[0].Length == 0)
        {
            throw new RemoteException($"Remote '{settings.Name}' names no container: write azure://container/path, with 'mlops data remote modify {settings.Name} url …'.");
        }

        (_retry, _patience) = (retry, HttpConnection.PatienceOf(settings));
        _errors = new AzureErrors(settings.Name, parts[0], account.Kind);
        _prefix = parts.Length > 1 && parts[1].Trim('/') is { Length: > 0 } path ? path + "/" : "";
        var options = new BlobClientOptions { Retry = { MaxRetries = 0, NetworkTimeout = _patience } }; // We try again ourselves.
        options.Diagnostics.IsLoggingEnabled = options.Diagnostics.IsDistributedTracingEnabled = options.Diagnostics.IsTelemetryEnabled = false;
        _container = account.Open(parts[0], options);
    }

    public bool ListsInPages => true;

    public async Task<long?> SizeAsync(string key, CancellationToken cancellationToken)
    {
        try
        {
            return await RunAsync(
                key,
                static async (blob, token) => (await blob.GetPropertiesAsync(cancellationToken: token).ConfigureAwait(false)).Value.ContentLength,
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
            // A page of its own for every call, so that one that fails is asked for again.
            var page = await _retry.RunAsync(
                token => _errors.TellAsync(prefix, () => PageAsync(RemoteKey.Below(_prefix, prefix), next, token), token), cancellationToken).ConfigureAwait(false);
            yield return [.. page.Values.Select(found => new RemoteObject(found.Name[_prefix.Length..], found.Properties.ContentLength ?? -1))];
            next = page.ContinuationToken;
        }
        while (!string.IsNullOrEmpty(next));
    }

    public async Task UploadAsync(string key, UploadSource source, CancellationToken cancellationToken)
    {
        if (source.Size <= InMemory)
        {
            var content = await source.ReadAsync(cancellationToken).ConfigureAwait(false);
            var options = Options();
            options.HttpHeaders.ContentHash = MD5.HashData(content);
            await RunAsync(
                key,
                (blob, token) => blob.UploadAsync(new BinaryData(content), options, token),
                cancellationToken).ConfigureAwait(false);
            return;
        }

        // The blocks of a larger one are nothing to anybody until the list of them is sent, last.
        await RunAsync(
            key,
            async (blob, token) =>
            {
                var content = source.Open();
                await using (content.ConfigureAwait(false))
                {
                    return await blob.UploadAsync(content, Options(), token).ConfigureAwait(false);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    public Task DownloadAsync(string key, Stream target, CancellationToken cancellationToken) => RunAsync(
        key,
        async (blob, token) =>
        {
            var options = new BlobDownloadOptions { Range = target.Position == 0 ? default : new HttpRange(target.Position) };
            var answer = await blob.DownloadStreamingAsync(options, token).ConfigureAwait(false);
            using var body = answer.Value;
            if (answer.GetRawResponse().Status != (int)HttpStatusCode.PartialContent)
            {
                target.SetLength(0); // It sends the whole.
            }

            await PatientCopy.RunAsync(body.Content, target, _patience, token).ConfigureAwait(false);
            return true;
        },
        cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken) => RunAsync(
        key, static (blob, token) => blob.DeleteIfExistsAsync(cancellationToken: token), cancellationToken);

    public void Dispose()
    {
        // The library's connections are those of the process.
    }

    // Every block has its sum with it.
    private static BlobUploadOptions Options() => new()
    {
        HttpHeaders = new BlobHttpHeaders { ContentType = "application/octet-stream" },
        TransferOptions = new StorageTransferOptions { InitialTransferSize = BlockSize, MaximumTransferSize = BlockSize, MaximumConcurrency = 2 },
        TransferValidation = new UploadTransferValidationOptions { ChecksumAlgorithm = StorageChecksumAlgorithm.MD5 },
    };

    private async Task<Page<BlobItem>> PageAsync(string prefix, string? next, CancellationToken cancellationToken)
    {
        var pages = _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).AsPages(next).GetAsyncEnumerator(cancellationToken);
        await using (pages.ConfigureAwait(false))
        {
            return await pages.MoveNextAsync().ConfigureAwait(false) ? pages.Current : Page<BlobItem>.FromValues([], continuationToken: null, null!);
        }
    }

    private Task<T> RunAsync<T>(string key, Func<BlobClient, CancellationToken, Task<T>> action, CancellationToken cancellationToken)
    {
        var blob = _container.GetBlobClient(RemoteKey.Below(_prefix, key));
        return _retry.RunAsync(token => _errors.TellAsync(key, () => action(blob, token), token), cancellationToken);
    }
}

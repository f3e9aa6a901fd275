using System.Security.Cryptography;
using MlOps.Data.Remotes;

namespace MlOps.Data.Transfer;

/// <summary>
/// Brings objects into the cache. Each comes into a file of its own beside the objects, which a later try goes on with, and is
/// published only when its bytes proved to be what its name says.
/// </summary>
internal sealed class Downloader(DvcCache cache)
{
    // Going on with less is not worth a request that may be refused.
    private const int WorthGoingOn = 64 * 1024;

    private readonly string _parts = Directory.CreateDirectory(Path.Combine(cache.Folder, RemoteKinds.TransferFolder, "parts")).FullName;

    /// <returns>How many bytes came.</returns>
    /// <exception cref="FileNotFoundException">The remote does not have it.</exception>
    /// <exception cref="CorruptObjectException">The remote has other bytes under its name.</exception>
    public async Task<long> FetchAsync(IRemote remote, UsedObject wanted, CancellationToken cancellationToken)
    {
        var file = Path.Combine(_parts, wanted.Key.Replace('/', '-') + ".part");
        var part = Open(ref file);
        try
        {
            var before = part.Length < WorthGoingOn ? 0 : part.Length;
            part.SetLength(before);
            await DownloadAsync(remote, wanted, part, cancellationToken).ConfigureAwait(false);
            var isRight = await IsRightAsync(part, wanted, cancellationToken).ConfigureAwait(false);
            if (!isRight)
            {
                // What was here of it may have been the wrong half, or a proxy in between may have made it up.
                before = 0;
                part.SetLength(0);
                await DownloadAsync(remote, wanted, part, cancellationToken).ConfigureAwait(false);
                isRight = await IsRightAsync(part, wanted, cancellationToken).ConfigureAwait(false);
            }

            var size = part.Length;
            await part.DisposeAsync().ConfigureAwait(false);
            if (!isRight)
            {
                File.Delete(file);
                throw new CorruptObjectException(
                    $"The remote has other bytes as '{wanted.Key}' than its name says: push it again from a machine that has '{wanted.Path}', after deleting it there.");
            }

            cache.PublishVerified(file, wanted.Md5, wanted.IsLegacy);
            return size - before;
        }
        catch (FileNotFoundException)
        {
            await part.DisposeAsync().ConfigureAwait(false);
            File.Delete(file);
            throw;
        }
        finally
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task DownloadAsync(IRemote remote, UsedObject wanted, FileStream part, CancellationToken cancellationToken)
    {
        part.Position = part.Length;
        try
        {
            await remote.DownloadAsync(wanted.Key, part, cancellationToken).ConfigureAwait(false);
        }
        catch (RemoteException problem) when (problem.IsPastEnd)
        {
            // Killed just before it was published: its digest will tell.
        }
    }

    private static async Task<bool> IsRightAsync(FileStream part, UsedObject wanted, CancellationToken cancellationToken)
    {
        part.Position = 0;
        if (!wanted.IsLegacy)
        {
            return Convert.ToHexStringLower(await MD5.HashDataAsync(part, cancellationToken).ConfigureAwait(false)) == wanted.Digest;
        }

        using var digest = new LegacyDigest();
        var block = new byte[1024 * 1024];
        while (await part.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            digest.Receive(block.AsSpan(0, read));
        }

        return digest.Finish() == wanted.Digest;
    }

    // Of two processes that fetch the same into one cache, the second fetches it beside the first.
    private static FileStream Open(ref string file)
    {
        try
        {
            return Open(file);
        }
        catch (IOException) when (File.Exists(file))
        {
            file = $"{file}-{Guid.NewGuid():n}";
            return Open(file);
        }
    }

    private static FileStream Open(string file) => new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.Asynchronous);
}

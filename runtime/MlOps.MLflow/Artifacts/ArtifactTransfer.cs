using System.Security.Cryptography;

namespace MlOps.MLflow.Artifacts;

/// <summary>Moves single artifacts to a place and back, and makes sure of what was stored.</summary>
internal static class ArtifactTransfer
{
    /// <summary>Up to this many bytes are read back to make sure.</summary>
    private const int LongestReadBack = 4 * 1024 * 1024;

    public static async Task UploadAsync(ArtifactPlace place, string path, Stream content, ArtifactCheck check, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var seekable = await WholeFile.SeekableAsync(content, cancellationToken).ConfigureAwait(false);
        try
        {
            var start = seekable.Position;
            await place.WriteAsync(path, seekable, progress, cancellationToken).ConfigureAwait(false);
            await CheckAsync(place, path, seekable, start, check, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            if (seekable != content)
            {
                await seekable.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    public static async Task UploadFileAsync(ArtifactPlace place, string path, string file, ArtifactCheck check, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var content = WholeFile.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await UploadAsync(place, path, content, check, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    public static Task DownloadFileAsync(ArtifactPlace place, string path, string file, IProgress<long>? progress, CancellationToken cancellationToken) =>
        WholeFile.WriteAsync(Path.GetFullPath(file), target => place.ReadAsync(path, target, progress, cancellationToken));

    private static async Task CheckAsync(ArtifactPlace place, string path, Stream content, long start, ArtifactCheck check, CancellationToken cancellationToken)
    {
        var length = content.Length - start;
        if (check == ArtifactCheck.Content || (check == ArtifactCheck.Automatic && length <= LongestReadBack))
        {
            content.Position = start;
            var sent = await SHA256.HashDataAsync(content, cancellationToken).ConfigureAwait(false);
            var stored = await DigestAsync(place, path, cancellationToken).ConfigureAwait(false);
            if (!sent.AsSpan().SequenceEqual(stored))
            {
                throw Differs(path, "other bytes");
            }
        }
        else if (check == ArtifactCheck.Automatic && await SizeAsync(place, path, cancellationToken).ConfigureAwait(false) is var size && size != length)
        {
            throw Differs(path, $"{size} bytes and not {length}");
        }
    }

    private static async Task<byte[]> DigestAsync(ArtifactPlace place, string path, CancellationToken cancellationToken)
    {
        using var digest = SHA256.Create();
        var target = new CryptoStream(Stream.Null, digest, CryptoStreamMode.Write);
        await using (target.ConfigureAwait(false))
        {
            try
            {
                await place.ReadAsync(path, target, null, cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ResourceDoesNotExist)
            {
                throw Differs(path, "no such file"); // A page of something between was taken for the server's answer.
            }
        }

        return digest.Hash!;
    }

    private static async Task<long> SizeAsync(ArtifactPlace place, string path, CancellationToken cancellationToken)
    {
        await foreach (var entry in place.ListAsync(ArtifactPath.FolderOf(path), cancellationToken).ConfigureAwait(false))
        {
            if (entry.Path == path)
            {
                return entry.Size;
            }
        }

        return 0;
    }

    private static MlflowException Differs(string path, string what) => new(MlflowErrorCode.ContentDiffers, $"The server says that it stored the artifact '{path}', but has {what}.")
    {
        Hint = "Send it again. Where it happens again, something between changes what passes, or the server's disk is full.",
        IsTransient = true,
    };
}

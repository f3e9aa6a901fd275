using System.Buffers;
using System.Security.Cryptography;

namespace MlOps.Data;

/// <summary>Reads files block by block, digesting what is read and copying it where asked.</summary>
internal static class FileContent
{
    private const int BlockSize = 256 * 1024;
    private const int Attempts = 3;

    /// <summary>
    /// Reads the whole file. The digest is of exactly the bytes that went to <paramref name="destination"/>; should the
    /// file change meanwhile, it is read again, and given up when it does not come to rest.
    /// </summary>
    internal static FileDigest ReadUnchanged(
        string file, Stream? destination, Action<long>? progress, CancellationToken cancellationToken)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            destination?.SetLength(0);
            if (TryRead(file, destination, progress, cancellationToken) is { } digest)
            {
                return digest;
            }
        }

        throw new UnreadableFileException($"It changed each of the {Attempts} times it was read: another program is writing to it.");
    }

    private static FileDigest? TryRead(
        string file, Stream? destination, Action<long>? progress, CancellationToken cancellationToken)
    {
        // Others may write meanwhile: an editor that keeps the file open must not stop a build. A change is noticed below.
        using var handle = Reading(file, static file => File.OpenHandle(
            file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan));
        var length = RandomAccess.GetLength(handle);
        var written = File.GetLastWriteTimeUtc(handle);

        using var md5 = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
        var buffer = ArrayPool<byte>.Shared.Rent(BlockSize);
        var offset = 0L;
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var read = Reading((handle, buffer, offset), static at => RandomAccess.Read(at.handle, at.buffer, at.offset));
                // A file that grows as fast as it is read must not be followed for ever.
                if (read == 0 || offset + read > length)
                {
                    offset += read;
                    break;
                }

                md5.AppendData(buffer, 0, read);
                destination?.Write(buffer, 0, read);
                offset += read;
                progress?.Invoke(offset);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        var changed = offset != length
            || RandomAccess.GetLength(handle) != length
            || File.GetLastWriteTimeUtc(handle) != written;
        return changed ? null : new FileDigest(Convert.ToHexStringLower(md5.GetHashAndReset()), offset);
    }

    // A fault of the file that is read must be told from one of the place that is written.
    private static TResult Reading<TState, TResult>(TState state, Func<TState, TResult> action)
    {
        try
        {
            return action(state);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableFileException(problem.Message, problem);
        }
    }
}

/// <summary>The file to be read is at fault.</summary>
internal sealed class UnreadableFileException(string message, Exception? inner = null) : IOException(message, inner);

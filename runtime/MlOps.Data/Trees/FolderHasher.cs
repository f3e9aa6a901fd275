using System.Buffers;
using MlOps.Data.Md5;
using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>
/// Digests the files of a folder: small ones many at once, side by side in the lanes of the processor; large ones by themselves,
/// block by block.
/// </summary>
internal static class FolderHasher
{
    private const int SmallFile = 1024 * 1024;

    // What one processor reads before it hashes; so much memory does each of them take.
    private const int BatchBytes = 4 * SmallFile;
    private const int BatchFiles = 256;

    /// <summary>Digests files, on as many processors as there are.</summary>
    /// <param name="folder">The full path of the folder.</param>
    /// <param name="paths">The files, seen from it.</param>
    /// <param name="cancellationToken">Looked at before every file.</param>
    /// <returns>The digests, in the order of the files.</returns>
    /// <exception cref="IOException">A file cannot be read, or does not stop changing.</exception>
    public static FileDigest[] Hash(string folder, IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var digests = new FileDigest[paths.Count];
        var batches = (paths.Count + BatchFiles - 1) / BatchFiles;
        try
        {
            Parallel.For(0, batches, new ParallelOptions { CancellationToken = cancellationToken }, batch =>
            {
                var end = Math.Min(paths.Count, (batch + 1) * BatchFiles);
                new Batch(folder, paths, digests, cancellationToken).Hash(batch * BatchFiles, end);
            });
        }
        catch (AggregateException several) when (several.InnerExceptions is [var first, ..])
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }

        return digests;
    }

    private sealed class Batch(string folder, IReadOnlyList<string> paths, FileDigest[] digests, CancellationToken cancellationToken)
    {
        private readonly List<(int Index, FileStamp Stamp, int Start)> _waiting = [];
        private int _filled;

        public void Hash(int start, int end)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BatchBytes);
            try
            {
                for (var index = start; index < end; index++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Read(index, buffer);
                }

                HashWaiting(buffer);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        private void Read(int index, byte[] buffer)
        {
            var file = PathOf(index);
            var stamp = FileStamp.Of(file);
            if (stamp.Size > SmallFile)
            {
                digests[index] = FileContent.ReadUnchanged(file, receiver: null, cancellationToken).Digest;
                return;
            }

            if (_filled + (int)stamp.Size > BatchBytes)
            {
                HashWaiting(buffer);
            }

            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var read = 0;
            for (int now; read < stamp.Size && (now = RandomAccess.Read(handle, buffer.AsSpan(_filled + read, (int)stamp.Size - read), read)) > 0;)
            {
                read += now;
            }

            if (read == stamp.Size && FileStamp.Of(file) == stamp)
            {
                _waiting.Add((index, stamp, _filled));
                _filled += read;
            }
            else
            {
                // It changed just now: read as a large one is, which waits until it comes to rest.
                digests[index] = FileContent.ReadUnchanged(file, receiver: null, cancellationToken).Digest;
            }
        }

        private void HashWaiting(byte[] buffer)
        {
            var messages = _waiting.ConvertAll(waiting => (ReadOnlyMemory<byte>)buffer.AsMemory(waiting.Start, (int)waiting.Stamp.Size)).ToArray();
            var found = new byte[messages.Length * Md5Batch.DigestSize];
            Md5Batch.Hash(messages, found);
            for (var i = 0; i < messages.Length; i++)
            {
                var md5 = Convert.ToHexStringLower(found.AsSpan(i * Md5Batch.DigestSize, Md5Batch.DigestSize));
                digests[_waiting[i].Index] = new FileDigest(md5, messages[i].Length);
            }

            _waiting.Clear();
            _filled = 0;
        }

        private string PathOf(int index) => Path.Combine(folder, paths[index]);
    }
}

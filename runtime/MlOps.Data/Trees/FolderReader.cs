using System.Buffers;
using MlOps.Data.Links;
using MlOps.Data.Md5;
using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>
/// Finds out what files of a folder hold: small ones many at once, side by side in the lanes of the processor; large ones by
/// themselves, block by block. What is read can go into a cache in the same pass.
/// </summary>
/// <param name="folder">The full path of the folder.</param>
/// <param name="files">Its files; those that are read are told what they hold.</param>
/// <param name="store">Gets the content, or null.</param>
/// <param name="links">How the cache and the workspace share it.</param>
internal sealed class FolderReader(string folder, TreeFile[] files, DvcCache? store = null, WorkspaceLinks? links = null)
{
    private const int SmallFile = 1024 * 1024;

    // What one processor reads before it hashes; so much memory does each of them take.
    private const int BatchBytes = 4 * SmallFile;
    private const int BatchFiles = 256;

    /// <summary>Reads files, on as many processors as there are.</summary>
    /// <param name="which">Which of them.</param>
    /// <param name="progress">Told after every batch.</param>
    /// <param name="cancellationToken">Looked at before every file.</param>
    /// <exception cref="IOException">A file cannot be read, or does not stop changing; or the cache cannot be written.</exception>
    public void Read(List<int> which, DataProgress? progress, CancellationToken cancellationToken) =>
        Shares.ForEach(which.Count, BatchFiles, cancellationToken, (start, end) =>
        {
            var batch = new Batch(this, cancellationToken);
            batch.Read(which, start, end);
            progress?.Add(end - start, batch.Bytes);
        });

    private sealed class Batch(FolderReader reader, CancellationToken cancellationToken)
    {
        private readonly List<(int Index, int Start)> _waiting = [];
        private readonly TreeFile[] _files = reader.Files;
        private int _filled;

        public long Bytes { get; private set; }

        public void Read(List<int> which, int start, int end)
        {
            var buffer = ArrayPool<byte>.Shared.Rent(BatchBytes);
            try
            {
                for (var i = start; i < end; i++)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Read(which[i], buffer);
                    Bytes += _files[which[i]].Stamp.Size;
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
            ref var file = ref _files[index];
            var path = reader.PathOf(index);
            if (file.Stamp.Size > SmallFile)
            {
                ReadLarge(ref file, path);
                return;
            }

            if (_filled + (int)file.Stamp.Size > BatchBytes)
            {
                HashWaiting(buffer);
            }

            var size = (int)file.Stamp.Size;
            if (FileStamp.Read(path, buffer.AsSpan(_filled, size)) == (size, file.Stamp))
            {
                file.IsCertain = file.Stamp.IsCertain(FileStamp.Nanoseconds(DateTime.UtcNow));
                _waiting.Add((index, _filled));
                _filled += (int)file.Stamp.Size;
            }
            else
            {
                // It changed just now: read as a large one is, which waits until it comes to rest.
                ReadLarge(ref file, path);
            }
        }

        private void ReadLarge(ref TreeFile file, string path)
        {
            var reading = reader.Store?.Add(path, other: null, cancellationToken) ?? FileContent.ReadUnchanged(path, receiver: null, cancellationToken);
            file.Md5 = Md5Value.Parse(reading.Digest.Md5);
            file.Stamp = reading.Stamp;
            file.IsKnown = true;
            file.IsCertain = reading.Stamp.IsCertain(reading.Taken);
            file.Object = reader.Store is { } store ? ObjectMark.Of(FileStamp.Of(store.PathOf(reading.Digest))) : default;
        }

        private void HashWaiting(byte[] buffer)
        {
            var messages = new ReadOnlyMemory<byte>[_waiting.Count];
            for (var i = 0; i < messages.Length; i++)
            {
                messages[i] = buffer.AsMemory(_waiting[i].Start, (int)_files[_waiting[i].Index].Stamp.Size);
            }

            var found = new byte[messages.Length * Md5Batch.DigestSize];
            Md5Batch.Hash(messages, found);
            for (var i = 0; i < messages.Length; i++)
            {
                ref var file = ref _files[_waiting[i].Index];
                file.Md5 = Md5Value.Read(found.AsSpan(i * Md5Batch.DigestSize, Md5Batch.DigestSize));
                file.IsKnown = true;
                reader.Keep(ref file, messages[i].Span);
            }

            _waiting.Clear();
            _filled = 0;
        }
    }

    private void Keep(ref TreeFile file, ReadOnlySpan<byte> content)
    {
        if (store is not null && links?.TakesFiles(content.Length) == true && store.PutLink(file.Md5, Path.Combine(folder, file.Path), file.Stamp) is { } linked)
        {
            // From now on it is the object, which nobody may write to.
            (file.Stamp, file.IsCertain, file.Object) = (linked, true, ObjectMark.Of(linked));
        }
        else
        {
            file.Object = store?.Put(file.Md5, content) ?? default;
        }
    }

    private TreeFile[] Files => files;

    private DvcCache? Store => store;

    private string PathOf(int index) => Path.Combine(folder, files[index].Path);
}

using MlOps.Data.Links;
using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <content>How content comes into it.</content>
public sealed partial class DvcCache
{
    private static readonly TimeSpan s_fresh = TimeSpan.FromMinutes(30);

    private readonly HashSet<string> _folders = new(StringComparer.Ordinal);

    /// <summary>
    /// Copies a file into the cache, digesting the very bytes that are copied, so that an object never has another
    /// content than its name says, whatever happens to the file meanwhile. An object that is there already stays, unless it is damaged.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or does not stop changing, or the copy cannot be written.</exception>
    public FileDigest Add(string file, CancellationToken cancellationToken = default) => Add(file, other: null, cancellationToken).Digest;

    /// <param name="file">The file.</param>
    /// <param name="other">Gets the same bytes as the cache.</param>
    /// <param name="cancellationToken">Stops between two blocks; nothing stays behind.</param>
    internal FileReading Add(string file, IBlockReceiver? other, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var temporary = AtomicFile.TemporaryIn(Folder);
        try
        {
            FileReading reading;
            // Not forced to the disk: what a power failure cuts short has the wrong size, and is then stored again.
            using (var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                reading = FileContent.ReadUnchanged(file, new Copy(copy, other), cancellationToken);
            }

            Store(temporary, PathOf(reading.Digest), reading.Digest.Size);
            return reading;
        }
        finally
        {
            ProtectedFile.Delete(temporary);
        }
    }

    /// <summary>Stores a content that is in memory, and whose name is known to be right. An object that is there already stays.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    internal ObjectMark Put(Md5Value md5, ReadOnlySpan<byte> content)
    {
        var target = PathOf(md5.ToString(), isLegacy: false);
        if (FileStamp.TryOf(target)?.Size == content.Length)
        {
            // It may be damaged, and whoever has the content can tell.
            if (content.SequenceEqual(File.ReadAllBytes(target)) && Freshen(target))
            {
                return ObjectMark.Of(FileStamp.Of(target));
            }

            ProtectedFile.Release(target);
        }

        var temporary = AtomicFile.TemporaryIn(FolderOf(target));
        try
        {
            using (var file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                RandomAccess.Write(file, content, 0);
            }

            Publish(temporary, target, content.Length);
        }
        catch
        {
            ProtectedFile.Delete(temporary);
            throw;
        }

        return ObjectMark.Of(FileStamp.Of(target));
    }

    /// <summary>As <see cref="Put(Md5Value, ReadOnlySpan{byte})"/>, by giving the file that holds the content a second name: it is protected from now on.</summary>
    /// <returns>What the file is now; null where it was not linked: the content is there, or lies on another volume.</returns>
    /// <exception cref="IOException">It cannot be written, or the file changed.</exception>
    internal FileStamp? PutLink(Md5Value md5, string file, FileStamp stamp)
    {
        var target = PathOf(md5.ToString(), isLegacy: false);
        FolderOf(target);
        // A link to a file elsewhere is not ours to protect.
        if (File.Exists(target) || File.GetAttributes(file).HasFlag(FileAttributes.ReparsePoint))
        {
            return null;
        }

        // As above: protected before others can see it. A name that another has taken meanwhile stays his.
        ProtectedFile.Protect(file);
        if (!FileLink.TryHard(file, target))
        {
            ProtectedFile.Unprotect(file);
            return null;
        }

        var linked = FileStamp.Of(target);
        if ((linked.Size, linked.Written, linked.Id) == (stamp.Size, stamp.Written, stamp.Id))
        {
            return linked;
        }

        ProtectedFile.Delete(target);
        ProtectedFile.Unprotect(file);
        throw Changed(file);
    }

    private static UnreadableFileException Changed(string file) => new($"'{file}' changed while it was stored: another program is writing to it.");

    /// <summary>Stores the list of a folder's files.</summary>
    /// <returns>The digest of the list: the name of the object without its extension.</returns>
    internal FileDigest Put(TreeEntry[] entries)
    {
        Directory.CreateDirectory(Folder);
        var temporary = AtomicFile.TemporaryIn(Folder);
        try
        {
            FileDigest digest;
            using (var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            using (var output = new DigestStream(file))
            {
                DirObject.Write(output, entries);
                digest = output.Finish();
            }

            Store(temporary, PathOf(digest.Md5 + DirObject.Extension, isLegacy: false), digest.Size);
            return digest;
        }
        finally
        {
            ProtectedFile.Delete(temporary);
        }
    }

    /// <summary>Makes a file of the cache's own folder an object, whose content somebody proved to be what its name says.</summary>
    internal void PublishVerified(string temporary, string md5, bool isLegacy)
    {
        Publish(temporary, PathOf(md5, isLegacy), new FileInfo(temporary).Length);
    }

    /// <summary>Gives a protected file, whose content somebody proved to be that, the name of an object, too.</summary>
    internal void Link(string file, string md5)
    {
        var target = PathOf(md5, isLegacy: false);
        FolderOf(target);
        if (File.Exists(target) || FileLink.TryHard(file, target))
        {
            return;
        }

        var temporary = AtomicFile.TemporaryIn(Folder);
        File.Copy(file, temporary);
        Publish(temporary, target, new FileInfo(temporary).Length);
    }

    /// <summary>Has others spare an object for an hour, that somebody is about to name in a pointer.</summary>
    /// <returns>Whether they do. Who did not write it may not be allowed to.</returns>
    internal bool Freshen(string target)
    {
        var now = DateTime.UtcNow;
        if (!IsShared || now - File.GetLastWriteTimeUtc(target) < s_fresh)
        {
            return true;
        }

        try
        {
            File.SetLastWriteTimeUtc(target, now);
            return true;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // What is there already stays, unless it is damaged: the content is known for certain here, and only here.
    private void Store(string temporary, string target, long size)
    {
        if (!SameContent.Have(temporary, target) || !Freshen(target))
        {
            ProtectedFile.Release(target);
            Publish(temporary, target, size);
        }
    }

    // An object without a name becomes one with its name, read-only from the first moment that others can see it.
    private void Publish(string temporary, string target, long size)
    {
        FolderOf(target);
        ProtectedFile.Protect(temporary);
        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException && new FileInfo(target) is { Exists: true } there && there.Length == size)
        {
            // Another process has just stored the same, which Windows does not let us replace.
            ProtectedFile.Delete(temporary);
        }
    }

    // There are 256 of them, asked for again and again.
    private string FolderOf(string target)
    {
        var folder = Path.GetDirectoryName(target)!;
        lock (_folders)
        {
            if (!_folders.Contains(folder))
            {
                Directory.CreateDirectory(folder);
                RefuseLinks(folder);
                _folders.Add(folder);
            }
        }

        return folder;
    }

    // The cache itself may well lie behind a link, as one that many share does; what leads out of it from inside was put there by somebody.
    private void RefuseLinks(string folder)
    {
        for (var above = folder; above.Length > Folder.Length; above = Path.GetDirectoryName(above)!)
        {
            if (new DirectoryInfo(above).LinkTarget is not null)
            {
                throw new IOException($"'{above}' in the cache is a link, and nothing is stored through it: remove it, and make it a folder.");
            }
        }
    }

    /// <summary>Writes what it gets, and hands it on.</summary>
    private sealed class Copy(FileStream stream, IBlockReceiver? other) : IBlockReceiver
    {
        public void Restart()
        {
            stream.SetLength(0);
            other?.Restart();
        }

        public void Receive(ReadOnlySpan<byte> block)
        {
            stream.Write(block);
            other?.Receive(block);
        }
    }
}

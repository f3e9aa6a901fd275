namespace MlOps.Data;

/// <summary>
/// Content by its MD5, laid out as DVC 3 does: <c>files/md5/0f/723ae7…</c>, read-only. Any number of processes may
/// store at once, the same content too.
/// </summary>
public sealed class DvcCache
{
    // As DVC: nobody writes to an object once it is there.
    private const UnixFileMode ReadOnly = UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    internal DvcCache(string folder) => Folder = folder;

    /// <summary>The folder that holds it.</summary>
    public string Folder { get; }

    /// <summary>Where the object of a content lies, or would lie.</summary>
    public string PathOf(FileDigest digest) => Path.Combine(Folder, "files", "md5", digest.Md5[..2], digest.Md5[2..]);

    /// <summary>Whether a content is there, whole by its size.</summary>
    public bool Contains(FileDigest digest) =>
        new FileInfo(PathOf(digest)) is { Exists: true } found && found.Length == digest.Size;

    /// <summary>
    /// Copies a file into the cache, digesting the very bytes that are copied, so that an object never has another
    /// content than its name says, whatever happens to the file meanwhile. An object that is there already stays.
    /// </summary>
    /// <exception cref="IOException">The file cannot be read or does not stop changing, or the copy cannot be written.</exception>
    public FileDigest Add(string file, CancellationToken cancellationToken = default) => Add(file, progress: null, cancellationToken);

    internal FileDigest Add(string file, Action<long>? progress, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Folder);
        var temporary = AtomicFile.TemporaryIn(Folder);
        try
        {
            FileDigest digest;
            // Not forced to the disk: what a power failure cuts short has the wrong size, and is then stored again.
            using (var copy = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                digest = FileContent.ReadUnchanged(file, copy, progress, cancellationToken);
            }

            Publish(temporary, digest);
            return digest;
        }
        finally
        {
            if (File.Exists(temporary))
            {
                // Read-only files do not go on Windows.
                File.SetAttributes(temporary, FileAttributes.Normal);
                File.Delete(temporary);
            }
        }
    }

    private void Publish(string temporary, FileDigest digest)
    {
        if (Contains(digest))
        {
            return;
        }

        var target = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (OperatingSystem.IsWindows())
        {
            File.SetAttributes(temporary, FileAttributes.ReadOnly);
        }
        else
        {
            File.SetUnixFileMode(temporary, ReadOnly);
        }

        try
        {
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException && Contains(digest))
        {
            // Another process has just stored the same, which Windows does not let us replace.
        }
    }
}

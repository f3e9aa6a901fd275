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
    public string PathOf(FileDigest digest) => PathOf(digest.Md5, isLegacy: false);

    /// <summary>Whether a content is there, whole by its size.</summary>
    public bool Contains(FileDigest digest) =>
        new FileInfo(PathOf(digest)) is { Exists: true } found && found.Length == digest.Size;

    /// <summary>
    /// Copies a file into the cache, digesting the very bytes that are copied, so that an object never has another
    /// content than its name says, whatever happens to the file meanwhile. An object that is there already stays.
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

            Publish(temporary, reading.Digest);
            return reading;
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

    /// <summary>Where the object of an MD5 lies; DVC 2 laid its own one folder higher.</summary>
    internal string PathOf(string md5, bool isLegacy) =>
        Path.Combine(isLegacy ? Folder : Path.Combine(Folder, "files", "md5"), md5[..2], md5[2..]);

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

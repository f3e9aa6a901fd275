using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data.Links;

/// <summary>Brings objects of a cache into the workspace in the way that <c>cache.type</c> asks for, the first that works.</summary>
/// <param name="types">The ways, best first.</param>
/// <param name="scratch">Where files are made before they are put in their place: what is left behind when the machine stops must not lie among the data.</param>
internal sealed class WorkspaceLinks(IReadOnlyList<LinkType> types, string scratch)
{
    private const int Share = 256;

    // What this pair of file systems cannot do need not be tried for every file.
    private int _first;
    private bool? _canClone;

    /// <summary>Makes a file of the workspace from an object, in the place of what is there.</summary>
    /// <param name="source">The object.</param>
    /// <param name="target">The file; its folder is there.</param>
    /// <param name="size">How many bytes it has; an empty file is never linked, or all empty files would be one.</param>
    /// <param name="executable">Whether the file may be executed; a link has what its object has.</param>
    /// <exception cref="IOException">None of the ways works.</exception>
    public void Make(string source, string target, long size, bool executable = false)
    {
        var temporary = AtomicFile.TemporaryIn(ScratchFor(Path.GetDirectoryName(target)!));
        try
        {
            Bring(source, temporary, size);
            if (executable && !OperatingSystem.IsWindows() && new FileInfo(temporary).LinkTarget is null && !Protects(size))
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(temporary) | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
            }

            ProtectedFile.Release(target);
            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Links files that lie in the workspace to their objects, where that is how the repository wants them.</summary>
    /// <param name="folder">The folder they lie in.</param>
    /// <param name="files">The files; those that are linked get their new stamps.</param>
    /// <param name="cache">Where their objects are.</param>
    /// <param name="cancellationToken">Looked at between two shares.</param>
    /// <returns>Whether any file was linked.</returns>
    public bool Apply(string folder, TreeFile[] files, DvcCache cache, CancellationToken cancellationToken)
    {
        if (First is LinkType.Reflink or LinkType.Copy)
        {
            return false; // What lies there is as good, and stays untouched.
        }

        var linked = 0;
        Shares.ForEach(files.Length, Share, cancellationToken, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                // Those that were linked as they were stored are done.
                if (files[i].Object != ObjectMark.Of(files[i].Stamp) && Apply(Path.Combine(folder, files[i].Path), ref files[i].Stamp, files[i].Md5, cache))
                {
                    files[i].IsCertain = true; // Whoever wants to write to it from now on is refused.
                    Interlocked.Exchange(ref linked, 1);
                }
            }
        });
        return linked != 0;
    }

    /// <summary>As <see cref="Apply(string, TreeFile[], DvcCache, CancellationToken)"/>, for one file.</summary>
    public bool Apply(string file, ref FileStamp stamp, Md5Value md5, DvcCache cache)
    {
        if (!Protects(stamp.Size))
        {
            return false;
        }

        var source = cache.PathOf(md5.ToString(), isLegacy: false);
        if (First == LinkType.Symlink ? new FileInfo(file).LinkTarget == source : IsSame(source, stamp))
        {
            var now = FileStamp.Of(file);
            var isNew = now != stamp;
            stamp = now;
            return isNew;
        }

        if (FileStamp.Of(file) != stamp)
        {
            throw new UnreadableFileException($"'{file}' changed while it was stored: another program is writing to it.");
        }

        Make(source, file, stamp.Size);
        stamp = FileStamp.Of(file);
        return true;
    }

    /// <summary>Whether files of the workspace are the objects themselves, which nobody may write to.</summary>
    public bool Protects(long size) => First == LinkType.Symlink || (First == LinkType.Hardlink && size > 0);

    /// <summary>Whether a new file becomes its object by getting a second name.</summary>
    public bool TakesFiles(long size) => First == LinkType.Hardlink && size > 0;

    private static bool IsSame(string source, FileStamp stamp) =>
        FileStamp.TryOf(source) is { } there && (there.Id, there.Volume) == (stamp.Id, stamp.Volume);

    /// <summary>The first way that can work here.</summary>
    private LinkType First => types[0] != LinkType.Reflink || types.Count == 1 || CanClone ? types[0] : types[1];

    private bool CanClone => _canClone ??= Probe();

    private bool Probe()
    {
        var probe = AtomicFile.TemporaryIn(Directory.CreateDirectory(scratch).FullName);
        try
        {
            File.WriteAllText(probe, "?");
            return FileLink.TryClone(probe, probe + "2");
        }
        finally
        {
            File.Delete(probe);
            File.Delete(probe + "2");
        }
    }

    // Only within a volume is a file put in its place as a whole.
    private string ScratchFor(string folder)
    {
        try
        {
            return FileStamp.Of(folder).Volume == FileStamp.Of(Directory.CreateDirectory(scratch).FullName).Volume ? scratch : folder;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return folder;
        }
    }

    private void Bring(string source, string target, long size)
    {
        for (var index = _first; index < types.Count; index++)
        {
            if (TryMake(types[index], source, target, size))
            {
                return;
            }

            _first = Math.Max(_first, index + 1);
        }

        Copy(source, target);
    }

    private static bool TryMake(LinkType type, string source, string target, long size)
    {
        try
        {
            switch (type)
            {
                case LinkType.Reflink:
                    return FileLink.TryClone(source, target);
                case LinkType.Hardlink when size > 0:
                    return FileLink.TryHard(source, target);
                case LinkType.Symlink:
                    File.CreateSymbolicLink(target, source);
                    return true;
                default:
                    Copy(source, target);
                    return true;
            }
        }
        catch (Exception problem) when (type == LinkType.Symlink && problem is IOException or UnauthorizedAccessException)
        {
            return false; // Windows asks for a right to make links.
        }
    }

    private static void Copy(string source, string target)
    {
        using var from = File.OpenHandle(source, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        using var to = new FileStream(target, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[Math.Clamp(RandomAccess.GetLength(from), 1, 1024 * 1024)];
        long at = 0;
        for (int read; (read = RandomAccess.Read(from, buffer, at)) > 0; at += read)
        {
            to.Write(buffer, 0, read);
        }
    }
}

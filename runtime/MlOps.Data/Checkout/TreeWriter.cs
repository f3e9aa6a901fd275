using System.Collections.Concurrent;
using MlOps.Data.Links;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Writes files of a folder from their objects.</summary>
/// <param name="repository">The repository.</param>
/// <param name="folder">The full path of the folder.</param>
/// <param name="isLegacy">Whether they are objects of DVC 2.</param>
/// <param name="only">How they are linked, whatever the repository wants.</param>
internal sealed class TreeWriter(DvcRepository repository, string folder, bool isLegacy, LinkType? only = null)
{
    private const int Share = 64;

    private readonly DvcCache _cache = repository.Cache;
    private readonly WorkspaceLinks _links = only is { } type ? new WorkspaceLinks([type], repository.ScratchFolder) : repository.Links;
    private readonly ConcurrentDictionary<string, byte> _folders = new(StringComparer.Ordinal);

    /// <summary>Reads all objects, before anything is changed: one that is not what its name says must not get out.</summary>
    /// <returns>The first that is damaged; null when none is.</returns>
    public TreeEntry? FindDamaged(TreeEntry[] entries, DataProgress? progress, CancellationToken cancellationToken)
    {
        progress?.Expect(entries.Length, 0);
        if (isLegacy)
        {
            return entries.Cast<TreeEntry?>().FirstOrDefault(entry => LegacyDigest.Of(SourceOf(entry!.Value), cancellationToken) != entry.Value.Md5.ToString());
        }

        var objects = new TreeFile[entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            var source = SourceOf(entries[i]);
            objects[i] = new TreeFile { Path = source, Stamp = FolderScan.StampOf(source) };
        }

        // Full paths: of the folder they are joined to, nothing is left.
        new FolderReader(folder, objects).Read([.. Enumerable.Range(0, objects.Length)], progress: null, cancellationToken);
        for (var i = 0; i < entries.Length; i++)
        {
            if (objects[i].Md5 != entries[i].Md5)
            {
                return entries[i];
            }
        }

        return null;
    }

    /// <exception cref="IOException">A file cannot be written, or a link lies in the way.</exception>
    public void Write(TreeEntry[] entries, CancellationToken cancellationToken) => Shares.ForEach(entries.Length, Share, cancellationToken, (start, end) =>
    {
        for (var i = start; i < end; i++)
        {
            var file = Path.Combine(folder, entries[i].Path);
            MakeFolder(Path.GetDirectoryName(file)!);
            var source = SourceOf(entries[i]);
            _links.Make(source, file, new FileInfo(source).Length);
        }
    });

    /// <summary>Deletes a file, and the folders that are empty without it.</summary>
    public void Delete(string path)
    {
        var file = Path.Combine(folder, path);
        ProtectedFile.Delete(file);
        for (var above = Path.GetDirectoryName(file)!; above.Length > folder.Length && !Directory.EnumerateFileSystemEntries(above).Any(); above = Path.GetDirectoryName(above)!)
        {
            Directory.Delete(above);
        }
    }

    // A link in the way leads out of the folder: nothing is written through it.
    private void MakeFolder(string path)
    {
        if (_folders.ContainsKey(path))
        {
            return;
        }

        if (path.Length > folder.Length)
        {
            MakeFolder(Path.GetDirectoryName(path)!);
        }

        if (new DirectoryInfo(path) is { Exists: true } info && info.Attributes.HasFlag(FileAttributes.ReparsePoint) && path.Length > folder.Length)
        {
            throw new IOException($"'{path}' is a link, and a folder of the data set belongs there: remove the link.");
        }

        Directory.CreateDirectory(path);
        _folders.TryAdd(path, 0);
    }

    private string SourceOf(TreeEntry entry) => _cache.PathOf(entry.Md5.ToString(), isLegacy);
}

using System.IO.Enumeration;
using MlOps.Recovery;
using MlOps.Store;

namespace MlOps.Recording;

/// <summary>
/// Takes copies of files and streams on the thread that logs them, since they may change or close right afterwards; the
/// recording thread moves a copy to its place.
/// </summary>
internal static class Staging
{
    /// <returns>The copy.</returns>
    public static string CopyFile(StoreLocation location, ProcessMark process, string file)
    {
        var copy = NewFile(location, process);
        File.Copy(file, copy); // Where the file system can, this shares the blocks until one side changes.
        return copy;
    }

    /// <returns>The copy.</returns>
    public static string CopyStream(StoreLocation location, ProcessMark process, Stream content)
    {
        var copy = NewFile(location, process);
        using var file = new FileStream(copy, FileMode.CreateNew);
        content.CopyTo(file);
        return copy;
    }

    /// <summary>The files of a folder and the folders in it; links to folders are not followed, for they may lead round in circles.</summary>
    /// <returns>Paths from the folder on, with forward slashes, in ordinal order.</returns>
    public static IReadOnlyList<string> FilesOf(string folder)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false };
        var files = new FileSystemEnumerable<string>(folder, static (ref entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = static (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = static (ref entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
        };
        return [.. files.Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/')).Order(StringComparer.Ordinal)];
    }

    private static string NewFile(StoreLocation location, ProcessMark process)
    {
        var folder = Directory.CreateDirectory(location.StagingFolder(process.Id));
        return Path.Combine(folder.FullName, Guid.NewGuid().ToString("n"));
    }
}

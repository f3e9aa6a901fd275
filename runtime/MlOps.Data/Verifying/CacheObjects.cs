using MlOps.Data.Md5;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>An object of a cache, by its name.</summary>
/// <param name="File">The full path.</param>
/// <param name="Md5">What it should be; with <c>.dir</c> behind it when it is the list of a folder's files.</param>
/// <param name="Size">Its bytes.</param>
/// <param name="IsLegacy">Whether DVC 2 laid it there.</param>
internal sealed record CacheObject(string File, string Md5, long Size, bool IsLegacy)
{
    public bool IsFolder => Md5.EndsWith(DirObject.Extension, StringComparison.Ordinal);
}

/// <summary>Lists what is in a cache.</summary>
internal static class CacheObjects
{
    /// <summary>All objects, in no certain order; whatever else lies there is left out.</summary>
    public static IEnumerable<CacheObject> In(DvcCache cache) =>
        Of(Path.Combine(cache.Folder, "files", "md5"), isLegacy: false).Concat(Of(cache.Folder, isLegacy: true));

    /// <summary>What was being written and has no name yet, or never got one.</summary>
    public static IEnumerable<FileInfo> Abandoned(DvcCache cache)
    {
        var root = new DirectoryInfo(cache.Folder);
        if (!root.Exists)
        {
            return [];
        }

        var objects = new DirectoryInfo(Path.Combine(cache.Folder, "files", "md5"));
        return root.EnumerateFiles(".mlops-*.tmp").Concat(objects.Exists ? objects.EnumerateFiles("*.tmp", SearchOption.AllDirectories) : []);
    }

    private static IEnumerable<CacheObject> Of(string folder, bool isLegacy)
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var first in new DirectoryInfo(folder).EnumerateDirectories().Where(static first => first.Name.Length == 2))
        {
            foreach (var file in first.EnumerateFiles())
            {
                var name = first.Name + file.Name;
                if (IsName(name))
                {
                    yield return new CacheObject(file.FullName, name, file.Length, isLegacy);
                }
            }
        }
    }

    private static bool IsName(string name) => Md5Value.TryParse(
        name.EndsWith(DirObject.Extension, StringComparison.Ordinal) ? name.AsSpan(..^DirObject.Extension.Length) : name, out _);
}

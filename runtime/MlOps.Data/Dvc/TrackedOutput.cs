namespace MlOps.Data;

/// <summary>A file or folder that a pointer of a repository stands for.</summary>
/// <param name="Pointer">The pointer.</param>
/// <param name="Output">The entry in it.</param>
/// <param name="FullPath">Where the file or folder lies, or should.</param>
/// <param name="Path">The same from the root of the repository, with forward slashes.</param>
internal sealed record TrackedOutput(DvcPointer Pointer, DvcOutput Output, string FullPath, string Path)
{
    /// <summary>Whether a path lies inside this folder.</summary>
    public bool Contains(string fullPath) => IsBelow(FullPath, fullPath);

    internal static bool IsBelow(string folder, string path) =>
        path.Length > folder.Length + 1 && path[folder.Length] == System.IO.Path.DirectorySeparatorChar && path.StartsWith(folder, PathComparison);

    internal static StringComparison PathComparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}

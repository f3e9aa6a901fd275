namespace MlOps.Data;

/// <summary>A file or folder that a pointer of a repository stands for, or that a stage of a pipeline made.</summary>
/// <param name="File">The pointer, or the <c>dvc.lock</c>.</param>
/// <param name="Output">The entry in it.</param>
/// <param name="FullPath">Where the file or folder lies, or should.</param>
/// <param name="Path">The same from the root of the repository, with forward slashes.</param>
internal sealed record TrackedOutput(string File, DvcOutput Output, string FullPath, string Path)
{
    /// <summary>The stage that made it; null for what a pointer stands for.</summary>
    public string? Stage { get; init; }

    /// <summary>Whether it comes from another repository, which keeps it.</summary>
    public bool IsImported { get; init; }

    /// <summary>What DVC calls it by: the pointer, or the stage.</summary>
    public string AddressIn(DvcRepository repository) => Stage is null ? repository.PathOf(File)
        : repository.PathOf(Definitions) is "dvc.yaml" ? Stage
        : $"{repository.PathOf(Definitions)}:{Stage}";

    /// <summary>Whether somebody who names a stage means this.</summary>
    public bool IsOf(string target, string fullPath) => Stage is not null
        && (target == Stage || fullPath.Equals(Definitions, PathComparison) || fullPath.Equals($"{Definitions}:{Stage}", PathComparison));

    private string Definitions => System.IO.Path.Combine(System.IO.Path.GetDirectoryName(File)!, "dvc.yaml");

    /// <summary>Whether a path lies inside this folder.</summary>
    public bool Contains(string fullPath) => IsBelow(FullPath, fullPath);

    internal static bool IsBelow(string folder, string path) =>
        path.Length > folder.Length + 1 && path[folder.Length] == System.IO.Path.DirectorySeparatorChar && path.StartsWith(folder, PathComparison);

    internal static StringComparison PathComparison => OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;
}

using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>The files of all runs and models, by their paths below the server's root.</summary>
internal sealed class ArtifactTree
{
    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public byte[]? Find(string path) => _files.GetValueOrDefault(path);

    public void Write(string path, byte[] content) => _files[path] = content;

    public bool Delete(string path) => _files.Remove(path);

    /// <summary>Names and sizes right below a folder; the size of a folder is null. Nothing, where there is no such folder.</summary>
    public IReadOnlyList<(string Name, long? Size)> List(string folder)
    {
        var prefix = folder.Length == 0 ? "" : folder.TrimEnd('/') + "/";
        return [.. _files.Where(file => file.Key.StartsWith(prefix, StringComparison.Ordinal))
            .Select(file => (Name: file.Key[prefix.Length..], Size: file.Value.Length))
            .Select(static file => file.Name.IndexOf('/') is var slash and >= 0 ? (Name: file.Name[..slash], Size: (long?)null) : (file.Name, file.Size))
            .DistinctBy(static entry => entry.Name)
            .OrderBy(static entry => entry.Name, StringComparer.Ordinal)];
    }

    /// <summary>Refuses what would leave the root, as the server does.</summary>
    public static string Checked(string path) => path.Split('/').Contains("..") || path.StartsWith('/') || path.Contains('#')
        ? throw ApiException.Invalid("Invalid path")
        : path;
}

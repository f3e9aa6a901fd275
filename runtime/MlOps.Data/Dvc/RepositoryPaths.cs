namespace MlOps.Data;

/// <summary>Keeps what is written inside the repository, whatever links lie in the way.</summary>
internal static class RepositoryPaths
{
    /// <summary>The folder that is a link, of a path and those between it and the root: what lies behind it is somewhere else.</summary>
    /// <remarks>A link to a file is no way out: it is replaced, not written through.</remarks>
    public static string? LinkAt(string root, string path)
    {
        for (var folder = path; folder is not null && folder.Length > root.Length; folder = Path.GetDirectoryName(folder))
        {
            if (new DirectoryInfo(folder) is { Exists: true } info && info.Attributes.HasFlag(FileAttributes.ReparsePoint))
            {
                return folder;
            }
        }

        return null;
    }
}

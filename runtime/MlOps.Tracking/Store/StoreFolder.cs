namespace MlOps.Store;

/// <summary>Makes the folder <c>.mlops</c>.</summary>
internal static class StoreFolder
{
    public static void Create(StoreLocation location)
    {
        var isOurs = !Directory.Exists(location.Folder) || !Directory.EnumerateFileSystemEntries(location.Folder).Any();
        Directory.CreateDirectory(location.ArtifactRoot);

        // Runs are data, not source: git passes the folder by without an entry in the user's own .gitignore.
        if (isOurs)
        {
            File.WriteAllText(Path.Combine(location.Folder, ".gitignore"), "*\n");
        }
    }
}

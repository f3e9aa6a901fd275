namespace MlOps.Store;

/// <summary>Makes the folder <c>.mlops</c>.</summary>
internal static class StoreFolder
{
    public static void Create(StoreLocation location)
    {
        Directory.CreateDirectory(location.ArtifactRoot);

        // Runs are data, not source: git passes the folder by without an entry in the user's own .gitignore.
        var ignore = Path.Combine(location.Folder, ".gitignore");
        if (!File.Exists(ignore))
        {
            File.WriteAllText(ignore, "*\n");
        }
    }
}

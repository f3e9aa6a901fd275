namespace MlOps.Recording;

/// <summary>Writes one artifact below the folder of its run, and never anywhere else.</summary>
internal static class ArtifactFile
{
    public static void Write(string folder, string relativePath, byte[] content)
    {
        var path = PathInside(folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A reader sees the old artifact or the new one, never half of one.
        var temporary = path + ".partial";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <exception cref="ArgumentException">The path is empty, absolute, or leads out of the folder.</exception>
    public static string PathInside(string folder, string relativePath)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, relativePath));
        if (relativePath.Length == 0 || relativePath.EndsWith('/') || !path.StartsWith(root, StringComparison.Ordinal))
        {
            throw new ArgumentException("an artifact needs a relative path that stays inside its run, such as 'reports/confusion.csv'.");
        }

        return path;
    }
}

namespace MlOps.Recording;

/// <summary>Writes one artifact below the folder of its run, and never anywhere else.</summary>
internal static class ArtifactFile
{
    public static void Write(string folder, string relativePath, byte[] content)
    {
        var path = Prepare(folder, relativePath);

        // A reader sees the old artifact or the new one, never half of one.
        var temporary = path + ".partial";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
    }

    /// <summary>Moves a file to its place; if it is there already, since its transaction is written again, all is well.</summary>
    public static void Move(string folder, string relativePath, string file)
    {
        var path = Prepare(folder, relativePath);
        if (File.Exists(file) || !File.Exists(path))
        {
            File.Move(file, path, overwrite: true);
        }
    }

    /// <exception cref="ArgumentException">The path is empty, absolute, leads out of the folder, or is one that MLflow refuses.</exception>
    public static string PathInside(string folder, string relativePath)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(Path.Combine(root, relativePath));
        if (relativePath.Length == 0 || relativePath.EndsWith('/') || relativePath.AsSpan().ContainsAny("#\\:") || !path.StartsWith(root, StringComparison.Ordinal))
        {
            throw new ArgumentException("an artifact needs a relative path that stays inside its run, such as 'reports/confusion.csv', without any of # \\ :.");
        }

        return path;
    }

    private static string Prepare(string folder, string relativePath)
    {
        var path = PathInside(folder, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}

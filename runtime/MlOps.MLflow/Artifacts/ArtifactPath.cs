namespace MlOps.MLflow.Artifacts;

/// <summary>Paths of artifacts: relative, with forward slashes, and never leading out of their root, whoever names them.</summary>
internal static class ArtifactPath
{
    private const int Longest = 4096;

    /// <summary>A path that the user gave.</summary>
    /// <exception cref="ArgumentException">It is empty, or leads out of the run's artifacts, or MLflow takes no such path.</exception>
    public static string Check(string path) => IsSafe(path)
        ? path
        : throw new ArgumentException($"'{path}' is no path of an artifact: it is relative, with forward slashes, and has no part '.' or '..', no '\\' or '#', and no control characters.", nameof(path));

    /// <summary>A path that a server gave.</summary>
    /// <exception cref="MlflowException">It leads out of the folder that was asked for.</exception>
    public static string CheckAnswered(string path, string folder) => IsSafe(path) && (folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal))
        ? path
        : throw new MlflowException(MlflowErrorCode.NotMlflow, $"The server names an artifact '{path}', which is not in the folder '{folder}' that was asked for.")
        {
            Hint = "It was not touched. See that the tracking URI is that of a server you trust.",
        };

    /// <summary>A path below a folder of this machine, for a path that was checked.</summary>
    /// <exception cref="IOException">This system cannot have such a file.</exception>
    public static string Inside(string folder, string path)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var full = Path.GetFullPath(Path.Combine(root, path.Replace('/', Path.DirectorySeparatorChar)));
        var invalid = Path.GetInvalidFileNameChars();

        // Windows would drop the dots and blanks at an end, and take a colon for a stream of another file.
        return full.StartsWith(root, StringComparison.Ordinal) && full.Length == root.Length + path.Length && path.Split('/').All(part => part.IndexOfAny(invalid) < 0)
            ? full
            : throw new IOException($"The artifact '{path}' has a name that no file of this system can have.");
    }

    /// <summary>The path as part of an address.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    /// <summary>Two paths after each other, each of which may be empty.</summary>
    public static string Join(string folder, string path) => folder.Length == 0 ? path : path.Length == 0 ? folder : $"{folder}/{path}";

    /// <summary>The folder that a path is in; empty for the root.</summary>
    public static string FolderOf(string path) => path.LastIndexOf('/') is >= 0 and var slash ? path[..slash] : "";

    public static bool IsSafe(string path) => path.Length is > 0 and <= Longest
        && !path.AsSpan().ContainsAny('\\', '#')
        && !path.Any(char.IsControl)
        && path is not [_, ':', ..] // A drive.
        && path.Split('/').All(static part => part is not ("" or "." or ".."));
}

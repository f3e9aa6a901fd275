namespace MlOps.MLflow.Artifacts;

/// <summary>Paths of artifacts: relative, with forward slashes, and never leading out of their root, whoever names them.</summary>
internal static class ArtifactPath
{
    private const int Longest = 4096;

    /// <summary>A path that the user gave.</summary>
    /// <exception cref="ArgumentException">It is empty, or leads out of the run's artifacts, or MLflow takes no such path.</exception>
    public static string Check(string path) => IsSafe(path)
        ? path
        : throw new ArgumentException($"'{path}' is no path of an artifact: it must be relative, with forward slashes, without '.', '..', '#', '?' and control characters.", nameof(path));

    /// <summary>A path that a server gave.</summary>
    /// <exception cref="MlflowException">It leads out of the folder that was asked for.</exception>
    public static string CheckAnswered(string path, string folder) => IsSafe(path) && (folder.Length == 0 || path.StartsWith(folder + "/", StringComparison.Ordinal))
        ? path
        : throw new MlflowException(MlflowErrorCode.NotMlflow, $"The server names an artifact '{path}', which is not in the folder '{folder}' that was asked for.")
        {
            Hint = "Nothing was written. See that the tracking URI is that of a server you trust.",
        };

    /// <summary>The path as part of an address.</summary>
    public static string Escape(string path) => string.Join('/', path.Split('/').Select(Uri.EscapeDataString));

    private static bool IsSafe(string path) => path.Length is > 0 and <= Longest
        && !path.AsSpan().ContainsAny('\\', '#', '?')
        && !path.Any(char.IsControl)
        && !(path is [_, ':', ..]) // A drive.
        && path.Split('/').All(static segment => segment is not ("" or "." or ".."));
}

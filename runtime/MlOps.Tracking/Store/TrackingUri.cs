namespace MlOps.Store;

/// <summary>What <c>MLFLOW_TRACKING_URI</c> says, when it names a place on this machine: there lies the embedded store.</summary>
internal static class TrackingUri
{
    private const string Sqlite = "sqlite:///";

    /// <summary>Finds the store that a tracking URI names.</summary>
    /// <param name="uri"><c>sqlite:///runs.db</c>, <c>file:///data/runs</c> or a path; relative ones are of the current directory.</param>
    /// <param name="currentDirectory">The current directory.</param>
    /// <returns>The store; <see langword="null"/> without a URI and for one of a server.</returns>
    public static StoreLocation? Locate(string? uri, string currentDirectory)
    {
        if (string.IsNullOrWhiteSpace(uri))
        {
            return null;
        }

        if (uri.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase))
        {
            // As in SQLAlchemy: a path that begins with a slash of its own, the fourth, is absolute.
            var database = Path.GetFullPath(uri[Sqlite.Length..], currentDirectory);
            return new StoreLocation(Path.Combine(Path.GetDirectoryName(database) ?? currentDirectory, StoreLocation.FolderName)) { DatabasePath = database };
        }

        return PathOf(uri) is { } path ? new StoreLocation(Path.GetFullPath(path, currentDirectory)) : null;
    }

    /// <summary>Whether a URI names a place on this machine, and not a server or what cannot be one.</summary>
    public static bool IsOfThisMachine(string uri) => uri.StartsWith(Sqlite, StringComparison.OrdinalIgnoreCase) || PathOf(uri) is not null;

    private static string? PathOf(string uri)
    {
        if (!uri.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
        {
            return uri.Contains("://", StringComparison.Ordinal) || uri is "databricks" || uri.StartsWith("databricks:", StringComparison.Ordinal) ? null : uri;
        }

        return uri.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && Uri.TryCreate(uri, UriKind.Absolute, out var file)
            ? file.LocalPath
            : Uri.UnescapeDataString(uri["file:".Length..]);
    }
}

using MlOps.Data;

namespace MlOps.Cli.Lineage;

/// <summary>What git's history says of the data that runs read. Without a repository, or without git, it says nothing.</summary>
internal sealed class DatasetHistory(DvcRepository? repository)
{
    // A store of years may name a great many; each costs a walk through the history.
    private const int MostPaths = 100;

    private readonly Lazy<IReadOnlyList<TrackedOutput>> _tracked = new(() => Tracked(repository));
    private readonly Dictionary<string, IReadOnlyList<DatasetVersionEntry>> _versions = new(StringComparer.Ordinal);

    /// <summary>The path of the data set in the repository that a source, or what a person typed, means; null when none or several could be meant.</summary>
    public string? PathOf(string source)
    {
        if (source.Length == 0)
        {
            return null;
        }

        var path = source.Replace('\\', '/');
        path = path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? path[..^DvcPointer.Extension.Length] : path;
        // A run knows the path from the folder of its project, which may lie deeper than the root of the repository.
        TrackedOutput[] found = [.. _tracked.Value.Where(tracked => tracked.Path == path || tracked.Path.EndsWith("/" + path, StringComparison.Ordinal))];
        return found switch
        {
            [var only] => only.Path,
            [] when IsRelative(path) => path, // It may be gone from the workspace and stand in the history.
            _ => found.FirstOrDefault(tracked => tracked.Path == path)?.Path,
        };
    }

    /// <summary>The data set that a path from the current folder means; null when the repository has none there.</summary>
    public string? PathFromHere(string path)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        full = full.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? full[..^DvcPointer.Extension.Length] : full;
        return _tracked.Value.FirstOrDefault(tracked => tracked.FullPath.Equals(full, TrackedOutput.PathComparison))?.Path;
    }

    /// <summary>The versions of a data set, newest first.</summary>
    /// <param name="path">From the root of the repository.</param>
    public IReadOnlyList<DatasetVersionEntry> VersionsOf(string path)
    {
        if (!_versions.TryGetValue(path, out var versions))
        {
            _versions[path] = versions = _versions.Count < MostPaths ? Read(path) : [];
        }

        return versions;
    }

    /// <summary>The commits that brought a version, newest first.</summary>
    public IReadOnlyList<DatasetVersionEntry> CommitsOf(string digest, IEnumerable<string> sources) =>
    [
        .. sources.Select(PathOf).OfType<string>().Distinct(StringComparer.Ordinal)
            .SelectMany(VersionsOf)
            .Where(version => version.Dataset?.Md5 == digest)
            .OrderByDescending(static version => version.Time),
    ];

    private static bool IsRelative(string path) => !Path.IsPathRooted(path) && !path.Contains(':', StringComparison.Ordinal) && !path.Split('/').Contains("..");

    private static IReadOnlyList<TrackedOutput> Tracked(DvcRepository? repository)
    {
        try
        {
            return repository is null ? [] : RepositoryOutputs.Of(repository, CancellationToken.None);
        }
        catch (Exception fault) when (fault is DvcFormatException or IOException or UnauthorizedAccessException)
        {
            return []; // 'mlops data status' tells; a lineage does without.
        }
    }

    private IReadOnlyList<DatasetVersionEntry> Read(string path)
    {
        try
        {
            return repository is null ? [] : DatasetVersions.Of(repository, Path.Combine(repository.Root, path));
        }
        catch (Exception fault) when (fault is DataOperationException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            return []; // Git never knew it, or no file can be called so.
        }
    }
}

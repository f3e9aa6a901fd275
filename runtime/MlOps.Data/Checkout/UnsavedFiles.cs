using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>A file that is nowhere else.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Reason">What it is.</param>
/// <param name="Cure">What helps.</param>
internal sealed record UnsavedFile(string Path, string Reason, string Cure);

/// <summary>Looks whether anything of a data set would be lost with its files: of a folder, what is no part of the data, too.</summary>
internal static class UnsavedFiles
{
    private const string MoveAway = "move it away";

    /// <exception cref="DataOperationException">Something would be lost.</exception>
    public static void Refuse(DvcRepository repository, TrackedOutput tracked, CancellationToken cancellationToken)
    {
        if (First(repository, tracked, cancellationToken) is { } unsaved)
        {
            throw DataErrors.Unsaved(tracked.Path, unsaved);
        }
    }

    /// <summary>The first file that the cache does not have; null when it has all.</summary>
    public static UnsavedFile? First(DvcRepository repository, TrackedOutput tracked, CancellationToken cancellationToken)
    {
        if (Directory.Exists(tracked.FullPath))
        {
            return InFolder(repository, tracked, cancellationToken);
        }

        if (!FileStamp.Exists(tracked.FullPath))
        {
            return null;
        }

        var facts = new FileInspector(repository.Stats).Inspect(tracked.FullPath, tracked.Output.IsLegacy, cancellationToken);
        return repository.Cache.Contains(facts.Digest) || (facts.LegacyMd5 is { } legacy && repository.Cache.Contains(legacy, isLegacy: true)) ? null
            : InNoCache(tracked, tracked.Path);
    }

    private static UnsavedFile? InFolder(DvcRepository repository, TrackedOutput tracked, CancellationToken cancellationToken)
    {
        var isLegacy = tracked.Output is { IsLegacy: true, IsFolder: true };
        var inspector = new FolderInspector(repository.Stats, repository.Root) { IsTolerant = true };
        var content = isLegacy ? inspector.InspectLegacy(tracked.FullPath, cancellationToken) : inspector.Inspect(tracked.FullPath, progress: null, cancellationToken);
        if (content.Files.Where(file => !repository.Cache.Contains(file.Md5.ToString(), isLegacy)).Select(static file => file.Path).FirstOrDefault() is { } unsaved)
        {
            return InNoCache(tracked, $"{tracked.Path}/{unsaved}");
        }

        var walk = new FolderWalk(tracked.FullPath, ignore: null, path: "");
        var leftOut = walk.Files(cancellationToken).Except(content.Files.Select(static file => file.Path), StringComparer.Ordinal);
        return walk.Repositories is [var inner, ..] ? new UnsavedFile($"{tracked.Path}/{inner}", "a repository of its own", MoveAway)
            : leftOut.FirstOrDefault(path => !IsKept(repository.Cache, Path.Combine(tracked.FullPath, path), cancellationToken)) is { } ignored
                ? new UnsavedFile($"{tracked.Path}/{ignored}", "left out by .dvcignore, in no cache", MoveAway)
            : null;
    }

    // A link that leads nowhere holds nothing.
    private static bool IsKept(DvcCache cache, string file, CancellationToken cancellationToken) =>
        !FileStamp.Exists(file) || cache.Contains(FileDigest.Of(file, cancellationToken));

    private static UnsavedFile InNoCache(TrackedOutput tracked, string path) => new(path, "in no cache", $"keep it by 'mlops data commit {tracked.Path}'");
}

namespace MlOps.Data;

/// <summary>What a command is about.</summary>
/// <param name="Tracked">The data set.</param>
/// <param name="Within">A file or folder inside it, seen from it, with forward slashes; null for all of it.</param>
internal sealed record DatasetTarget(TrackedOutput Tracked, string? Within);

/// <summary>Finds the data sets that people name: by their path, by their pointer, by a file inside, or by a folder above them.</summary>
internal static class DatasetTargets
{
    /// <param name="repository">The repository.</param>
    /// <param name="targets">What was named, from the current folder; nothing for all there are.</param>
    /// <param name="cancellationToken">Stops the search for pointers.</param>
    /// <param name="past">What other revisions have besides.</param>
    /// <exception cref="DataOperationException">A name stands for no data set.</exception>
    public static IReadOnlyList<DatasetTarget> Of(
        DvcRepository repository, IReadOnlyList<string> targets, CancellationToken cancellationToken, IReadOnlyList<TrackedOutput>? past = null)
    {
        IReadOnlyList<TrackedOutput> all = [.. RepositoryOutputs.Of(repository, cancellationToken, isTolerant: targets.Count > 0), .. past ?? []];
        return targets.Count == 0
            ? [.. all.Select(static tracked => new DatasetTarget(tracked, null))]
            : [.. targets.SelectMany(target => Find(repository, all, target, Path.TrimEndingDirectorySeparator(Path.GetFullPath(target)))).Distinct()];
    }

    private static IEnumerable<DatasetTarget> Find(DvcRepository repository, IReadOnlyList<TrackedOutput> all, string name, string target)
    {
        var found = all
            .Where(tracked => tracked.FullPath.Equals(target, TrackedOutput.PathComparison)
                || tracked.File.Equals(target, TrackedOutput.PathComparison)
                || tracked.IsOf(name, target)
                || TrackedOutput.IsBelow(target, tracked.FullPath))
            .Select(static tracked => new DatasetTarget(tracked, null))
            .ToList();
        if (found.Count > 0)
        {
            return found;
        }

        return all.Where(tracked => tracked.Contains(target)).ToArray() is { Length: > 0 } owners
            ? owners.Select(owner => new DatasetTarget(owner, Path.GetRelativePath(owner.FullPath, target).Replace(Path.DirectorySeparatorChar, '/')))
            : File.Exists(target) && target.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) && TrackedOutput.IsBelow(repository.Root, target)
                ? RepositoryPaths.LinkAt(repository.Root, Path.GetDirectoryName(target)!) is { } link ? throw DataErrors.BehindLink(target, link)
                : RepositoryOutputs.Of(repository, DvcPointer.Read(target)).Select(static tracked => new DatasetTarget(tracked, null))
                : File.Exists(DvcPointer.FileFor(target)) && TrackedOutput.IsBelow(repository.Root, target)
                    ? RepositoryOutputs.Of(repository, DvcPointer.Read(DvcPointer.FileFor(target))).Select(static tracked => new DatasetTarget(tracked, null))
                : throw DataErrors.NotTracked(target);
    }
}

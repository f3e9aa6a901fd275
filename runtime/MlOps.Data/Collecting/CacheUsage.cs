namespace MlOps.Data;

/// <summary>How large data sets are, and the cache.</summary>
/// <param name="Datasets">The data sets of the workspace, in the order of their paths.</param>
/// <param name="CacheFolder">The cache.</param>
/// <param name="CacheObjects">How many objects it has, whoever needs them.</param>
/// <param name="CacheBytes">Their bytes.</param>
public sealed record CacheUsage(IReadOnlyList<DatasetUsage> Datasets, string CacheFolder, int CacheObjects, long CacheBytes)
{
    /// <summary>Measures.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets or their pointers, from the current folder; nothing for all there are.</param>
    /// <param name="cancellationToken">Stops between two data sets.</param>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    public static CacheUsage Of(DvcRepository repository, IReadOnlyList<string> targets, CancellationToken cancellationToken = default)
    {
        CacheObject[] objects = [.. Data.CacheObjects.In(repository.Cache)];
        var sizes = objects.ToDictionary(static found => (found.Md5, found.IsLegacy), static found => found.Size);
        DatasetUsage[] datasets =
        [
            .. DatasetTargets.Of(repository, targets, cancellationToken).Select(static target => target.Tracked).Distinct().Select(tracked => new DatasetUsage(
                tracked.Path,
                tracked.Output.IsFolder ? tracked.Output.Files : 1,
                tracked.Output.Size,
                ObjectOwners.Of(repository, [new DatasetTarget(tracked, null)]).Keys.Sum(key => sizes.GetValueOrDefault(key)))),
        ];
        return new CacheUsage(datasets, repository.Cache.Folder, objects.Length, objects.Sum(static found => found.Size));
    }
}

/// <summary>How large a data set is.</summary>
/// <param name="Path">From the root of the repository, with forward slashes.</param>
/// <param name="Files">How many files its pointer says it has; null when it does not say.</param>
/// <param name="Bytes">Its size by its pointer; null when it does not say.</param>
/// <param name="CachedBytes">What the cache has of it; files that are alike are there once.</param>
public sealed record DatasetUsage(string Path, int? Files, long? Bytes, long CachedBytes);

using MlOps.Data.Stat;

namespace MlOps.Data;

/// <summary>Compares a file with its pointer; and a folder that is not there.</summary>
internal static class FileStatus
{
    public static DatasetStatus Of(DvcRepository repository, TrackedOutput tracked, CancellationToken cancellationToken)
    {
        var (output, file) = (tracked.Output, tracked.FullPath);
        var inspector = new FileInspector(repository.Stats);
        var kept = output.IsCached ? Kept(repository, inspector, output, cancellationToken) : Copy.Whole;
        var status = new DatasetStatus(tracked.Path, DatasetState.Unchanged, output.Md5, null, output.Size)
        {
            Files = output.IsFolder ? output.Files : 1,
            PointerFile = tracked.AddressIn(repository),
            IsCached = kept == Copy.Whole || output.Md5 is null,
        };
        if (!FileStamp.Exists(file))
        {
            return status with
            {
                State = kept == Copy.Absent ? DatasetState.Missing : kept == Copy.Corrupt ? DatasetState.Corrupt : DatasetState.Deleted,
            };
        }

        var facts = inspector.Inspect(file, output.IsLegacy, cancellationToken);
        var actual = Md5(facts, output);
        return status with
        {
            State = actual != output.Md5 ? DatasetState.Modified
                : kept == Copy.Corrupt ? DatasetState.Corrupt
                : kept == Copy.Absent ? DatasetState.NotInCache
                : DatasetState.Unchanged,
            Actual = actual,
            Size = facts.Digest.Size,
        };
    }

    private static Copy Kept(DvcRepository repository, FileInspector inspector, DvcOutput output, CancellationToken cancellationToken)
    {
        if (output.Md5 is not { } md5 || !DvcCache.IsName(md5))
        {
            return Copy.Absent;
        }

        if (output.IsFolder)
        {
            return KeptFolder(repository.Cache, output);
        }

        var file = repository.Cache.PathOf(output.Md5!, output.IsLegacy);
        return !File.Exists(file) ? Copy.Absent
            : Md5(inspector.Inspect(file, output.IsLegacy, cancellationToken), output) == output.Md5 ? Copy.Whole
            : Copy.Corrupt;
    }

    // A folder can be brought back when the cache has its list and all that is on it.
    private static Copy KeptFolder(DvcCache cache, DvcOutput output) =>
        !cache.Contains(output.Md5!, output.IsLegacy) ? Copy.Absent
            : cache.ReadTree(output.Md5!, output.IsLegacy) is not { } entries ? Copy.Corrupt
            : entries.All(entry => cache.Contains(entry.Md5.ToString(), output.IsLegacy)) ? Copy.Whole
            : Copy.Absent;

    private static string? Md5(FileFacts facts, DvcOutput output) => output.IsLegacy ? facts.LegacyMd5 : facts.Digest.Md5;

    /// <summary>How the cache has a content.</summary>
    private enum Copy
    {
        Absent,
        Whole,
        Corrupt,
    }
}

using MlOps.Data.Md5;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Compares a folder with its pointer, file by file.</summary>
internal static class FolderStatus
{
    public static DatasetStatus Of(DvcRepository repository, TrackedOutput tracked, DataProgress? progress, CancellationToken cancellationToken)
    {
        var output = tracked.Output;
        var status = new DatasetStatus(tracked.Path, DatasetState.Modified, output.Md5, null, output.Size)
        {
            Files = output.Files,
            PointerFile = tracked.AddressIn(repository),
        };
        if (!Directory.Exists(tracked.FullPath))
        {
            // A file where the folder should be.
            return status with { Actual = FileDigest.Of(tracked.FullPath, cancellationToken).Md5, Files = 1 };
        }

        var inspector = new FolderInspector(repository.Stats, repository.Root) { IsTolerant = true };
        var content = output.IsLegacy ? inspector.InspectLegacy(tracked.FullPath, cancellationToken)
            : inspector.Inspect(tracked.FullPath, repository.Cache, progress, cancellationToken);
        var actual = content.Digest.Md5 + DirObject.Extension;
        status = status with { Actual = actual, Size = content.Size, Files = content.Files.Length };
        if (!output.IsCached && actual == output.Md5)
        {
            return status with { State = DatasetState.Unchanged };
        }

        var kept = Kept(repository.Cache, output, content);
        return actual == output.Md5
            ? status with { State = kept, IsCached = kept == DatasetState.Unchanged }
            : status with
            {
                State = DatasetState.Modified,
                IsCached = IsCached(repository.Cache, output),
                Changes = Changes(repository.Cache, tracked, content, output.IsLegacy),
            };
    }

    // All files are as they should be; are they in the cache, as they should be there?
    private static DatasetState Kept(DvcCache cache, DvcOutput output, FolderContent content)
    {
        if (!IsListed(cache, output))
        {
            return DatasetState.NotInCache;
        }

        if (output.IsLegacy)
        {
            return content.Files.All(file => cache.Contains(file.Md5.ToString(), isLegacy: true)) ? DatasetState.Unchanged : DatasetState.NotInCache;
        }

        var state = DatasetState.Unchanged;
        foreach (ref readonly var file in content.Files.AsSpan())
        {
            if (file.Cached == ObjectState.Absent)
            {
                return DatasetState.NotInCache;
            }

            state = file.Cached == ObjectState.Corrupt ? DatasetState.Corrupt : state;
        }

        return state;
    }

    private static bool IsListed(DvcCache cache, DvcOutput output) => output.PlainMd5 is { Length: Md5Value.Digits } && cache.Contains(output.Md5!, output.IsLegacy);

    private static bool IsCached(DvcCache cache, DvcOutput output) =>
        IsListed(cache, output) && cache.ReadTree(output.Md5!, output.IsLegacy) is { } entries
        && entries.All(entry => cache.Contains(entry.Md5.ToString(), output.IsLegacy));

    private static List<DatasetChangedFile> Changes(DvcCache cache, TrackedOutput tracked, FolderContent content, bool isLegacy)
    {
        var changes = new List<DatasetChangedFile>();
        if (!IsListed(cache, tracked.Output) || cache.ReadTree(tracked.Output.Md5!, isLegacy) is not { } entries)
        {
            return changes;
        }

        var expected = entries.ToDictionary(static entry => entry.Path, static entry => entry.Md5, StringComparer.Ordinal);
        foreach (ref readonly var file in content.Files.AsSpan())
        {
            if (!expected.Remove(file.Path, out var md5))
            {
                changes.Add(new(tracked.Path + "/" + file.Path, DatasetState.Added));
            }
            else if (md5 != file.Md5)
            {
                changes.Add(new(tracked.Path + "/" + file.Path, DatasetState.Modified));
            }
        }

        // What .dvcignore names is no part of the folder any more, but not gone either.
        changes.AddRange(expected.Keys.Select(path => new DatasetChangedFile(
            tracked.Path + "/" + path, FileStamp.Exists(Path.Combine(tracked.FullPath, path)) ? DatasetState.Modified : DatasetState.Deleted)));
        changes.Sort(static (a, b) => CodePointOrder.Instance.Compare(a.Path, b.Path));
        return changes;
    }
}

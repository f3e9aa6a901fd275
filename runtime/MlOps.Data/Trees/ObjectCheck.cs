using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>Looks whether a cache has the content of files. Objects that are not the ones seen last time are read, many at once.</summary>
/// <param name="cache">The cache.</param>
/// <param name="files">The files, of which the content is known; they are told what was found.</param>
internal sealed class ObjectCheck(DvcCache cache, TreeFile[] files)
{
    private const int Share = 512;

    private readonly List<Unknown> _unknown = [];

    /// <returns>Whether something was learned that is worth remembering.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        using var stamps = cache.Stamps();
        Shares.ForEach(files.Length, Share, cancellationToken, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                Look(i, stamps);
            }
        });
        return _unknown.Count > 0 && Read([.. _unknown], cancellationToken);
    }

    private bool Read(Unknown[] unknown, CancellationToken cancellationToken)
    {
        var objects = Array.ConvertAll(unknown, entry => new TreeFile { Path = cache.PathOf(files[entry.Index].Md5.ToString(), isLegacy: false), Stamp = entry.Stamp });
        new FolderReader(cache.Folder, objects).Read([.. Enumerable.Range(0, objects.Length)], progress: null, cancellationToken);
        for (var i = 0; i < unknown.Length; i++)
        {
            ref var file = ref files[unknown[i].Index];
            var isWhole = objects[i].Md5 == file.Md5;
            file.Cached = isWhole ? ObjectState.Whole : ObjectState.Corrupt;
            file.Object = isWhole ? ObjectMark.Of(objects[i].Stamp) : default;
        }

        return true;
    }

    private void Look(int index, FolderStamps stamps)
    {
        ref var file = ref files[index];
        if (stamps.TryOf(DvcCache.NameOf(file.Md5)) is not { } found)
        {
            file.Cached = ObjectState.Absent;
        }
        else if (found.Size != file.Stamp.Size)
        {
            file.Cached = ObjectState.Corrupt;
        }
        // A file that is linked to its object was read in its place.
        else if (ObjectMark.Of(found) == file.Object || (found.Id, found.Volume) == (file.Stamp.Id, file.Stamp.Volume))
        {
            file.Cached = ObjectState.Whole;
        }
        else
        {
            lock (_unknown)
            {
                _unknown.Add(new Unknown(index, found));
            }
        }
    }

    /// <summary>An object that has to be read, and of which file it is.</summary>
    private sealed record Unknown(int Index, FileStamp Stamp);
}

namespace MlOps.Data.Trees;

/// <summary>Looks whether a cache has the content of files. An object that is not the one seen last time is read.</summary>
/// <param name="cache">The cache.</param>
/// <param name="files">The files, of which the content is known; they are told what was found.</param>
internal sealed class ObjectCheck(DvcCache cache, TreeFile[] files)
{
    private const int Share = 512;

    private int _learned;

    /// <returns>Whether something was learned that is worth remembering.</returns>
    public bool Run(CancellationToken cancellationToken)
    {
        Shares.ForEach(files.Length, Share, cancellationToken, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                files[i].Cached = Look(ref files[i], cancellationToken);
            }
        });
        return _learned != 0;
    }

    private ObjectState Look(ref TreeFile file, CancellationToken cancellationToken)
    {
        if (cache.StampOf(file.Md5) is not { } found)
        {
            return ObjectState.Absent;
        }

        if (ObjectMark.Of(found) == file.Object && found.Size == file.Stamp.Size)
        {
            return ObjectState.Whole;
        }

        if (found.Size != file.Stamp.Size || FileDigest.Of(cache.PathOf(file.Md5.ToString(), isLegacy: false), cancellationToken).Md5 != file.Md5.ToString())
        {
            return ObjectState.Corrupt;
        }

        file.Object = ObjectMark.Of(found);
        Interlocked.Exchange(ref _learned, 1);
        return ObjectState.Whole;
    }
}

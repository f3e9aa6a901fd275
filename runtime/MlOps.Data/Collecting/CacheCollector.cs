namespace MlOps.Data;

/// <summary>Removes from a cache what nobody needs any more.</summary>
/// <remarks>
/// Where a list of a folder's files is not to be had, its files are not known: as long as a needed one is missing, nothing is
/// removed at all. Objects that were written within the last hour stay, too: whoever wrote them may be about to write the pointer.
/// </remarks>
public static class CacheCollector
{
    private static readonly TimeSpan s_young = TimeSpan.FromHours(1);

    // What a program that was killed left half written; nobody takes so long to write one.
    private static readonly TimeSpan s_abandoned = TimeSpan.FromDays(1);

    /// <summary>Removes, or tells what would go.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="scope">Whose data are kept.</param>
    /// <param name="isDry">Whether to tell only.</param>
    /// <param name="cancellationToken">Stops between two objects.</param>
    /// <exception cref="DataOperationException">What is needed cannot be told; nothing was removed.</exception>
    /// <exception cref="DvcFormatException">A pointer of the workspace cannot be understood; nothing was removed.</exception>
    /// <exception cref="IOException">An object cannot be removed.</exception>
    public static CollectedCache Run(DvcRepository repository, GcScope scope, bool isDry = true, CancellationToken cancellationToken = default)
    {
        using var held = repository.Lock(cancellationToken);
        var needed = NeededObjects.Of(repository, scope, cancellationToken);
        var now = DateTime.UtcNow;
        var (removed, removedBytes, kept, keptBytes) = (0, 0L, 0, 0L);
        foreach (var found in CacheObjects.In(repository.Cache))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (needed.Contains((found.Md5, found.IsLegacy)) || (repository.IsCacheShared && now - File.GetLastWriteTimeUtc(found.File) < s_young))
            {
                (kept, keptBytes) = (kept + 1, keptBytes + found.Size);
                continue;
            }

            if (!isDry)
            {
                Links.ProtectedFile.Delete(found.File);
            }

            (removed, removedBytes) = (removed + 1, removedBytes + found.Size);
        }

        foreach (var abandoned in CacheObjects.Abandoned(repository.Cache).Where(file => now - file.LastWriteTimeUtc > s_abandoned))
        {
            (removed, removedBytes) = (removed + 1, removedBytes + abandoned.Length);
            if (!isDry)
            {
                Links.ProtectedFile.Delete(abandoned.FullName);
            }
        }

        return new CollectedCache(removed, removedBytes, kept, keptBytes, isDry);
    }
}

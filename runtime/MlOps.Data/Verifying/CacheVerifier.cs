using MlOps.Data.Links;
using MlOps.Data.Stat;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>
/// Reads a cache byte by byte, as DVC never does: it takes an object that is read-only for whole. What is damaged is put aside,
/// where it harms nobody, and made good from the workspace where that has it.
/// </summary>
public static class CacheVerifier
{
    /// <summary>Reads the objects of a cache and puts the damaged ones aside.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets or their pointers, from the current folder; nothing for the whole cache.</param>
    /// <param name="isDry">Whether damaged objects are left where they are.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="IOException">An object cannot be read.</exception>
    public static VerifiedCache Run(
        DvcRepository repository, IReadOnlyList<string> targets, bool isDry = false, DataProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var owners = ObjectOwners.Of(repository, DatasetTargets.Of(repository, targets, cancellationToken));
        CacheObject[] objects = [.. CacheObjects.In(repository.Cache).Where(found => targets.Count == 0 || owners.ContainsKey((found.Md5, found.IsLegacy)))];
        var damaged = Read(repository.Cache, owners, objects, progress, cancellationToken);
        var bytes = objects.Sum(static found => found.Size);
        var there = objects.Select(static found => (found.Md5, found.IsLegacy)).ToHashSet();
        string[] missing = targets.Count == 0 ? [] : [.. owners.Keys.Where(key => !there.Contains(key)).SelectMany(key => owners.PathsOf(key.Md5, key.IsLegacy)).Order(StringComparer.Ordinal)];
        if (isDry || damaged.Count == 0)
        {
            return new VerifiedCache(objects.Length, bytes, [.. damaged.Select(entry => new DamagedObject(entry.Object.Md5, entry.Actual, null, PathsOf(owners, entry.Object)))]) { Missing = missing };
        }

        using var held = repository.Lock(cancellationToken);
        // Others may lead to it than those that were asked about.
        var all = ObjectOwners.Of(repository, RepositoryOutputs.Of(repository, cancellationToken, isTolerant: true).Select(static tracked => new DatasetTarget(tracked, null)));
        var detached = damaged.ConvertAll(entry => Detach(repository, all, entry.Object));
        DamagedObject[] aside =
        [
            .. damaged.Select((entry, index) => new DamagedObject(entry.Object.Md5, entry.Actual, Quarantine(repository.Cache, entry.Object), PathsOf(owners, entry.Object)) { Detached = detached[index] }),
        ];
        return new VerifiedCache(objects.Length, bytes, [.. aside.Select(entry => entry with { IsRestored = Restore(repository, owners, entry.Md5, cancellationToken) })]) { Missing = missing };
    }

    private static List<(CacheObject Object, string Actual)> Read(DvcCache cache, ObjectOwners owners, CacheObject[] objects, DataProgress? progress, CancellationToken cancellationToken)
    {
        var files = new TreeFile[objects.Length];
        for (var i = 0; i < objects.Length; i++)
        {
            files[i] = new TreeFile { Path = objects[i].File, Stamp = FileStamp.Of(objects[i].File) };
        }

        progress?.Expect(files.Length, objects.Sum(static found => found.Size));
        new FolderReader(cache.Folder, files).Read([.. Enumerable.Range(0, files.Length)], progress, cancellationToken);
        var damaged = new List<(CacheObject, string)>();
        for (var i = 0; i < objects.Length; i++)
        {
            var actual = files[i].Md5.ToString() + (objects[i].IsFolder ? DirObject.Extension : "");
            if (actual != objects[i].Md5 && !(objects[i].IsLegacy && LegacyDigest.Of(objects[i].File, cancellationToken) == objects[i].Md5))
            {
                damaged.Add((objects[i], actual));
            }
            else if (owners.Sha256Of(objects[i].Md5, objects[i].IsLegacy) is { } expected && SecondDigest.Of(objects[i].File) is var second && second != expected)
            {
                damaged.Add((objects[i], $"{SecondDigest.Name} {second}")); // Of the same MD5: made by somebody who wanted that.
            }
        }

        return damaged;
    }

    // What somebody wrote through a link would be out of sight with the object: the workspace keeps it, as a file.
    private static string[] Detach(DvcRepository repository, ObjectOwners owners, CacheObject damaged)
    {
        var copies = new WorkspaceLinks([LinkType.Copy], repository.ScratchFolder);
        var detached = new List<string>();
        foreach (var file in owners.FilesOf(damaged.Md5, damaged.IsLegacy).Where(file => new FileInfo(file).LinkTarget is not null && IsSame(file, damaged.File)))
        {
            if (RepositoryPaths.LinkAt(repository.Root, Path.GetDirectoryName(file)!) is null)
            {
                copies.Make(damaged.File, file, damaged.Size);
                detached.Add(repository.PathOf(file));
            }
        }

        return [.. detached];
    }

    private static bool IsSame(string file, string other) =>
        FileStamp.TryOf(file) is { } one && FileStamp.TryOf(other) is { } two && (one.Id, one.Volume) == (two.Id, two.Volume);

    // Out of the way of every reader, but not gone: somebody may want to look what became of it.
    private static string Quarantine(DvcCache cache, CacheObject damaged)
    {
        var folder = Directory.CreateDirectory(Path.Combine(cache.Folder, "quarantine")).FullName;
        var target = Path.Combine(folder, $"{damaged.Md5}-{Guid.NewGuid():n}");
        Links.ProtectedFile.Release(damaged.File);
        File.Move(damaged.File, target);
        return target;
    }

    private static bool Restore(DvcRepository repository, ObjectOwners owners, string md5, CancellationToken cancellationToken)
    {
        foreach (var file in owners.FilesOf(md5))
        {
            // A file that is the damaged object itself, by a link, does not have it either.
            if (FileStamp.Exists(file) && FileDigest.Of(file, cancellationToken) is var digest && digest.Md5 == md5
                && (owners.Sha256Of(md5, isLegacy: false) is not { } sha || SecondDigest.Of(file) == sha))
            {
                repository.Cache.Add(file, cancellationToken);
                return true;
            }
        }

        return false;
    }

    private static IReadOnlyList<string> PathsOf(ObjectOwners owners, CacheObject found) => owners.PathsOf(found.Md5, found.IsLegacy);
}

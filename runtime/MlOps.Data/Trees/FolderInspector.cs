using MlOps.Data.Git;
using MlOps.Data.Links;
using MlOps.Data.Md5;
using MlOps.Data.Stat;

namespace MlOps.Data.Trees;

/// <summary>Tells what a folder holds: from what is remembered of its files while that is certain, else by reading them, once.</summary>
/// <param name="stats">The memory, or null for none.</param>
/// <param name="root">The root of the repository, or null where there is none.</param>
internal sealed class FolderInspector(StatCache? stats, string? root)
{
    // So many questions are worth handing to another processor.
    private const int Share = 512;

    /// <summary>Whether links that lead nowhere count as files that are gone: the cache that they led to may be.</summary>
    public bool IsTolerant { get; init; }

    /// <summary>Whether pointers in the folder are refused: as data they would be hidden from all who look for them.</summary>
    public bool RefusesPointers { get; init; }

    private readonly IgnoreRules? _ignore = root is null ? null : DvcRepository.IgnoreRulesOf(root);

    /// <summary>What a folder holds now.</summary>
    /// <param name="folder">Its full path.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="InvalidDataException">Something in it cannot be versioned; the message says what and why.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public FolderContent Inspect(string folder, DataProgress? progress, CancellationToken cancellationToken)
    {
        using var held = stats?.Lock(folder, cancellationToken);
        var (files, whole) = Look(folder, cancellationToken);
        if (whole is { } unchanged)
        {
            return FolderContent.Of(files, unchanged);
        }

        Read(new FolderReader(folder, files), files, Which(files, static (in TreeFile file) => !file.IsKnown), progress, cancellationToken);
        var digest = DirObject.DigestOf(FolderContent.Entries(files));
        stats?.Remember(folder, files, digest);
        return FolderContent.Of(files, digest);
    }

    /// <summary>As <see cref="Inspect(string, DataProgress?, CancellationToken)"/>, and looks whether a cache has every file, as it was stored.</summary>
    public FolderContent Inspect(string folder, DvcCache cache, DataProgress? progress, CancellationToken cancellationToken)
    {
        var content = Inspect(folder, progress, cancellationToken);
        if (new ObjectCheck(cache, content.Files).Run(cancellationToken))
        {
            stats?.Remember(folder, content.Files, content.Digest);
        }

        return content;
    }

    /// <summary>As <see cref="Inspect(string, DataProgress?, CancellationToken)"/>, and sees to it that the cache has all of it, linked as the repository wants it.</summary>
    /// <exception cref="IOException">It cannot be read, or the cache cannot be written.</exception>
    /// <param name="folder">Its full path.</param>
    /// <param name="cache">The cache.</param>
    /// <param name="links">How its files are linked.</param>
    /// <param name="recorded">What its pointer names, without the extension; null when it has none.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    public FolderContent Store(string folder, DvcCache cache, WorkspaceLinks links, string? recorded, DataProgress? progress, CancellationToken cancellationToken)
    {
        using var held = stats?.Lock(folder, cancellationToken);
        var (files, whole) = Look(folder, cancellationToken);
        var isKept = Kept(files, cache, cancellationToken);
        var missing = new List<int>();
        for (var i = 0; i < files.Length; i++)
        {
            if (!isKept[i])
            {
                missing.Add(i);
            }
        }

        Read(new FolderReader(folder, files, cache, links), files, missing, progress, cancellationToken);
        var isNew = missing.Count > 0 || whole is null;
        var digest = isNew || !cache.Contains(whole!.Value.Md5 + DirObject.Extension) ? cache.Put(FolderContent.Entries(files)) : whole.Value;
        // Whoever shares the cache spares what a new pointer is about to name.
        if (digest.Md5 != recorded && cache.IsShared)
        {
            Freshen(files, digest, cache);
            isNew = true;
        }

        if (links.Apply(folder, files, cache, cancellationToken) || isNew)
        {
            stats?.Remember(folder, files, digest);
        }

        return FolderContent.Of(files, digest);
    }

    /// <summary>As <see cref="Inspect(string, DataProgress?, CancellationToken)"/>, with the MD5 that DVC 2 gives to files; nothing of that is remembered.</summary>
    public FolderContent InspectLegacy(string folder, CancellationToken cancellationToken)
    {
        var files = FolderScan.Of(folder, Walk(folder).Files(cancellationToken), IsTolerant, cancellationToken);
        Shares.ForEach(files.Length, 1, cancellationToken, (start, _) =>
            files[start].Md5 = Md5Value.Parse(LegacyDigest.Of(Path.Combine(folder, files[start].Path), cancellationToken)));
        return FolderContent.Of(files, DirObject.DigestOf(FolderContent.Entries(files)));
    }

    private (TreeFile[] Files, FileDigest? Whole) Look(string folder, CancellationToken cancellationToken)
    {
        var paths = Walk(folder).Files(cancellationToken);
        if (RefusesPointers)
        {
            RefusePointers(folder, paths);
        }

        var files = FolderScan.Of(folder, paths, IsTolerant, cancellationToken);
        return (files, stats?.Recall(folder)?.Apply(files));
    }

    /// <exception cref="InvalidDataException">One of the files is a pointer.</exception>
    public static void RefusePointers(string folder, List<string> paths)
    {
        if (paths.Find(static path => path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal)) is { } pointer)
        {
            throw new InvalidDataException($"'{Path.Combine(folder, pointer)}' is the pointer of another data set, which must not lie inside this one. Move it out.");
        }
    }

    private FolderWalk Walk(string folder) =>
        new(folder, _ignore, root is null ? "" : Path.GetRelativePath(root, folder).Replace(Path.DirectorySeparatorChar, '/'));

    private static void Freshen(TreeFile[] files, FileDigest list, DvcCache cache)
    {
        cache.Freshen(cache.PathOf(list.Md5 + DirObject.Extension, isLegacy: false));
        foreach (ref var file in files.AsSpan())
        {
            cache.Freshen(cache.PathOf(file.Md5.ToString(), isLegacy: false));
            if (cache.StampOf(file.Md5) is { } stamp)
            {
                file.Object = ObjectMark.Of(stamp);
                file.Stamp = (stamp.Id, stamp.Volume) == (file.Stamp.Id, file.Stamp.Volume) ? stamp : file.Stamp;
            }
        }
    }

    /// <summary>Which files are known and have the object that was last seen to be their content, or are it.</summary>
    private static bool[] Kept(TreeFile[] files, DvcCache cache, CancellationToken cancellationToken)
    {
        var kept = new bool[files.Length];
        using var stamps = cache.Stamps();
        Shares.ForEach(files.Length, Share, cancellationToken, (start, end) =>
        {
            for (var i = start; i < end; i++)
            {
                kept[i] = files[i].IsKnown && stamps.TryOf(DvcCache.NameOf(files[i].Md5)) is { } found && found.Size == files[i].Stamp.Size
                    && (ObjectMark.Of(found) == files[i].Object || (found.Id, found.Volume) == (files[i].Stamp.Id, files[i].Stamp.Volume));
            }
        });
        return kept;
    }

    private static void Read(FolderReader reader, TreeFile[] files, List<int> which, DataProgress? progress, CancellationToken cancellationToken)
    {
        if (which.Count > 0)
        {
            progress?.Expect(which.Count, which.Sum(index => files[index].Stamp.Size));
            reader.Read(which, progress, cancellationToken);
        }
    }

    private delegate bool Question(in TreeFile file);

    private static List<int> Which(TreeFile[] files, Question question)
    {
        var which = new List<int>();
        for (var i = 0; i < files.Length; i++)
        {
            if (question(in files[i]))
            {
                which.Add(i);
            }
        }

        return which;
    }
}

using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Brings one part of a folder that is a data set in step, and leaves the rest of it as its pointer says.</summary>
internal static class FolderPart
{
    public static AddedDataset Add(DvcRepository repository, TrackedOutput owner, string target, AddOptions options, CancellationToken cancellationToken)
    {
        var old = owner.Output is { Md5: { } md5, IsLegacy: false } && owner.Output.IsFolder
            ? repository.Cache.ReadTree(md5, isLegacy: false) ?? throw DataErrors.NotInCache(owner)
            : throw DataErrors.NoFolder(owner, target);
        var within = Path.GetRelativePath(owner.FullPath, target).Replace(Path.DirectorySeparatorChar, '/');
        var replaced = old.Where(entry => entry.Path == within || entry.Path.StartsWith(within + "/", StringComparison.Ordinal)).ToArray();
        var files = FilesOf(repository, owner, target, within, cancellationToken);
        new FolderReader(owner.FullPath, files, options.Commit ? repository.Cache : null, repository.Links)
            .Read([.. Enumerable.Range(0, files.Length)], options.Progress, cancellationToken);

        TreeEntry[] entries = [.. old.Except(replaced), .. FolderContent.Entries(files)];
        var digest = repository.Cache.Put(entries);
        repository.Links.Apply(owner.FullPath, files, repository.Cache, cancellationToken);
        // What the pointer says of the rest is taken for granted: it may not be here.
        var size = (owner.Output.Size ?? 0) - replaced.Sum(entry => repository.Cache.StampOf(entry.Md5)?.Size ?? 0) + files.Sum(static file => file.Stamp.Size);
        var content = new OutputContent(digest.Md5 + DirObject.Extension, size, entries.Length);
        var change = DatasetPointer.Write(repository, owner.FullPath, content, keepLegacy: false, cancellationToken);
        return new AddedDataset(owner.Path, repository.PathOf(owner.File), content.Md5, content.Size, entries.Length, change);
    }

    private static TreeFile[] FilesOf(DvcRepository repository, TrackedOutput owner, string target, string within, CancellationToken cancellationToken)
    {
        List<string> paths = Directory.Exists(target)
            ? [.. new FolderWalk(target, DvcRepository.IgnoreRulesOf(repository.Root), repository.PathOf(target)).Files(cancellationToken).Select(path => within + "/" + path)]
            : [within];
        FolderInspector.RefusePointers(owner.FullPath, paths);
        return FolderScan.Of(owner.FullPath, paths, isTolerant: false, cancellationToken);
    }
}

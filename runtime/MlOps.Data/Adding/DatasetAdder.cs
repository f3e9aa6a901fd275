using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Puts files and folders under version control, as <c>dvc add</c> and <c>dvc commit</c> do, without touching them.</summary>
public static class DatasetAdder
{
    /// <summary>Adds files and folders, or brings the pointers of those that changed in step.</summary>
    /// <param name="repository">The repository they lie in.</param>
    /// <param name="paths">What to add, from the current folder; a path inside a folder that is a data set updates that part of it.</param>
    /// <param name="options">How, or null for the usual way.</param>
    /// <param name="cancellationToken">Stops between two files; nothing half-written stays, and adding again goes on from there.</param>
    /// <exception cref="DataOperationException">A path cannot be a data set; none was added.</exception>
    /// <exception cref="DatasetException">One cannot be read or stored; the ones before it are.</exception>
    public static IReadOnlyList<AddedDataset> Add(
        DvcRepository repository, IReadOnlyList<string> paths, AddOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new AddOptions();
        var all = RepositoryOutputs.Of(repository, cancellationToken, isTolerant: true);
        // All are looked at before the first is added: a wrong one at the end leaves nothing half done.
        var targets = paths.Select(path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path))).Distinct().ToArray();
        foreach (var target in targets)
        {
            Check(repository, all, target);
            if (options.Sha256 && (Directory.Exists(target) || all.Any(tracked => tracked.Contains(target))))
            {
                throw DataErrors.NoSecondDigest(target);
            }
        }

        AddedDataset[] added = [.. targets.Select(target => Add(repository, all, target, options, cancellationToken))];
        AutoStage.Add(repository, added.Where(static dataset => dataset.Change != DatasetChange.Unchanged).Select(static dataset => dataset.Path));
        return added;
    }

    /// <summary>Brings the pointers of data sets that changed in step, and stores what the cache lacks.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets or their pointers, from the current folder; nothing for all there are.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DatasetException">A data set is missing or cannot be stored.</exception>
    public static IReadOnlyList<AddedDataset> Commit(
        DvcRepository repository, IReadOnlyList<string> targets, DataProgress? progress = null, CancellationToken cancellationToken = default)
    {
        // What a stage made is stored when the stage runs.
        var found = DatasetTargets.Of(repository, targets, cancellationToken).Where(static target => target.Tracked.Stage is null).ToArray();
        foreach (var (tracked, _) in found.Where(static target => !Path.Exists(target.Tracked.FullPath)))
        {
            throw DatasetErrors.Missing(tracked.FullPath, place: "");
        }

        AddedDataset[] stored = [.. found.Select(target => Store(repository, target.Tracked.FullPath, new AddOptions { Progress = progress }, cancellationToken))];
        AutoStage.Add(repository, stored.Where(static dataset => dataset.Change != DatasetChange.Unchanged).Select(static dataset => dataset.Path));
        return stored;
    }

    private static void Check(DvcRepository repository, IReadOnlyList<TrackedOutput> all, string target)
    {
        if (target == repository.Root)
        {
            throw DataErrors.Root(repository);
        }

        if (!TrackedOutput.IsBelow(repository.Root, target))
        {
            throw DataErrors.Outside(target, repository);
        }

        if (!Path.Exists(target))
        {
            throw DatasetErrors.Missing(target, place: "");
        }

        if (RepositoryPaths.LinkAt(repository.Root, target) is { } link)
        {
            throw DataErrors.BehindLink(target, link);
        }

        if (DvcRepository.IgnoreRulesOf(repository.Root).Find(repository.PathOf(target), Directory.Exists(target)) is { } rule)
        {
            throw DataErrors.Ignored(target, rule);
        }

        if (RepositoryPaths.ReservedPart(repository.PathOf(target)) is not null || (target.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) && File.Exists(target)))
        {
            throw DataErrors.Bookkeeping(target);
        }

        PointerName.Check(repository, target);

        if (all.FirstOrDefault(tracked => tracked.Stage is not null && (tracked.FullPath == target || tracked.Contains(target))) is { } made)
        {
            throw DataErrors.OfStage(made, repository);
        }

        if (all.FirstOrDefault(tracked => TrackedOutput.IsBelow(target, tracked.FullPath)) is { } inner)
        {
            throw DataErrors.Overlap(repository.PathOf(target), inner, repository);
        }

        if (!all.Any(tracked => tracked.Contains(target)))
        {
            PointerPlace.RefuseHidden(repository, target);
        }

        if (!repository.NoScm && GitRepository.Find(Path.GetDirectoryName(target)!) is { } git && GitIndex.IsTracked(git, git.PathOf(target)))
        {
            throw DataErrors.TrackedByGit(repository.PathOf(target));
        }
    }

    private static AddedDataset Add(
        DvcRepository repository, IReadOnlyList<TrackedOutput> all, string target, AddOptions options, CancellationToken cancellationToken) =>
        all.FirstOrDefault(tracked => tracked.Contains(target)) is { } owner
            ? FolderPart.Add(repository, owner, target, options, cancellationToken)
            : Store(repository, target, options, cancellationToken);

    internal static AddedDataset Store(DvcRepository repository, string target, AddOptions options, CancellationToken cancellationToken)
    {
        var (content, change) = Directory.Exists(target)
            ? FolderVersioner.Store(repository, target, options, cancellationToken)
            : StoreFile(repository, target, options, cancellationToken);
        return new AddedDataset(repository.PathOf(target), repository.PathOf(DvcPointer.FileFor(target)), content.Md5, content.Size, content.Files ?? 1, change);
    }

    private static (OutputContent Content, DatasetChange Change) StoreFile(
        DvcRepository repository, string target, AddOptions options, CancellationToken cancellationToken)
    {
        var length = new FileInfo(target).Length;
        options.Progress?.Expect(1, length);
        var (facts, change) = DatasetVersioner.Update(target, repository, repository.Root, options, cancellationToken);
        options.Progress?.Add(1, length);
        return (OutputContent.Of(facts.Digest, executable: false), change);
    }
}

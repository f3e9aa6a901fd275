using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Where the pointer of a new data set may lie: where it is found again, and is not taken for data.</summary>
internal static class PointerPlace
{
    /// <summary>Whether a data set can come to lie there, from elsewhere.</summary>
    /// <exception cref="DataOperationException">The place is not of the repository, its pointer would be hidden, or it has to do with another data set.</exception>
    public static void Check(DvcRepository repository, string target, CancellationToken cancellationToken)
    {
        if (!TrackedOutput.IsBelow(repository.Root, target))
        {
            throw DataErrors.Outside(target, repository);
        }

        if (RepositoryPaths.ReservedPart(repository.PathOf(target)) is not null)
        {
            throw DataErrors.Bookkeeping(target);
        }

        PointerName.Check(repository, target);
        if (RepositoryPaths.LinkAt(repository.Root, Path.GetDirectoryName(target)!) is { } link)
        {
            throw DataErrors.BehindLink(target, link);
        }

        var all = RepositoryOutputs.Of(repository, cancellationToken, isTolerant: true);
        if (all.FirstOrDefault(tracked => tracked.Contains(target) || TrackedOutput.IsBelow(target, tracked.FullPath)) is { } other)
        {
            throw DataErrors.Overlapping(repository.PathOf(target), other);
        }

        RefuseHidden(repository, target);
    }

    /// <summary>Ignored pointers pass for copies, as in <c>bin/</c>: what they stand for would be collected.</summary>
    /// <exception cref="DataOperationException">git or DVC ignores the pointer.</exception>
    public static void RefuseHidden(DvcRepository repository, string target)
    {
        var pointer = DvcPointer.FileFor(target);
        var rule = DvcRepository.IgnoreRulesOf(repository.Root).Find(repository.PathOf(pointer), isFolder: false)
            ?? (!repository.NoScm && GitRepository.Find(Path.GetDirectoryName(target)!) is { } git ? GitIgnore.Rules(git).Find(git.PathOf(pointer), isFolder: false) : null);
        if (rule is not null)
        {
            throw DataErrors.HiddenPointer(repository.PathOf(pointer), rule);
        }
    }
}

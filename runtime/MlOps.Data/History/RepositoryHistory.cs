using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>The data sets of past revisions, by the pointers that git kept.</summary>
public static class RepositoryHistory
{
    /// <summary>The data sets of a revision, in the order of their paths.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="revision">A branch, a tag, a commit: what git understands.</param>
    /// <exception cref="DataOperationException">There is no git, or no such revision.</exception>
    /// <exception cref="DvcFormatException">A pointer of that revision cannot be understood.</exception>
    public static IReadOnlyList<PastDataset> At(DvcRepository repository, string revision)
    {
        var git = Of(repository);
        return [.. Datasets(repository, git, GitObjects.In(git.WorkTree, revision, IsWanted(repository, git)), isStrict: true).OrderBy(static dataset => dataset.Path, StringComparer.Ordinal)];
    }

    /// <summary>All versions of all data sets that are reachable from revisions; pointers that cannot be understood are passed by.</summary>
    internal static IEnumerable<PastDataset> Reachable(DvcRepository repository, IEnumerable<string> revisions)
    {
        var git = Of(repository);
        return Datasets(repository, git, GitObjects.Reachable(git.WorkTree, revisions, IsWanted(repository, git)), isStrict: false);
    }

    /// <summary>What the pointers at the tips of branches or tags stand for, or those of all commits; pointers that cannot be understood are passed by.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="kinds">Of the names that git knows commits by: <c>refs/heads</c>, <c>refs/tags</c>; null for all commits.</param>
    internal static IEnumerable<TrackedOutput> Outputs(DvcRepository repository, IReadOnlyCollection<string>? kinds)
    {
        var git = Of(repository);
        var isWanted = IsWanted(repository, git);
        return Outputs(
            repository,
            git,
            kinds is null
                ? GitObjects.Reachable(git.WorkTree, ["--all"], isWanted)
                : [.. GitObjects.Tips(git.WorkTree, kinds).SelectMany(commit => GitObjects.In(git.WorkTree, commit, isWanted)).Distinct()],
            isStrict: false);
    }

    /// <summary>The data sets of several commits; pointers that cannot be understood are passed by, as nobody could check them out either.</summary>
    internal static IEnumerable<PastDataset> Tips(DvcRepository repository, IEnumerable<string> commits)
    {
        var git = Of(repository);
        return Datasets(repository, git, [.. commits.SelectMany(commit => GitObjects.In(git.WorkTree, commit, IsWanted(repository, git))).Distinct()], isStrict: false);
    }

    /// <summary>The data sets of git's index.</summary>
    internal static IEnumerable<PastDataset> Staged(DvcRepository repository)
    {
        var git = Of(repository);
        return Datasets(repository, git, GitObjects.Staged(git.WorkTree, IsWanted(repository, git)), isStrict: false);
    }

    /// <exception cref="DataOperationException">The repository has no git.</exception>
    internal static GitRepository Of(DvcRepository repository) => (repository.NoScm ? null : GitRepository.Find(repository.Root))
        ?? throw new DataOperationException(repository.Root, $"'{repository.Root}' has no git, and so no history: run 'git init' and commit the pointers.");

    private static IEnumerable<PastDataset> Datasets(DvcRepository repository, GitRepository git, IReadOnlyList<GitObjects.Entry> entries, bool isStrict) =>
        Outputs(repository, git, entries, isStrict).Select(PastDataset.Of);

    private static IEnumerable<TrackedOutput> Outputs(DvcRepository repository, GitRepository git, IReadOnlyList<GitObjects.Entry> entries, bool isStrict)
    {
        foreach (var (entry, text) in GitObjects.Read(git.WorkTree, entries, DvcPointer.MaxSize))
        {
            foreach (var tracked in text is null ? [] : Outputs(repository, Path.Combine(git.WorkTree, entry.Path), text, isStrict))
            {
                yield return tracked;
            }
        }
    }

    internal static IEnumerable<PastDataset> Datasets(DvcRepository repository, string file, string text, bool isStrict) =>
        Outputs(repository, file, text, isStrict).Select(PastDataset.Of);

    internal static TrackedOutput[] Outputs(DvcRepository repository, string file, string text, bool isStrict)
    {
        try
        {
            return
            [
                .. Path.GetFileName(file) == DvcLock.FileName ? RepositoryOutputs.OfLock(repository, file, text) : RepositoryOutputs.Of(repository, DvcPointer.Parse(file, text)),
            ];
        }
        catch (DvcFormatException) when (!isStrict)
        {
            return [];
        }
    }

    private static Func<string, bool> IsWanted(DvcRepository repository, GitRepository git)
    {
        var prefix = git.PathOf(repository.Root) is var path && path == "." ? "" : path + "/";
        return path => path.StartsWith(prefix, StringComparison.Ordinal) && !path.AsSpan(prefix.Length).StartsWith(".dvc/")
            && Path.GetFileName(path.AsSpan()) is var name
            && (name is DvcLock.FileName || (name.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) && name.Length > DvcPointer.Extension.Length));
    }
}

using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Which objects of a cache somebody needs.</summary>
internal static class NeededObjects
{
    public static HashSet<(string Md5, bool IsLegacy)> Of(DvcRepository repository, GcScope scope, CancellationToken cancellationToken)
    {
        var datasets = Workspace(repository, cancellationToken).Concat(History(repository, scope));
        foreach (var project in scope.Projects)
        {
            var other = DvcRepository.Find(Path.GetFullPath(project))
                ?? throw new DataOperationException(project, $"'{project}' is no DVC repository: name the folder that has '.dvc', or leave it out.");
            datasets = datasets.Concat(Workspace(other, cancellationToken)).Concat(History(other, scope));
        }

        var needed = new HashSet<(string, bool)>();
        foreach (var dataset in datasets.Where(static dataset => dataset.Md5 is not null).DistinctBy(static dataset => (dataset.Md5, dataset.IsLegacy)))
        {
            Add(needed, repository, dataset.Md5!, dataset.IsLegacy, dataset.Path);
        }

        foreach (var digest in scope.Digests)
        {
            // Runs read other things than data of this repository, too, and call them otherwise.
            if (digest.Length is 32 or 36 && digest.All(static letter => char.IsAsciiLetterOrDigit(letter) || letter == '.') && Md5.Md5Value.TryParse(digest.AsSpan(0, 32), out _))
            {
                Add(needed, repository, digest, isLegacy: false, "a recorded run");
            }
        }

        return needed;
    }

    private static void Add(HashSet<(string, bool)> needed, DvcRepository repository, string md5, bool isLegacy, string path)
    {
        if (!Md5.Md5Value.TryParse(md5.EndsWith(Trees.DirObject.Extension, StringComparison.Ordinal) ? md5[..^Trees.DirObject.Extension.Length] : md5, out _))
        {
            throw new DataOperationException(path, $"a pointer of '{path}' names '{md5}', which is no MD5, so that nobody can tell what it needs: correct it, or commit one that is right.");
        }

        needed.Add((md5, isLegacy));
        if (!md5.EndsWith(Trees.DirObject.Extension, StringComparison.Ordinal) || md5.Length != 36)
        {
            return;
        }

        if (repository.Cache.ReadTree(md5, isLegacy) is { } entries)
        {
            needed.UnionWith(entries.Select(entry => (entry.Md5.ToString(), isLegacy)));
        }
        else if (repository.Cache.Contains(md5, isLegacy))
        {
            throw new DataOperationException(
                repository.Cache.PathOf(md5, isLegacy), $"the list of the files of '{path}' is damaged, so that nobody can tell which objects it needs: run 'mlops data verify', then 'mlops data fetch'.");
        }
    }

    private static IEnumerable<PastDataset> Workspace(DvcRepository repository, CancellationToken cancellationToken) =>
        RepositoryOutputs.Of(repository, cancellationToken).Select(static tracked => new PastDataset(tracked.Path, tracked.Output.Md5, null, null) { IsLegacy = tracked.Output.IsLegacy });

    private static IEnumerable<PastDataset> History(DvcRepository repository, GcScope scope)
    {
        if (!scope.Branches && !scope.Tags && !scope.Commits)
        {
            return [];
        }

        var git = RepositoryHistory.Of(repository);
        if (scope.Commits)
        {
            return RepositoryHistory.Reachable(repository, ["--all"]);
        }

        var kinds = new[] { scope.Branches ? "refs/heads" : null, scope.Branches ? "refs/remotes" : null, scope.Branches ? "refs/stash" : null, scope.Tags ? "refs/tags" : null }.OfType<string>();
        var tips = GitObjects.Tips(git.WorkTree, kinds).ToHashSet(StringComparer.Ordinal);
        // Nobody may be on a branch.
        tips.UnionWith(GitProcess.TryRun(git.WorkTree, "rev-parse", "--verify", "--quiet", "HEAD") is { } head ? [head.Trim()] : []);
        // What is staged is a commit soon.
        return RepositoryHistory.Tips(repository, tips).Concat(RepositoryHistory.Staged(repository));
    }
}

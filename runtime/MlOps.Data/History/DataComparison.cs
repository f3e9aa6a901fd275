using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Compares the data of two revisions, or of a revision and the workspace, as <c>dvc diff</c> does.</summary>
public static class DataComparison
{
    /// <summary>Compares.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="first">A revision.</param>
    /// <param name="second">Another; null for the workspace.</param>
    /// <param name="progress">Told what is read of the workspace.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DataOperationException">There is no git, or no such revision.</exception>
    /// <exception cref="DvcFormatException">A pointer cannot be understood.</exception>
    /// <exception cref="IOException">A file of the workspace cannot be read.</exception>
    public static DataDifference Between(
        DvcRepository repository, string first, string? second, DataProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        var old = Expand(repository, RepositoryHistory.At(repository, first), unknown);
        var now = second is null ? Workspace(repository, progress, cancellationToken) : Expand(repository, RepositoryHistory.At(repository, second), unknown);
        var changes = new List<DifferingPath>();
        foreach (var (path, md5) in now)
        {
            if (!old.TryGetValue(path, out var was))
            {
                changes.Add(new DifferingPath(path, DifferenceState.Added, null, md5));
            }
            else if (was != md5)
            {
                changes.Add(new DifferingPath(path, DifferenceState.Modified, was, md5));
            }
        }

        changes.AddRange(old.Where(entry => !now.ContainsKey(entry.Key)).Select(static entry => new DifferingPath(entry.Key, DifferenceState.Deleted, entry.Value, null)));
        // A list of files that nobody has says nothing; what it would have listed is neither new nor gone.
        changes.RemoveAll(change => unknown.Any(folder => change.Path.Length > folder.Length && change.Path.StartsWith(folder, StringComparison.Ordinal)));
        changes.AddRange(unknown.Select(path => new DifferingPath(path, DifferenceState.NotInCache, old.GetValueOrDefault(path), now.GetValueOrDefault(path))));
        return new DataDifference([.. Renamed(changes).OrderBy(static change => change.Path, StringComparer.Ordinal)]);
    }

    private static Dictionary<string, string> Expand(DvcRepository repository, IReadOnlyList<PastDataset> datasets, SortedSet<string> unknown)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var dataset in datasets.Where(static dataset => dataset.Md5 is not null))
        {
            found[dataset.IsFolder ? dataset.Path + "/" : dataset.Path] = dataset.Md5!;
            if (!dataset.IsFolder)
            {
                continue;
            }

            var entries = repository.Cache.ReadTree(dataset.Md5!, dataset.IsLegacy);
            if (entries is null)
            {
                unknown.Add(dataset.Path + "/");
            }

            foreach (var entry in entries ?? [])
            {
                found[dataset.Path + "/" + entry.Path] = entry.Md5.ToString();
            }
        }

        return found;
    }

    private static Dictionary<string, string> Workspace(DvcRepository repository, DataProgress? progress, CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        var inspector = new FolderInspector(repository.Stats, repository.Root) { IsTolerant = true };
        foreach (var tracked in RepositoryOutputs.Of(repository, cancellationToken))
        {
            if (Directory.Exists(tracked.FullPath))
            {
                var content = tracked.Output.IsLegacy ? inspector.InspectLegacy(tracked.FullPath, cancellationToken) : inspector.Inspect(tracked.FullPath, progress, cancellationToken);
                found[tracked.Path + "/"] = content.Digest.Md5 + DirObject.Extension;
                foreach (var file in content.Files)
                {
                    found[tracked.Path + "/" + file.Path] = file.Md5.ToString();
                }
            }
            else if (File.Exists(tracked.FullPath))
            {
                var facts = new FileInspector(repository.Stats).Inspect(tracked.FullPath, tracked.Output.IsLegacy, cancellationToken);
                found[tracked.Path] = (tracked.Output.IsLegacy ? facts.LegacyMd5 : facts.Digest.Md5)!;
            }
        }

        return found;
    }

    // One that is gone and one that is new with the same content are one that moved; of folders the folder says it all.
    private static List<DifferingPath> Renamed(List<DifferingPath> changes)
    {
        var gone = changes.Where(static change => change.State == DifferenceState.Deleted).GroupBy(static change => change.Old!).ToDictionary(static group => group.Key, static group => new Queue<DifferingPath>(group));
        var result = changes.Where(static change => change.State is not (DifferenceState.Added or DifferenceState.Deleted)).ToList();
        foreach (var change in changes.Where(static change => change.State == DifferenceState.Added))
        {
            result.Add(gone.TryGetValue(change.New!, out var old) && old.TryDequeue(out var from)
                ? new DifferingPath(change.Path, DifferenceState.Renamed, change.New, change.New, from.Path)
                : change);
        }

        result.AddRange(gone.Values.SelectMany(static left => left));
        return result;
    }
}

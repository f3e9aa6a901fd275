using MlOps.Data.Md5;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Brings out a version of a data set to somewhere else, whatever version the workspace has.</summary>
public static class DatasetGetter
{
    /// <summary>What a name stands for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">A data set, and behind an <c>@</c> a revision of git, or the MD5 of a version or its beginning: <c>data/iris.csv@v1</c>.</param>
    /// <exception cref="DataOperationException">It stands for nothing, or for several.</exception>
    public static PastDataset Find(DvcRepository repository, string name)
    {
        var at = name.LastIndexOf('@');
        var (path, version) = at > 0 ? (name[..at], name[(at + 1)..]) : (name, "HEAD");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? path[..^DvcPointer.Extension.Length] : path));
        var wanted = repository.PathOf(full);
        if (version.Length >= 6 && version.All(char.IsAsciiHexDigitLower))
        {
            var matches = DatasetVersions.Of(repository, full).Select(static entry => entry.Dataset).OfType<PastDataset>()
                .Where(dataset => dataset.Md5?.StartsWith(version, StringComparison.Ordinal) == true).DistinctBy(static dataset => dataset.Md5).ToArray();
            if (matches.Length == 1)
            {
                return matches[0];
            }
        }

        var datasets = RepositoryHistory.At(repository, version);
        var found = datasets.Where(dataset => dataset.Path == wanted).ToArray();
        found = found.Length > 0 || path.Contains('/', StringComparison.Ordinal) ? found
            : [.. datasets.Where(dataset => Path.GetFileNameWithoutExtension(dataset.Path) == path)];
        return found.Length == 1 ? found[0]
            : throw new DataOperationException(full, $"'{path}' is no data set of '{version}': 'mlops data log {path}' lists the versions of one.");
    }

    /// <summary>Writes a version out of the cache.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="dataset">The version.</param>
    /// <param name="target">Where it goes; nothing may lie there.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DataOperationException">The cache does not have it, or has it damaged, or the place is taken.</exception>
    public static void Write(DvcRepository repository, PastDataset dataset, string target, CancellationToken cancellationToken = default)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (Path.Exists(full))
        {
            throw new DataOperationException(full, $"'{full}' exists: name another place, or take it away.");
        }

        if (dataset.Md5 is not { } md5 || !repository.Cache.Contains(md5, dataset.IsLegacy))
        {
            throw new DataOperationException(full, $"the cache does not have {dataset.Md5} of '{dataset.Path}': fetch it from where it was pushed to.");
        }

        var entries = dataset.IsFolder ? repository.Cache.ReadTree(md5, dataset.IsLegacy) ?? throw Damaged(dataset, md5) : [new TreeEntry(Path.GetFileName(full), Md5Value.Parse(md5))];
        var folder = dataset.IsFolder ? full : Path.GetDirectoryName(full)!;
        var writer = new TreeWriter(repository, folder, dataset.IsLegacy, Links.LinkType.Copy);
        if (entries.Where(entry => !repository.Cache.Contains(entry.Md5.ToString(), dataset.IsLegacy)).Select(static entry => entry.Path).FirstOrDefault() is { } missing)
        {
            throw new DataOperationException(full, $"the cache lacks '{missing}' of '{dataset.Path}': fetch it from where it was pushed to.");
        }

        if (writer.FindDamaged(entries, progress: null, cancellationToken) is { } damaged)
        {
            throw Damaged(dataset, damaged.Md5.ToString());
        }

        Directory.CreateDirectory(folder);
        writer.Write(entries, cancellationToken);
    }

    private static DataOperationException Damaged(PastDataset dataset, string md5) =>
        new(dataset.Path, $"the object {md5} of '{dataset.Path}' is damaged: run 'mlops data verify'.");
}

using MlOps.Data.Git;
using MlOps.Data.Md5;
using MlOps.Data.Trees;

namespace MlOps.Data;

/// <summary>Brings out a version of a data set to somewhere else, whatever version the workspace has.</summary>
public static class DatasetGetter
{
    private const int FewestDigits = 4;
    private const int PlainDigits = 6;

    /// <summary>What a name stands for.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="name">A data set, or a file in one that is a folder, and behind an <c>@</c> a revision of git, or the MD5 of a version or its beginning: <c>data/iris.csv@v1</c>.</param>
    /// <exception cref="DataOperationException">It stands for nothing, or for several.</exception>
    public static PastDataset Find(DvcRepository repository, string name)
    {
        var at = name.LastIndexOf('@');
        var (path, version) = at > 0 ? (name[..at], name[(at + 1)..]) : (name, "HEAD");
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path.EndsWith(DvcPointer.Extension, StringComparison.Ordinal) ? path[..^DvcPointer.Extension.Length] : path));
        var wanted = repository.PathOf(full);
        if (ByContent(repository, full, version) is { } known)
        {
            return known;
        }

        var datasets = RepositoryHistory.At(repository, version);
        var found = datasets.Where(dataset => dataset.Path == wanted).ToArray();
        found = found.Length > 0 || path.Contains('/', StringComparison.Ordinal) ? found
            : [.. datasets.Where(dataset => Path.GetFileNameWithoutExtension(dataset.Path) == path)];
        return found.Length == 1 ? found[0]
            : found.Length == 0 && datasets.FirstOrDefault(dataset => dataset.IsFolder && wanted.StartsWith(dataset.Path + "/", StringComparison.Ordinal)) is { } folder
            && Inside(repository, folder, wanted) is { } file ? file
            : throw new DataOperationException(full, $"'{path}' is no data set of '{version}': 'mlops data log {path}' lists the versions of one.");
    }

    // Short beginnings are as good as names of tags, such as 2024: what git knows is meant then.
    private static PastDataset? ByContent(DvcRepository repository, string full, string version)
    {
        if (version.Length is < FewestDigits or > 32 || !version.All(char.IsAsciiHexDigit)
            || (version.Length < PlainDigits && GitObjects.TryResolve(RepositoryHistory.Of(repository).WorkTree, version) is not null))
        {
            return null;
        }

        var matches = (DatasetVersions.TryOf(repository, full) ?? []).Select(static entry => entry.Dataset).OfType<PastDataset>()
            .Where(dataset => dataset.Md5?.StartsWith(version, StringComparison.OrdinalIgnoreCase) == true).DistinctBy(static dataset => dataset.Md5).ToArray();
        return matches.Length <= 1 ? matches.FirstOrDefault() : throw new DataOperationException(
            full, $"'{version}' begins {matches.Length} versions of '{repository.PathOf(full)}': {string.Join(", ", matches.Select(static dataset => dataset.Md5))}. Write more of the one that is meant.");
    }

    private static PastDataset? Inside(DvcRepository repository, PastDataset folder, string wanted)
    {
        var entries = repository.Cache.ReadTree(folder.Md5!, folder.IsLegacy)
            ?? throw new DataOperationException(wanted, $"the cache does not have the list of the files of '{folder.Path}': fetch it from where it was pushed to.");
        return entries.Where(entry => entry.Path == wanted[(folder.Path.Length + 1)..])
            .Select(entry => new PastDataset(wanted, entry.Md5.ToString(), Size: null, Files: null) { IsLegacy = folder.IsLegacy }).FirstOrDefault();
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

using MlOps.Data.Git;

namespace MlOps.Data;

public static partial class DatasetImporter
{
    /// <summary>Imports a file or folder from another repository, tracked there by git or by DVC, as <c>dvc import</c> does.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="address">The other one: a path or an address that git understands.</param>
    /// <param name="path">The file or folder, from the root of the other repository, with forward slashes.</param>
    /// <param name="destination">Where it goes, from the current folder; null for its own name.</param>
    /// <param name="revision">A branch, a tag or a commit of the other repository; null for the one that it shows first.</param>
    /// <param name="force">Whether what lies there is replaced.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops; nothing half-written stays.</param>
    /// <exception cref="DataOperationException">There is no such repository, revision or path, or the destination is taken.</exception>
    /// <exception cref="DatasetException">The data cannot be stored.</exception>
    /// <exception cref="IOException">A remote cannot be reached, or a file cannot be read or written.</exception>
    public static async Task<ImportedDataset> ImportFromAsync(
        DvcRepository repository,
        string address,
        string path,
        string? destination = null,
        string? revision = null,
        bool force = false,
        DataProgress? progress = null,
        CancellationToken cancellationToken = default)
    {
        var within = PathWithin(path);
        var target = TargetOf(within[(within.LastIndexOf('/') + 1)..], destination);
        Check(repository, target, force, cancellationToken);
        var (stored, commit) = await BringAsync(repository, (address, within, revision), target, progress, cancellationToken).ConfigureAwait(false);
        var from = new ImportSource(within, Content: null) { Repository = new ImportRepository(address, revision, commit) };
        Write(repository, target, from, ContentOf(stored, target), cancellationToken);
        return new ImportedDataset($"{within} ({address})", stored with { Change = DatasetChange.Added });
    }

    internal static Task<(AddedDataset Stored, string Commit)> BringAsync(
        DvcRepository repository, (string Url, string Path, string? Revision) from, string target, DataProgress? progress, CancellationToken cancellationToken) =>
        InRevisionAsync(repository, from.Url, from.Revision, async (there, scratch) =>
        {
            var arriving = Path.Combine(scratch, "data");
            await there.WriteAsync(from.Path, arriving, cancellationToken).ConfigureAwait(false);
            Replace(arriving, target, repository);
            return (DatasetAdder.Store(repository, target, new AddOptions { Progress = progress, IsImport = true }, cancellationToken), there.Commit);
        }, cancellationToken);

    /// <summary>Does something with a revision of another repository, and a folder that is gone afterwards.</summary>
    internal static async Task<T> InRevisionAsync<T>(
        DvcRepository repository, string url, string? revision, Func<ForeignRevision, string, Task<T>> work, CancellationToken cancellationToken)
    {
        var scratch = Directory.CreateDirectory(Path.Combine(repository.ScratchFolder, Path.GetRandomFileName())).FullName;
        try
        {
            var clone = await GitClone.OfAsync(url, Path.Combine(scratch, "git"), cancellationToken).ConfigureAwait(false);
            return await work(new ForeignRevision(repository, clone, url, revision), scratch).ConfigureAwait(false);
        }
        finally
        {
            Remove(scratch);
        }
    }

    private static string PathWithin(string path)
    {
        var parts = path.Split('/').Where(static part => part is not ("" or ".")).ToArray();
        return parts.Length > 0 && !Path.IsPathRooted(path) && !parts.Contains("..") && RepositoryPaths.ReservedPart(path) is null
            ? string.Join('/', parts)
            : throw new DataOperationException(path, $"'{path}' is no path in another repository: name a file or folder from its root, with forward slashes.");
    }

    // git protects its objects, which Windows obeys even here.
    private static void Remove(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Links.ProtectedFile.Release(file);
        }

        Directory.Delete(folder, recursive: true);
    }
}

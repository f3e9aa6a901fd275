using MlOps.Data.Git;
using MlOps.Data.Links;

namespace MlOps.Data;

/// <summary>Brings data from elsewhere into a repository, and keeps in the pointer where it came from, as <c>dvc import-url</c> does.</summary>
public static partial class DatasetImporter
{
    /// <summary>Imports a file or folder from a path, or a file from a web address.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="source">The path, from the current folder, or an address that begins with <c>http://</c> or <c>https://</c>.</param>
    /// <param name="destination">Where it goes, from the current folder; null for its own name.</param>
    /// <param name="force">Whether what lies there is replaced.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops; nothing half-written stays.</param>
    /// <exception cref="DataOperationException">There is no such source, or the destination is taken.</exception>
    /// <exception cref="DatasetException">The data cannot be stored.</exception>
    /// <exception cref="HttpRequestException">The server does not give it.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static async Task<ImportedDataset> ImportAsync(
        DvcRepository repository, string source, string? destination = null, bool force = false, DataProgress? progress = null, CancellationToken cancellationToken = default)
    {
        var isWeb = Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is "http" or "https";
        if (Config.Secrets.WithoutPassword(source) is var shown && shown != source)
        {
            throw new DataOperationException(
                shown, $"'{shown}' was given with a password, which would stand in a pointer that is committed: leave it out, and fetch the file by other means, or from a remote, whose 'user' and 'password' are set with 'mlops data remote modify --local'.");
        }

        var name = isWeb ? Uri.UnescapeDataString(address!.Segments[^1].TrimEnd('/')) : Path.GetFileName(Path.TrimEndingDirectorySeparator(source));
        if (name.Length == 0 || name is "." or ".." || name.AsSpan().ContainsAny('/', '\\'))
        {
            throw new DataOperationException(source, $"'{source}' has no name that its data could keep: say where it goes.");
        }

        var target = TargetOf(name, destination);
        Check(repository, target, force, cancellationToken);

        // The lock of the repository is not held meanwhile: a download takes its time.
        var scratch = Directory.CreateDirectory(AtomicFile.TemporaryIn(repository.ScratchFolder)).FullName;
        try
        {
            var arriving = Path.Combine(scratch, "data");
            var (etag, length) = isWeb ? await WebDownload.ToAsync(address!, arriving, progress, cancellationToken).ConfigureAwait(false)
                : Copy(Path.GetFullPath(source), arriving, cancellationToken);
            Replace(arriving, target, repository);
            var stored = DatasetAdder.Store(repository, target, new AddOptions { Progress = progress, IsImport = true }, cancellationToken);
            var content = ContentOf(stored, target);
            var from = isWeb ? new ImportSource(source, null, etag, length) : new ImportSource(PathFor(source, target), content);
            Write(repository, target, from, content, cancellationToken);
            return new ImportedDataset(from.Path, stored with { Change = DatasetChange.Added });
        }
        finally
        {
            Directory.Delete(scratch, recursive: true);
        }
    }

    private static string TargetOf(string name, string? destination)
    {
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination ?? name));
        return Directory.Exists(target) && destination is not null ? Path.Combine(target, name) : target;
    }

    internal static OutputContent ContentOf(AddedDataset stored, string target) => stored.Md5.EndsWith(Trees.DirObject.Extension, StringComparison.Ordinal)
        ? new OutputContent(stored.Md5, stored.Size, stored.Files)
        : new OutputContent(stored.Md5, stored.Size, Files: null, DatasetPointer.IsExecutable(target));

    private static void Check(DvcRepository repository, string target, bool force, CancellationToken cancellationToken)
    {
        PointerPlace.Check(repository, target, cancellationToken);
        if (!force && (Path.Exists(target) || File.Exists(DvcPointer.FileFor(target))))
        {
            throw new DataOperationException(target, $"'{target}' or its pointer exists: choose another name, or use --force to have it replaced.");
        }
    }

    private static (string? Etag, long? Size) Copy(string source, string target, CancellationToken cancellationToken)
    {
        if (File.Exists(source))
        {
            File.Copy(source, target);
        }
        else if (Directory.Exists(source))
        {
            Directory.CreateDirectory(target);
            foreach (var path in new Trees.FolderWalk(source, null, "").Files(cancellationToken))
            {
                cancellationToken.ThrowIfCancellationRequested();
                Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(target, path))!);
                File.Copy(Path.Combine(source, path), Path.Combine(target, path));
            }
        }
        else
        {
            throw new DataOperationException(source, $"'{source}' does not exist: correct the path.");
        }

        return (null, null);
    }

    private static void Replace(string arriving, string target, DvcRepository repository)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        if (Directory.Exists(target))
        {
            Directory.Move(target, Path.Combine(repository.ScratchFolder, Path.GetFileName(Path.GetDirectoryName(arriving)!), "old"));
        }

        if (Directory.Exists(arriving))
        {
            ProtectedFile.Release(target);
            File.Delete(target);
            Directory.Move(arriving, target);
        }
        else
        {
            ProtectedFile.Release(target);
            File.Move(arriving, target, overwrite: true);
        }
    }

    private static void Write(DvcRepository repository, string target, ImportSource from, OutputContent content, CancellationToken cancellationToken)
    {
        using var held = repository.Lock(cancellationToken);
        var file = DvcPointer.FileFor(target);
        AtomicFile.Write(file, from.Pointer(file, DvcPointer.Format(Path.GetFileName(target), content)));
        if (!repository.NoScm && GitRepository.Find(Path.GetDirectoryName(target)!) is { } git && GitIgnore.Needs(git, target))
        {
            GitIgnore.Add(target);
        }

        AutoStage.Add(repository, [repository.PathOf(target)]);
    }

    // As DVC: seen from the pointer, unless it was given in full.
    private static string PathFor(string source, string target) =>
        (Path.IsPathRooted(source) ? source : Path.GetRelativePath(Path.GetDirectoryName(target)!, Path.GetFullPath(source))).Replace(Path.DirectorySeparatorChar, '/');
}

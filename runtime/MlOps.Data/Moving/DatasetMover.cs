using MlOps.Data.Git;

namespace MlOps.Data;

/// <summary>Renames data sets, and takes them out of version control, as <c>dvc move</c> and <c>dvc remove</c> do.</summary>
public static class DatasetMover
{
    /// <summary>Renames a data set with its pointer and its line in <c>.gitignore</c>.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="source">The data set or its pointer, from the current folder.</param>
    /// <param name="destination">The new path, or a folder to move it into.</param>
    /// <param name="cancellationToken">Ends the waiting for the repository.</param>
    /// <returns>The new path, from the root of the repository, with forward slashes.</returns>
    /// <exception cref="DataOperationException">It cannot be moved there; nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be moved.</exception>
    public static string Move(DvcRepository repository, string source, string destination, CancellationToken cancellationToken = default)
    {
        var tracked = DatasetTargets.Of(repository, [source], cancellationToken) is [{ Within: null } target] ? target.Tracked
            : throw DataErrors.NotTracked(Path.GetFullPath(source));
        var to = Path.TrimEndingDirectorySeparator(Path.GetFullPath(destination));
        to = Directory.Exists(to) ? Path.Combine(to, Path.GetFileName(tracked.FullPath)) : to;
        Refuse(repository, tracked);
        var pointer = DvcPointer.Read(tracked.File);
        Check(repository, tracked, pointer, to, cancellationToken);

        using var held = repository.Lock(cancellationToken);
        if (Directory.Exists(tracked.FullPath))
        {
            Directory.Move(tracked.FullPath, to);
        }
        else if (File.Exists(tracked.FullPath))
        {
            File.Move(tracked.FullPath, to);
        }

        AtomicFile.Write(DvcPointer.FileFor(to), pointer.WithPath(tracked.Output, Path.GetFileName(to), DvcPointer.FileFor(to)));
        if (!repository.NoScm && GitRepository.Find(Path.GetDirectoryName(to)!) is { } git)
        {
            GitIgnore.Remove(tracked.FullPath);
            if (GitIgnore.Needs(git, to))
            {
                GitIgnore.Add(to);
            }
        }

        File.Delete(tracked.File);
        AutoStage.Add(repository, [tracked.Path, repository.PathOf(to)]);
        return repository.PathOf(to);
    }

    /// <summary>Takes data sets out of version control; what is stored of them stays in the cache.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets or their pointers, from the current folder.</param>
    /// <param name="withData">Whether their files are deleted, too.</param>
    /// <param name="force">Whether files that the cache does not have may be lost.</param>
    /// <param name="cancellationToken">Ends the waiting for the repository.</param>
    /// <returns>The paths, from the root of the repository, with forward slashes.</returns>
    /// <exception cref="DataOperationException">A target is no data set, or would be lost; nothing was changed.</exception>
    /// <exception cref="IOException">A file cannot be deleted.</exception>
    public static IReadOnlyList<string> Remove(
        DvcRepository repository, IReadOnlyList<string> targets, bool withData = false, bool force = false, CancellationToken cancellationToken = default)
    {
        TrackedOutput[] found = [.. targets.SelectMany(target => Exactly(repository, target, cancellationToken)).Distinct()];
        using var held = repository.Lock(cancellationToken);
        if (withData && !force)
        {
            foreach (var tracked in found)
            {
                UnsavedFiles.Refuse(repository, tracked, cancellationToken);
            }
        }

        foreach (var tracked in found)
        {
            if (withData && RepositoryPaths.LinkAt(repository.Root, tracked.FullPath) is null)
            {
                Delete(tracked.FullPath);
            }

            File.Delete(tracked.File);
            if (!repository.NoScm)
            {
                GitIgnore.Remove(tracked.FullPath);
            }
        }

        AutoStage.Add(repository, found.Select(static tracked => tracked.Path));
        return [.. found.Select(static tracked => tracked.Path)];
    }

    // A folder above data sets is named too easily for that.
    private static TrackedOutput[] Exactly(DvcRepository repository, string target, CancellationToken cancellationToken)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        TrackedOutput[] found =
        [
            .. DatasetTargets.Of(repository, [target], cancellationToken)
            .Where(candidate => candidate.Within is null && (candidate.Tracked.FullPath == full || candidate.Tracked.File == full))
            .Select(static candidate => candidate.Tracked),
        ];
        Array.ForEach(found, tracked => Refuse(repository, tracked));
        return found.Length > 0 ? found : throw DataErrors.NotTracked(full);
    }

    private static void Refuse(DvcRepository repository, TrackedOutput tracked)
    {
        if (tracked.Stage is not null)
        {
            throw DataErrors.OfStage(tracked, repository);
        }
    }

    private static void Check(DvcRepository repository, TrackedOutput tracked, DvcPointer pointer, string to, CancellationToken cancellationToken)
    {
        if (pointer.Outputs.Count > 1 || tracked.Output.WorkingFolder is not null)
        {
            throw new DataOperationException(tracked.File, $"'{tracked.File}' stands for more than one file, or has a 'wdir:': move its files and edit it by hand.");
        }

        if (tracked.FullPath == to || tracked.Contains(to))
        {
            throw new DataOperationException(to, $"'{tracked.Path}' cannot be moved to '{to}', which is itself or lies in it: name a place outside of it.");
        }

        PointerPlace.Check(repository, to, cancellationToken);
        if (!Directory.Exists(Path.GetDirectoryName(to)))
        {
            throw new DataOperationException(to, $"'{tracked.Path}' cannot be moved: the folder '{Path.GetDirectoryName(to)}' does not exist. Make it first.");
        }

        if (Path.Exists(to) || File.Exists(DvcPointer.FileFor(to)))
        {
            throw new DataOperationException(to, $"'{tracked.Path}' cannot be moved: '{to}' or its pointer exists. Choose another name, or remove it first.");
        }
    }

    private static void Delete(string path)
    {
        if (File.Exists(path))
        {
            Links.ProtectedFile.Delete(path);
        }
        else if (Directory.Exists(path))
        {
            foreach (var file in OperatingSystem.IsWindows() ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : [])
            {
                Links.ProtectedFile.Release(file);
            }

            Directory.Delete(path, recursive: true);
        }
    }
}

using MlOps.Data.Trees;

namespace MlOps.Data.Links;

/// <summary>Makes files of the workspace that are linked to the cache files of their own, which may be written to.</summary>
internal static class Unprotection
{
    /// <returns>How many files are their own now.</returns>
    /// <param name="repository">The repository.</param>
    /// <param name="target">A file or folder, from the current folder.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <exception cref="DataOperationException">There is no such file, or it lies outside the repository.</exception>
    /// <exception cref="IOException">A file cannot be copied.</exception>
    public static int Run(DvcRepository repository, string target, CancellationToken cancellationToken)
    {
        var full = Path.TrimEndingDirectorySeparator(Path.GetFullPath(target));
        if (!Path.Exists(full))
        {
            throw new DataOperationException(full, $"'{full}' does not exist: name data that is here, or bring it by 'mlops data checkout'.");
        }

        if (full == repository.Root)
        {
            return RepositoryOutputs.Of(repository, cancellationToken).Select(static tracked => tracked.FullPath).Where(Path.Exists).Sum(path => Run(repository, path, cancellationToken));
        }

        if (!TrackedOutput.IsBelow(repository.Root, full))
        {
            throw DataErrors.Outside(full, repository);
        }

        if (RepositoryPaths.ReservedPart(repository.PathOf(full)) is not null)
        {
            throw DataErrors.Bookkeeping(full);
        }

        if (RepositoryPaths.LinkAt(repository.Root, Path.GetDirectoryName(full)!) is { } link)
        {
            throw DataErrors.BehindLink(full, link);
        }

        var copies = new WorkspaceLinks([LinkType.Copy], repository.ScratchFolder);
        IEnumerable<string> files = Directory.Exists(full) ? new FolderWalk(full, null, "").Files(cancellationToken).Select(path => Path.Combine(full, path)) : [full];
        var released = 0;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var info = new FileInfo(file);
            // What is linked to the cache is protected, and a symbolic link is one. All else is its own already.
            if (info.LinkTarget is not null || info.IsReadOnly)
            {
                var source = info.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file;
                copies.Make(source, file, new FileInfo(source).Length, DatasetPointer.IsExecutable(source));
                released++;
            }
        }

        return released;
    }
}

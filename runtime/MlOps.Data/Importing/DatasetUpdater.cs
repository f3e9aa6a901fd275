namespace MlOps.Data;

/// <summary>Brings imported data to what their sources have now, as <c>dvc update</c> does.</summary>
public static class DatasetUpdater
{
    /// <summary>Updates imports from other repositories.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets or their pointers, from the current folder.</param>
    /// <param name="revision">A branch, a tag or a commit to follow from now on; null for the one that the pointer names.</param>
    /// <param name="force">Whether files that the cache does not have may be lost.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two data sets.</param>
    /// <exception cref="DataOperationException">One was not imported from a repository, or has changes that would be lost; those before it are updated.</exception>
    /// <exception cref="DatasetException">The data cannot be stored.</exception>
    /// <exception cref="IOException">A remote cannot be reached, or a file cannot be read or written.</exception>
    public static async Task<IReadOnlyList<ImportedDataset>> UpdateAsync(
        DvcRepository repository,
        IReadOnlyList<string> targets,
        string? revision = null,
        bool force = false,
        DataProgress? progress = null,
        CancellationToken cancellationToken = default)
    {
        var updated = new List<ImportedDataset>();
        foreach (var tracked in DatasetTargets.Of(repository, targets, cancellationToken).Select(static target => target.Tracked).Distinct().ToArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            updated.Add(await UpdateAsync(repository, tracked, revision, force, progress, cancellationToken).ConfigureAwait(false));
        }

        return updated;
    }

    private static async Task<ImportedDataset> UpdateAsync(
        DvcRepository repository, TrackedOutput tracked, string? revision, bool force, DataProgress? progress, CancellationToken cancellationToken)
    {
        var pointer = tracked.Stage is null ? DvcPointer.Read(tracked.File) : null;
        if (pointer is not { Outputs: [var output] } || ImportSource.Read(pointer) is not { Path: var path, Repository: { } from })
        {
            throw new DataOperationException(
                tracked.FullPath, $"'{tracked.Path}' was not imported from another repository: import it again with 'mlops data import --force', or change it where it is made.");
        }

        if (!force)
        {
            UnsavedFiles.Refuse(repository, tracked, cancellationToken);
        }

        var (stored, commit) = await DatasetImporter.BringAsync(
            repository, (from.Url, path, revision ?? from.Rev), tracked.FullPath, progress, cancellationToken).ConfigureAwait(false);
        using var held = repository.Lock(cancellationToken);
        var text = DvcPointerEditor.Update(pointer, output, DatasetImporter.ContentOf(stored, tracked.FullPath), revision, commit);
        if (text != pointer.Text)
        {
            AtomicFile.Write(tracked.File, text);
            Git.AutoStage.Add(repository, [tracked.Path]);
        }

        return new ImportedDataset($"{path} ({from.Url})", stored with { Change = text == pointer.Text ? DatasetChange.Unchanged : DatasetChange.Updated });
    }
}

namespace MlOps.Data;

/// <summary>Compares the data sets of a repository with their pointers.</summary>
/// <remarks>
/// Pointers that git ignores are copies, as in <c>bin/</c>, and left out; so are repositories inside the repository, as DVC
/// has it.
/// </remarks>
public static class RepositoryStatus
{
    /// <summary>The data sets, in the order of their paths. What did not change since it was last read is not read.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="cancellationToken">Stops between two blocks of a file.</param>
    /// <exception cref="DvcFormatException">A pointer cannot be understood.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<DatasetStatus> Of(DvcRepository repository, CancellationToken cancellationToken = default) =>
        Of(repository, RepositoryOutputs.Of(repository, cancellationToken), progress: null, cancellationToken);

    /// <summary>As <see cref="Of(DvcRepository, CancellationToken)"/>, of some data sets.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets, their pointers or folders above them, from the current folder; nothing for all there are.</param>
    /// <param name="progress">Told what is read.</param>
    /// <param name="cancellationToken">Stops between two blocks of a file.</param>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="DvcFormatException">A pointer cannot be understood.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static IReadOnlyList<DatasetStatus> Of(
        DvcRepository repository, IReadOnlyList<string> targets, DataProgress? progress = null, CancellationToken cancellationToken = default) =>
        Of(repository, DatasetTargets.Of(repository, targets, cancellationToken).Select(static target => target.Tracked).Distinct(), progress, cancellationToken);

    private static IReadOnlyList<DatasetStatus> Of(
        DvcRepository repository, IEnumerable<TrackedOutput> outputs, DataProgress? progress, CancellationToken cancellationToken) =>
    [
        .. outputs.Select(output => Path.Exists(output.FullPath) && (Directory.Exists(output.FullPath) || output.Output.IsFolder)
            ? FolderStatus.Of(repository, output, progress, cancellationToken)
            : FileStatus.Of(repository, output, cancellationToken)),
    ];
}

namespace MlOps.Data;

/// <summary>Makes data sets what their pointers say, from the cache, as <c>dvc checkout</c> does.</summary>
/// <remarks>
/// What is as it should be is not touched. An object is read before it is believed, so that a damaged one never gets into the
/// workspace. Every file is put in place as a whole; checking out again goes on after an interruption.
/// </remarks>
public static class DatasetCheckout
{
    /// <summary>Checks data sets out.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="targets">Data sets, their pointers, folders above them or files inside them, from the current folder; nothing for all there are.</param>
    /// <param name="options">How, or null for the usual way.</param>
    /// <param name="cancellationToken">Stops between two files.</param>
    /// <returns>What became of each, in the order of their paths.</returns>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="DvcFormatException">A pointer or a list of files cannot be understood.</exception>
    /// <exception cref="IOException">A file cannot be read or written.</exception>
    public static IReadOnlyList<CheckedOut> Run(
        DvcRepository repository, IReadOnlyList<string> targets, CheckoutOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new CheckoutOptions();
        var found = DatasetTargets.Of(repository, targets, cancellationToken);
        using var held = repository.Lock(cancellationToken);
        return [.. found.Where(static target => target.Tracked.Output.IsCached).Select(target => Run(repository, target, options, cancellationToken))];
    }

    private static CheckedOut Run(DvcRepository repository, DatasetTarget target, CheckoutOptions options, CancellationToken cancellationToken)
    {
        var tracked = target.Tracked;
        return RepositoryPaths.LinkAt(repository.Root, tracked.FullPath) is { } link
            ? new CheckedOut(tracked.Path, CheckoutOutcome.Refused, $"it lies behind the link '{link}', and so outside the repository: replace the link by a folder")
            : tracked.Output.Md5 is null
                ? new CheckedOut(tracked.Path, CheckoutOutcome.Missing, $"its pointer '{tracked.AddressIn(repository)}' names no content: 'mlops data add {tracked.Path}' writes it")
                : !DvcCache.IsName(tracked.Output.Md5)
                    ? new CheckedOut(tracked.Path, CheckoutOutcome.Missing, $"its pointer '{tracked.AddressIn(repository)}' names '{tracked.Output.Md5}', which is no MD5: restore it from version control")
                : tracked.Output.IsFolder
                    ? new FolderCheckout(repository, target, options, cancellationToken).Run()
                    : FileCheckout.Run(repository, tracked, options, cancellationToken);
    }
}

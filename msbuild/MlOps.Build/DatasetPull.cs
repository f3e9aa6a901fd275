using MlOps.Data;

namespace MlOps.Build;

/// <summary>Brings data that is not there: out of the cache, or else from the remote into it.</summary>
internal static class DatasetPull
{
    /// <summary>Whether there is nothing but a pointer.</summary>
    public static bool IsNeeded(DatasetItem item) => item.IsPulled && !Path.Exists(item.Path) && File.Exists(DvcPointer.FileFor(item.Path));

    /// <summary>Pulls, and tells why that did not work.</summary>
    /// <param name="item">The data set.</param>
    /// <param name="cancellationToken">Stops; what came stays, and the next time goes on from there.</param>
    /// <returns>What is wrong; null when the data is there.</returns>
    public static string? Run(DatasetItem item, CancellationToken cancellationToken)
    {
        try
        {
            var repository = DvcRepository.Find(Path.GetDirectoryName(item.Path)!);
            return repository is null ? $"there is no folder .dvc above '{item.Path}'"
                : Checkout(repository, item, cancellationToken) is not { } missing ? null
                : Fetch(repository, item, cancellationToken) ?? (Checkout(repository, item, cancellationToken) is null ? null : missing);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or InvalidDataException or DvcFormatException or DataOperationException or DatasetException)
        {
            return problem.Message.TrimEnd('.');
        }
    }

    private static string? Checkout(DvcRepository repository, DatasetItem item, CancellationToken cancellationToken) =>
        DatasetCheckout.Run(repository, [item.Path], options: null, cancellationToken).Select(static result => result.Problem).OfType<string>().FirstOrDefault();

    private static string? Fetch(DvcRepository repository, DatasetItem item, CancellationToken cancellationToken)
    {
        var fetched = DatasetTransfer.FetchAsync(repository, new TransferOptions { Targets = [item.Path], Remote = item.Remote }, cancellationToken).GetAwaiter().GetResult();
        return fetched.Failed.Concat(fetched.Missing).Select(static problem => $"{problem.Path}: {problem.Error}").FirstOrDefault();
    }
}

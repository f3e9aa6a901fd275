using MlOps.Data.Transfer;

namespace MlOps.Data;

/// <summary>Moves the content of data sets between the cache and remotes, in DVC's layout.</summary>
/// <remarks>
/// Only what the other side lacks is moved, and only under the name that its bytes have. What was killed half-way is gone on with
/// at the next call, in any process.
/// </remarks>
public static class DatasetTransfer
{
    /// <summary>Sends what the remote lacks.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What and how; null for everything, to the default remote.</param>
    /// <param name="cancellationToken">Stops; what was sent stays.</param>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="IOException">The remote is not configured, refuses or cannot be reached, or a file cannot be read.</exception>
    /// <exception cref="DvcFormatException">A pointer or a setting cannot be understood.</exception>
    public static Task<TransferResult> PushAsync(DvcRepository repository, TransferOptions? options = null, CancellationToken cancellationToken = default) =>
        MoveAsync(repository, options ?? new(), new TransferRun(options ?? new()), isFetch: false, static (session, run, how, token) => session.PushAsync(run, how, token), cancellationToken);

    /// <summary>Brings what the cache lacks. The data itself is not touched.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What and how; null for everything, from the default remote.</param>
    /// <param name="cancellationToken">Stops; what came stays.</param>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="IOException">The remote is not configured, refuses or cannot be reached, or the cache cannot be written.</exception>
    /// <exception cref="DvcFormatException">A pointer or a setting cannot be understood.</exception>
    public static async Task<TransferResult> FetchAsync(DvcRepository repository, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        options ??= new();
        var run = new TransferRun(options);
        await ImportedContent.FetchAsync(repository, options, run, cancellationToken).ConfigureAwait(false);
        return await MoveAsync(repository, options, run, isFetch: true, static (session, run, how, token) => session.FetchAsync(run, how, token), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Compares the cache with the remote. The lists of folders that only the remote has are fetched for it, as DVC does.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="options">What, and which remote.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The paths whose content is not in both, in their order.</returns>
    /// <exception cref="DataOperationException">A target is no data set.</exception>
    /// <exception cref="IOException">The remote is not configured, refuses or cannot be reached.</exception>
    /// <exception cref="DvcFormatException">A pointer or a setting cannot be understood.</exception>
    public static async Task<IReadOnlyDictionary<string, RemoteState>> CompareAsync(
        DvcRepository repository, TransferOptions? options = null, CancellationToken cancellationToken = default)
    {
        var states = new SortedDictionary<string, RemoteState>(StringComparer.Ordinal);
        foreach (var session in TransferSession.Open(repository, options ?? new(), cancellationToken))
        {
            using (session)
            {
                await session.CompareAsync(states, cancellationToken).ConfigureAwait(false);
            }
        }

        return states;
    }

    private static async Task<TransferResult> MoveAsync(
        DvcRepository repository,
        TransferOptions options,
        TransferRun run,
        bool isFetch,
        Func<TransferSession, TransferRun, TransferOptions, CancellationToken, Task> move,
        CancellationToken cancellationToken)
    {
        var names = new List<string>();
        foreach (var session in TransferSession.Open(repository, options, cancellationToken, isFetch))
        {
            using (session)
            {
                names.Add(session.Name);
                await move(session, run, options, cancellationToken).ConfigureAwait(false);
            }
        }

        return run.Result(string.Join(',', names));
    }
}

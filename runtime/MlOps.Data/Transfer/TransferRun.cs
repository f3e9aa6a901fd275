using System.Collections.Concurrent;
using MlOps.Data.Remotes;

namespace MlOps.Data.Transfer;

/// <summary>Moves many objects at once, and counts what became of them.</summary>
internal sealed class TransferRun(TransferOptions options)
{
    // A remote that fails so often before anything got through is down: the rest is not tried.
    private const int Hopeless = 16;

    private readonly ConcurrentBag<TransferProblem> _missing = [];
    private readonly ConcurrentBag<TransferProblem> _failed = [];
    private readonly ConcurrentDictionary<string, bool> _bad = new(StringComparer.Ordinal);
    private int _count;
    private long _bytes;

    public TransferResult Result(string remote) => new(remote, _count, _bytes, Sorted(_missing), Sorted(_failed));

    /// <summary>Whether an object is missing or failed.</summary>
    public bool IsBad(string key) => _bad.ContainsKey(key);

    public void Missing(UsedObject item, string error)
    {
        _bad[item.Key] = true;
        _missing.Add(new TransferProblem(item.Md5, item.Path, error));
    }

    public void Failed(UsedObject item, string error)
    {
        _bad[item.Key] = true;
        _failed.Add(new TransferProblem(item.Md5, item.Path, error));
    }

    public async Task MoveAsync(IReadOnlyCollection<UsedObject> items, int jobs, Func<UsedObject, CancellationToken, Task<long>> move, CancellationToken cancellationToken)
    {
        options.Progress?.Expect(items.Count, bytes: 0); // How large they are is known when they have come.
        await Parallel.ForEachAsync(items, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken }, async (item, token) =>
        {
            try
            {
                var bytes = await move(item, token).ConfigureAwait(false);
                Interlocked.Add(ref _bytes, bytes);
                Interlocked.Increment(ref _count);
                options.Progress?.Add(files: 1, bytes);
            }
            catch (FileNotFoundException)
            {
                Missing(item, "It is neither in the cache nor in the remote: push it from a machine that has it, or restore the data and add it again.");
            }
            catch (Exception problem) when (IsOfTheObject(problem))
            {
                Failed(item, problem.Message);
                if (_failed.Count >= Hopeless && _count == 0)
                {
                    throw;
                }
            }
        }).ConfigureAwait(false);
    }

    // What is of this object, or of this moment; a full disk or refused credentials would only be met again.
    private static bool IsOfTheObject(Exception problem) =>
        problem is CorruptObjectException or HttpRequestException or HttpIOException or TimeoutException or RemoteException { Passes: true };

    private static TransferProblem[] Sorted(IEnumerable<TransferProblem> problems) => [.. problems.OrderBy(static problem => problem.Path, StringComparer.Ordinal)];
}

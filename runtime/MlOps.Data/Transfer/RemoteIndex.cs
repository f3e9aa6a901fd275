using System.Collections.Concurrent;
using MlOps.Data.Remotes;

namespace MlOps.Data.Transfer;

/// <summary>Which of many objects a remote has, found out with as few requests as that takes.</summary>
internal static class RemoteIndex
{
    private const string Objects = "files/md5/";

    // So many questions at once take as long as a page of a list, which is asked for one after the other.
    private const int QuestionsPerPage = 16;
    private const int FewEnoughToAsk = 64;

    /// <returns>The sizes of those that are there.</returns>
    public static async Task<IReadOnlyDictionary<string, long>> FindAsync(IRemote remote, IReadOnlyCollection<string> keys, int jobs, CancellationToken cancellationToken)
    {
        var found = new ConcurrentDictionary<string, long>(StringComparer.Ordinal);
        var open = keys.ToHashSet(StringComparer.Ordinal);
        if (remote.ListsInPages && open.Count > FewEnoughToAsk && await TryListAsync(remote, open, found, cancellationToken).ConfigureAwait(false))
        {
            open.RemoveWhere(static key => key.StartsWith(Objects, StringComparison.Ordinal));
        }

        open.ExceptWith(found.Keys);
        await Parallel.ForEachAsync(open, new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellationToken }, async (key, token) =>
        {
            if (await remote.SizeAsync(key, token).ConfigureAwait(false) is { } size)
            {
                found[key] = size;
            }
        }).ConfigureAwait(false);
        return found;
    }

    /// <returns>Whether the list came to its end; a remote that has far more than is asked about is not listed to it.</returns>
    private static async Task<bool> TryListAsync(IRemote remote, HashSet<string> keys, ConcurrentDictionary<string, long> found, CancellationToken cancellationToken)
    {
        var pages = 0;
        await foreach (var page in remote.ListAsync(Objects, cancellationToken).ConfigureAwait(false))
        {
            foreach (var (key, size) in page)
            {
                if (keys.Contains(key))
                {
                    found[key] = size;
                }
            }

            if (found.Count == keys.Count)
            {
                return true;
            }

            if (++pages * QuestionsPerPage > keys.Count)
            {
                return false;
            }
        }

        return true;
    }
}

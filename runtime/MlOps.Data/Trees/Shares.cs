using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace MlOps.Data.Trees;

/// <summary>Work on many items, divided among the processors.</summary>
internal static class Shares
{
    /// <summary>Calls <paramref name="work"/> for consecutive ranges of at most <paramref name="share"/> items.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>What the work throws is thrown as it is; of several exceptions the first.</remarks>
    [SuppressMessage("Design", "CA1068", Justification = "A block reads best at the end.")]
    public static void ForEach(int count, int share, CancellationToken cancellationToken, Action<int, int> work)
    {
        var shares = (count + share - 1) / share;
        if (shares == 1)
        {
            work(0, count);
            return;
        }

        try
        {
            Parallel.For(
                0,
                shares,
                new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
                index => work(index * share, Math.Min(count, (index + 1) * share)));
        }
        catch (AggregateException several)
        {
            ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
        }
    }
}

using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace MlOps.Data.Trees;

/// <summary>Work on many items, divided among the processors.</summary>
/// <remarks>By threads of its own: <c>Parallel.For</c> takes longer to get going than a thousand files to be asked about.</remarks>
internal static class Shares
{
    /// <summary>Calls <paramref name="work"/> for consecutive ranges of at most <paramref name="share"/> items.</summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <remarks>What the work throws is thrown as it is; of several exceptions the first.</remarks>
    [SuppressMessage("Design", "CA1068", Justification = "A block reads best at the end.")]
    public static void ForEach(int count, int share, CancellationToken cancellationToken, Action<int, int> work)
    {
        var shares = (count + share - 1) / share;
        var next = -1;
        ExceptionDispatchInfo? fault = null;
        var others = new Thread[Math.Max(0, Math.Min(shares, Environment.ProcessorCount) - 1)];
        for (var i = 0; i < others.Length; i++)
        {
            others[i] = new Thread(Work) { IsBackground = true };
            others[i].Start();
        }

        Work();
        foreach (var other in others)
        {
            other.Join();
        }

        fault?.Throw();

        void Work()
        {
            try
            {
                for (int index; Volatile.Read(ref fault) is null && (index = Interlocked.Increment(ref next)) < shares;)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    work(index * share, Math.Min(count, (index + 1) * share));
                }
            }
            catch (Exception problem)
            {
                Interlocked.CompareExchange(ref fault, ExceptionDispatchInfo.Capture(problem), null);
            }
        }
    }
}

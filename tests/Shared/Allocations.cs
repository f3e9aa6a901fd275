namespace MlOps.Tests;

/// <summary>What code allocates, which is a property of the code: only the runtime around it makes it look different from time to time.</summary>
internal static class Allocations
{
    /// <summary>
    /// The bytes that an action allocates on this thread, once it is warm: the least of several times. A collection that another thread
    /// starts takes what this thread has set aside of the heap and not used yet, and that counts as allocated, up to 8 KiB.
    /// </summary>
    public static long Of(Action action)
    {
        var least = long.MaxValue;
        for (var time = 0; time < 5; time++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

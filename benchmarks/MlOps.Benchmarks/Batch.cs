using System.Diagnostics;

namespace MlOps.Benchmarks;

/// <summary>
/// What one measured iteration pushes into a ring of the size that programs use: a quarter of it. Another quarter goes
/// through it before each iteration, and everything is taken out again, so that no push ever meets a full ring.
/// </summary>
internal static class Batch
{
    public const int RingCapacity = 16 * 1024;

    public const int Size = RingCapacity / 4;

    public const string Metric = "loss";

    private static readonly TimeSpan s_rest = TimeSpan.FromMilliseconds(5);

    /// <summary>
    /// Gives the recorder's thread time to go back to sleep. Every benchmark takes it, so that all start alike, and none
    /// sleeps itself: a core that just woke up runs slower.
    /// </summary>
    public static void Rest()
    {
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < s_rest)
        {
            Thread.SpinWait(20);
        }
    }
}

using System.Diagnostics;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>A step of training whose time does not vary: arithmetic that waits for its own last result.</summary>
internal static class FixedWork
{
    public static double Do(int rounds, double value)
    {
        for (var i = 0; i < rounds; i++)
        {
            value = (value * 0.999999) + 1e-7; // Each waits for the one before: no core does two at a time.
        }

        return value;
    }

    /// <summary>The rounds that take a millisecond on this machine.</summary>
    public static int Calibrate()
    {
        var rounds = 10_000;
        for (var attempt = 0; attempt < 20; attempt++)
        {
            var best = double.MaxValue;
            for (var i = 0; i < 50; i++)
            {
                var start = Stopwatch.GetTimestamp();
                GC.KeepAlive(Do(rounds, 0.5));
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalMicroseconds);
            }

            rounds = Math.Max(1, (int)(rounds * 1000 / best));
        }

        return rounds;
    }
}

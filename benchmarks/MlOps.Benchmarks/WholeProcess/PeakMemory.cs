using System.Diagnostics;

namespace MlOps.Benchmarks.WholeProcess;

/// <summary>The most memory a child process had resident.</summary>
internal static class PeakMemory
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits for the process to exit.</summary>
    /// <returns>Its peak in bytes; the system keeps it, so looking now and then misses only the very end.</returns>
    public static long Watch(Process process)
    {
        var peak = 0L;
        while (!process.WaitForExit(s_interval))
        {
            try
            {
                process.Refresh();
                peak = Math.Max(peak, process.PeakWorkingSet64);
            }
            catch (InvalidOperationException)
            {
                // It exited between the two looks.
            }
        }

        return peak;
    }
}

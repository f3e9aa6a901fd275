using System.Diagnostics;

namespace MlOps.Benchmarks.Mlflow;

/// <summary>How much more memory this process has resident than at the start, at its most.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private readonly Timer _timer;
    private readonly long _baseline;
    private long _peak;

    public MemoryWatch()
    {
        _baseline = Resident();
        _timer = new Timer(_ => Look(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(20));
    }

    /// <summary>Bytes.</summary>
    public long Growth
    {
        get
        {
            Look();
            return Math.Max(0, _peak - _baseline);
        }
    }

    public void Dispose() => _timer.Dispose();

    private void Look() => _peak = Math.Max(_peak, Resident());

    private static long Resident()
    {
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}

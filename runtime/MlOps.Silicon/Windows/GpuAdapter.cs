using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>One adapter while its instances are added up: of each engine over all processes; the busiest engine is how busy it is.</summary>
internal sealed class GpuAdapter(ulong id, GpuMetrics metrics)
{
    private readonly double[] _engines = new double[64];
    private readonly double[] _own = new double[64];
    private readonly int _utilization = metrics.Utilization(), _process = metrics.ProcessUtilization(), _memorySlot = metrics.MemoryUsage();
    private double _memory = double.NaN;

    public ulong Id => id;

    public void Clear()
    {
        Array.Clear(_engines);
        Array.Clear(_own);
        _memory = double.NaN;
    }

    public void Add(in GpuEngine engine, double percent, bool isOwn)
    {
        if ((uint)engine.Engine < (uint)_engines.Length)
        {
            _engines[engine.Engine] += percent;
            _own[engine.Engine] += isOwn ? percent : 0;
        }
    }

    public void AddMemory(double bytes) => _memory = double.IsNaN(_memory) ? bytes : _memory + bytes;

    public void Write(Span<double> values, bool isKnown)
    {
        values.Set(_utilization, isKnown ? Math.Min(100, Most(_engines)) : double.NaN);
        values.Set(_process, isKnown ? Math.Min(100, Most(_own)) : double.NaN);
        values.Set(_memorySlot, _memory / 1e6);
    }

    private static double Most(double[] engines)
    {
        var most = 0.0;
        foreach (var percent in engines)
        {
            most = Math.Max(most, percent);
        }

        return most;
    }
}

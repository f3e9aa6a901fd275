using System.Runtime.InteropServices;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>How busy the GPUs of any maker are, as the task manager knows it; where a maker's own library tells more, that is asked instead.</summary>
/// <param name="open">Opens the counters.</param>
/// <param name="pid">This process.</param>
internal sealed class GpuEngineSampler(Func<IPerformanceCounters?> open, uint pid) : ISampler
{
    private readonly List<GpuAdapter> _adapters = [];
    private IPerformanceCounters? _counters;
    private nint _engines, _memory;

    public string Name => "GPU performance counters";

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    /// <summary>There is an instance for each process and each of its engines: thousands, at times.</summary>
    public bool IsSlow => true;

    public string? Probe(MetricTable table)
    {
        if (table.TryFind("gpu_0_utilization_percentage", out _))
        {
            return "the library of the GPU's maker tells more";
        }

        _counters = open();
        _engines = _counters?.Add(@"\GPU Engine(*)\Utilization Percentage") ?? 0;
        _memory = _counters?.Add(@"\GPU Adapter Memory(*)\Dedicated Usage") ?? 0;
        if (_engines == 0 || !_counters!.Collect())
        {
            return "this Windows does not count what GPUs do";
        }

        // A rate has no value after the first reading; the memory names the adapters already then.
        foreach (ref readonly var item in _memory == 0 ? default : _counters.Read(_memory))
        {
            if (TryRead(item, out var instance) && Find(instance.Adapter) is null)
            {
                _adapters.Add(new GpuAdapter(instance.Adapter, new GpuMetrics(table)));
            }
        }

        return _adapters.Count == 0 ? "there is no GPU" : null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        _adapters.ForEach(static adapter => adapter.Clear());
        var isKnown = _counters!.Collect() && Read(_engines, isMemory: false);
        _ = isKnown && Read(_memory, isMemory: true);
        foreach (var adapter in _adapters)
        {
            adapter.Write(values, isKnown);
        }
    }

    public void Dispose() => _counters?.Dispose();

    private bool Read(nint counter, bool isMemory)
    {
        var items = _counters!.Read(counter);
        foreach (ref readonly var item in items)
        {
            if (item.Status > 1 || !TryRead(item, out var instance) || Find(instance.Adapter) is not { } adapter)
            {
                continue; // A process that came or went between two readings has no value.
            }

            if (isMemory)
            {
                adapter.AddMemory(item.Value);
            }
            else
            {
                adapter.Add(instance, item.Value, instance.Pid == pid);
            }
        }

        return items.Length > 0;
    }

    private GpuAdapter? Find(ulong id)
    {
        foreach (var adapter in _adapters)
        {
            if (adapter.Id == id)
            {
                return adapter;
            }
        }

        return null;
    }

    private static unsafe bool TryRead(in CounterItem item, out GpuEngine instance) =>
        GpuEngine.TryParse(MemoryMarshal.CreateReadOnlySpanFromNullTerminated((char*)item.Name), out instance);
}

using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>How busy the GPUs are and what memory they hold, by their drivers' entries in the registry.</summary>
internal sealed class AcceleratorSampler(IAccelerators accelerators, AppleGpu gpu) : ISampler
{
    private const double Mega = 1e6;

    private GpuSlots[] _slots = [];

    public string Name => "IOAccelerator";

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    public bool IsSlow => true;

    public string? Probe(MetricTable table)
    {
        var count = accelerators.Open();
        if (count == 0)
        {
            return "no GPU has a driver that tells";
        }

        _slots = new GpuSlots[count];
        for (var index = 0; index < count; index++)
        {
            var isTold = accelerators.TryRead(index, out var state);
            var metrics = gpu.Metrics(table, index);
            _slots[index] = new GpuSlots(
                isTold && state.Device >= 0 ? metrics.Utilization() : -1,
                isTold && state.Renderer >= 0 ? metrics.Add("renderer_utilization_percentage") : -1,
                isTold && state.Tiler >= 0 ? metrics.Add("tiler_utilization_percentage") : -1,
                isTold && state.Used >= 0 ? metrics.MemoryUsage() : -1,
                isTold && state.Allocated >= 0 ? metrics.Add("memory_allocated_megabytes") : -1);
        }

        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        for (var index = 0; index < _slots.Length; index++)
        {
            if (!accelerators.TryRead(index, out var state))
            {
                state = AcceleratorState.Unknown; // An external GPU that was unplugged, maybe only for now.
            }

            values.Set(_slots[index].Device, state.Device);
            values.Set(_slots[index].Renderer, state.Renderer);
            values.Set(_slots[index].Tiler, state.Tiler);
            values.Set(_slots[index].Used, state.Used / Mega);
            values.Set(_slots[index].Allocated, state.Allocated / Mega);
        }
    }

    public void Dispose() => accelerators.Dispose();

    private readonly record struct GpuSlots(int Device, int Renderer, int Tiler, int Used, int Allocated);
}

/// <summary>What a GPU's driver tells: percent and bytes, <see cref="double.NaN"/> what it does not.</summary>
internal readonly record struct AcceleratorState(double Device, double Renderer, double Tiler, double Used, double Allocated)
{
    public static AcceleratorState Unknown { get; } = new(double.NaN, double.NaN, double.NaN, double.NaN, double.NaN);
}

/// <summary>The GPUs that have a driver.</summary>
internal interface IAccelerators : IDisposable
{
    /// <summary>Finds them.</summary>
    /// <returns>How many there are.</returns>
    int Open();

    /// <summary>Reads what a driver tells now.</summary>
    bool TryRead(int index, out AcceleratorState state);
}

/// <summary>The GPUs of this Mac.</summary>
internal sealed class Accelerators : IAccelerators
{
    private readonly nint _statistics = CoreFoundation.Text("PerformanceStatistics\0"u8);
    private readonly nint _device = CoreFoundation.Text("Device Utilization %\0"u8);
    private readonly nint _renderer = CoreFoundation.Text("Renderer Utilization %\0"u8);
    private readonly nint _tiler = CoreFoundation.Text("Tiler Utilization %\0"u8);
    private readonly nint _used = CoreFoundation.Text("In use system memory\0"u8);
    private readonly nint _allocated = CoreFoundation.Text("Alloc system memory\0"u8);
    private List<uint> _services = [];

    public int Open()
    {
        _services = IoKit.Services("IOAccelerator");
        return _services.Count;
    }

    public bool TryRead(int index, out AcceleratorState state)
    {
        var statistics = IoKit.CreateProperty(_services[index], _statistics, 0, 0);
        if (statistics == 0)
        {
            state = AcceleratorState.Unknown;
            return false;
        }

        state = new(
            Number(statistics, _device),
            Number(statistics, _renderer),
            Number(statistics, _tiler),
            Number(statistics, _used),
            Number(statistics, _allocated));
        CoreFoundation.Release(statistics);
        return true;
    }

    public void Dispose()
    {
        _services.ForEach(static service => _ = IoKit.Release(service));
        _services = [];
    }

    private static double Number(nint statistics, nint key) => CoreFoundation.ToNumber(CoreFoundation.DictionaryGetValue(statistics, key)) ?? double.NaN;
}

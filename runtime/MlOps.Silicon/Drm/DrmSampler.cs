using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Drm;

/// <summary>The graphics cards of one maker, read from the files of the kernel's driver.</summary>
/// <param name="name">The source as people know it.</param>
/// <param name="cards">Finds them.</param>
/// <param name="open">Makes the reader of one.</param>
internal sealed class DrmSampler(string name, Func<IEnumerable<DrmCard>> cards, Func<DrmCard, IDrmGpu> open) : ISampler
{
    private readonly List<(IDrmGpu Gpu, SystemFile? PowerState)> _gpus = [];
    private Range _slots;

    public string Name => name;

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    /// <summary>The driver asks the card's own processor for some of the numbers.</summary>
    public bool IsSlow => true;

    public ThermalLevel? Level { get; private set; }

    public string? Probe(MetricTable table)
    {
        var first = table.Metrics.Count;
        foreach (var card in cards())
        {
            var gpu = open(card);
            _gpus.Add((gpu, SystemFile.TryOpen(Path.Combine(card.Device, "power/runtime_status"))));
            gpu.Probe(new GpuMetrics(table));
        }

        _slots = first..table.Metrics.Count;
        return _gpus.Count == 0 ? "there is no card of this maker"
            : table.Metrics.Count == first ? "the driver of the card tells no numbers"
            : null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        values[_slots].Fill(double.NaN);
        Level = null;
        foreach (var (gpu, state) in _gpus)
        {
            if (IsAsleep(state))
            {
                gpu.Pause();
                continue;
            }

            gpu.Sample(now, values);
            Level = Levels.Highest(Level, gpu.Level);
        }
    }

    public void Dispose()
    {
        foreach (var (gpu, state) in _gpus)
        {
            gpu.Dispose();
            state?.Dispose();
        }

        _gpus.Clear();
    }

    // Asking a card that sleeps would wake it.
    private static bool IsAsleep(SystemFile? state)
    {
        Span<byte> buffer = stackalloc byte[16];
        try
        {
            return state is not null && state.Read(buffer).StartsWith("suspended"u8);
        }
        catch (IOException)
        {
            return true; // Gone.
        }
    }
}

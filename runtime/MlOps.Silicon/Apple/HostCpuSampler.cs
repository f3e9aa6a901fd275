using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>How busy the processors are, all together and by kind: time, whatever their clock was.</summary>
internal sealed class HostCpuSampler(IKernel kernel, ISysctl sysctl, IRegistry registry) : ISampler
{
    private const int States = 4; // user, system, idle, nice
    private const int Idle = 2;

    private uint[] _ticks = [];
    private uint[] _last = [];
    private int[] _kinds = [];
    private int[] _slots = [];
    private ulong[] _busy = [];
    private ulong[] _total = [];
    private int _all;
    private bool _isKnown;

    public string Name => "host_processor_info";

    public string? Probe(MetricTable table)
    {
        var processors = kernel.ReadTicks([]);
        if (processors <= 0)
        {
            return "the kernel does not tell about its processors";
        }

        _ticks = new uint[processors * States];
        _last = new uint[processors * States];
        var names = AppleCores.Names(sysctl);
        _kinds = CoreMap.Find(registry, names, processors);
        _busy = new ulong[names.Count + 1]; // The last one is of all.
        _total = new ulong[names.Count + 1];
        _all = table.Add("cpu_utilization_percentage", instrument: new("system.cpu.utilization", "1", 0.01));
        _slots = [.. names.Select((name, kind) => _kinds.Contains(kind) ? table.Add($"cpu_{MetricName.Of(name)}_utilization_percentage") : -1)];
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Array.Clear(_busy);
        Array.Clear(_total);
        var isRead = kernel.ReadTicks(_ticks) == _kinds.Length;
        for (var processor = 0; isRead && processor < _kinds.Length; processor++)
        {
            Add(processor);
        }

        var isUsable = isRead && _isKnown && !now.IsAfterGap;
        if (isRead)
        {
            _isKnown = true;
            (_ticks, _last) = (_last, _ticks);
        }

        for (var kind = 0; kind < _slots.Length; kind++)
        {
            values.Set(_slots[kind], Share(kind, isUsable));
        }

        values.Set(_all, Share(_slots.Length, isUsable));
    }

    public void Dispose()
    {
    }

    private void Add(int processor)
    {
        var (busy, total) = (0ul, 0ul);
        for (var state = 0; state < States; state++)
        {
            var ticks = unchecked(_ticks[(processor * States) + state] - _last[(processor * States) + state]); // They wrap after 497 days.
            total += ticks;
            busy += state == Idle ? 0 : ticks;
        }

        _busy[^1] += busy;
        _total[^1] += total;
        if (_kinds[processor] >= 0)
        {
            _busy[_kinds[processor]] += busy;
            _total[_kinds[processor]] += total;
        }
    }

    private double Share(int kind, bool isUsable) => isUsable && _total[kind] > 0 ? _busy[kind] * 100.0 / _total[kind] : double.NaN;
}

/// <summary>Which processor is of which kind, by the device tree; the kernel numbers them, and says no more.</summary>
internal static class CoreMap
{
    /// <summary>The kinds of the processors.</summary>
    /// <param name="registry">The registry.</param>
    /// <param name="names">The names of the kinds, the fastest first.</param>
    /// <param name="processors">How many processors there are.</param>
    /// <returns>The index of the name for each processor; −1 where it is not known.</returns>
    public static int[] Find(IRegistry registry, IReadOnlyList<string> names, int processors)
    {
        var letters = new char[processors];
        foreach (var entry in registry.Children("AppleARMPE"))
        {
            if (entry.Name.StartsWith("cpu", StringComparison.Ordinal) && int.TryParse(entry.Name.AsSpan(3), out var processor)
                && processor >= 0 && processor < processors && entry.Text("cluster-type") is { Length: > 0 } type)
            {
                letters[processor] = type[0];
            }
        }

        return Array.ConvertAll(letters, letter => AppleCores.IndexOf(letter, letters, names));
    }
}

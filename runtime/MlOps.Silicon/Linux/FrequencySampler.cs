using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>The clock of the processors, of each class where they differ, and whether it is held down or was throttled.</summary>
/// <param name="folder"><c>/sys/devices/system/cpu</c>.</param>
/// <param name="findClasses">Tells which class each processor belongs to; empty where all cores are alike.</param>
internal sealed class FrequencySampler(string folder, Func<CoreClasses> findClasses) : ISampler
{
    // Asking a processor for its clock may wake it up: a few of each class stand for all.
    private const int MaxOfClass = 4;
    private const int MaxProcessors = 4096;

    private readonly FileSet _files = new();
    private readonly List<Group> _groups = [];
    private readonly List<ThrottleCount> _throttleCounts = [];
    private CoreClasses _classes = CoreClasses.None;
    private bool _canTell;
    private int _throttleSlot;

    public string Name => $"{folder}/cpu*/cpufreq";

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    public bool IsSlow => true;

    public ThermalLevel? Level { get; private set; }

    public string? Probe(MetricTable table)
    {
        _classes = findClasses();
        for (var processor = 0; processor < MaxProcessors && Directory.Exists(Path.Combine(folder, $"cpu{processor}")); processor++)
        {
            AddClock(table, processor);
            AddThrottleCount(processor, "core_throttle_count");
            AddThrottleCount(processor, "package_throttle_count");
        }

        _canTell = _throttleCounts.Count > 0 || _groups.Exists(static group => group.Caps.Count > 0);
        if (_throttleCounts.Count > 0)
        {
            _throttleSlot = table.Add("cpu_throttle_events", MetricKind.Total);
        }

        return _groups.Count + _throttleCounts.Count > 0 ? null : $"{folder} tells no clocks";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var level = ThermalLevel.Nominal;
        foreach (var group in _groups)
        {
            values.Set(group.Slot, group.Megahertz(out var isHeldDown));
            level = isHeldDown ? ThermalLevel.Throttling : level;
        }

        if (_throttleCounts.Count > 0)
        {
            double sum = 0;
            foreach (var count in _throttleCounts)
            {
                var added = count.Added();
                sum += count.Total;
                level = added > 0 ? ThermalLevel.Throttling : level;
            }

            values.Set(_throttleSlot, sum);
        }

        Level = _canTell ? level : null;
    }

    public void Dispose() => _files.Dispose();

    private void AddClock(MetricTable table, int processor)
    {
        var index = _classes.Count > 1 ? _classes.Of((ulong)processor) : 0;
        var name = _classes.Count > 1 && index >= 0 ? $"cpu_{_classes.NameInMetrics(index)}_frequency_megahertz" : "cpu_frequency_megahertz";
        var group = _groups.Find(group => group.Name == name);
        var path = Path.Combine(folder, $"cpu{processor}", "cpufreq");
        if (group?.Clocks.Count >= MaxOfClass || _files.TryOpen(Path.Combine(path, "scaling_cur_freq")) is not { } clock)
        {
            return;
        }

        if (group is null)
        {
            group = new Group(name, table.Add(name, instrument: InstrumentOf(name)));
            _groups.Add(group);
        }

        group.Clocks.Add(clock);
        if (_files.TryOpen(Path.Combine(path, "scaling_max_freq")) is { } most && long.TryParse(SystemFile.TryReadText(Path.Combine(path, "cpuinfo_max_freq")), out var able))
        {
            group.Caps.Add((most, most.ReadNumber() is { } first && first < able ? first : able));
        }
    }

    private Instrument InstrumentOf(string name) => _classes.Count > 1
        ? new("hw.cpu.speed", "Hz", 1e6, new KeyValuePair<string, object?>("hw.id", name))
        : new("hw.cpu.speed", "Hz", 1e6);

    private void AddThrottleCount(int processor, string name)
    {
        if (_files.TryOpen(Path.Combine(folder, $"cpu{processor}", "thermal_throttle", name)) is { } file)
        {
            _throttleCounts.Add(new ThrottleCount(file));
        }
    }

    /// <summary>How often a processor or its package was throttled. One that is switched off tells nothing, and is not zero.</summary>
    private sealed class ThrottleCount(SystemFile file)
    {
        private Counter _counter;

        public double Total { get; private set; }

        public ulong Added()
        {
            ulong added = 0;
            if (file.ReadNumber() is >= 0 and var count && _counter.TryAdvance((ulong)count, out added))
            {
                Total += added;
            }

            return added;
        }
    }

    private sealed class Group(string name, int slot)
    {
        public string Name => name;

        public int Slot => slot;

        public List<SystemFile> Clocks { get; } = [];

        /// <summary>How fast the processor may run, kHz, and how fast it might when we first looked: a cap of the administrator is no heat.</summary>
        public List<(SystemFile File, long Able)> Caps { get; } = [];

        public double Megahertz(out bool isHeldDown)
        {
            double sum = 0;
            var count = 0;
            foreach (var clock in Clocks)
            {
                if (clock.ReadNumber() is { } kilohertz)
                {
                    sum += kilohertz / 1e3;
                    count++;
                }
            }

            isHeldDown = false;
            foreach (var (file, able) in Caps)
            {
                isHeldDown |= file.ReadNumber() < able;
            }

            return count > 0 ? sum / count : double.NaN;
        }
    }
}

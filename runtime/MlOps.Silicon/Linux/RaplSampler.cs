using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>
/// The energy that packages and their memory took, which the processor counts itself (RAPL). Most systems let only root read it
/// since 2020 (CVE-2020-8694): then it is absent.
/// </summary>
/// <param name="folder"><c>/sys/class/powercap</c>.</param>
internal sealed class RaplSampler(string folder) : ISampler
{
    private readonly FileSet _files = new();
    private readonly List<Zone> _zones = [];
    private readonly Meter _package = new();
    private readonly Meter _memory = new();

    public string Name => folder;

    public string? Probe(MetricTable table)
    {
        if (!Directory.Exists(folder))
        {
            return $"there is no {folder}";
        }

        string? absence = null;
        foreach (var zone in Directory.EnumerateDirectories(folder, "intel-rapl:*").Order(StringComparer.Ordinal))
        {
            // The packages, and the memory beside each; the cores are a part of the package, psys is the whole machine with both in it.
            var meter = SystemFile.TryReadText(Path.Combine(zone, "name")) switch
            {
                { } name when name.StartsWith("package-", StringComparison.Ordinal) => _package,
                "dram" => _memory,
                _ => null,
            };
            if (meter is null)
            {
                continue;
            }

            if (_files.TryOpen(Path.Combine(zone, "energy_uj"), out absence) is { } file)
            {
                var range = ulong.TryParse(SystemFile.TryReadText(Path.Combine(zone, "max_energy_range_uj")), out var most) ? most : 0;
                _zones.Add(new Zone(file, meter, range));
            }
        }

        _package.AddTo(table, "cpu_package", "cpu");
        _memory.AddTo(table, "dram", "memory");
        return _zones.Count > 0 ? null : absence ?? $"{folder} has no package that counts its energy";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        foreach (var zone in _zones)
        {
            zone.Read(now);
        }

        _package.Tell(now, values);
        _memory.Tell(now, values);
    }

    public void Dispose() => _files.Dispose();

    private sealed class Zone
    {
        private readonly Meter _meter;
        private Counter _counter;
        private ulong _last;

        public Zone(SystemFile file, Meter meter, ulong range)
        {
            File = file;
            _meter = meter;
            _meter.IsUsed = true;
            _counter = new Counter(range);
        }

        public SystemFile File { get; }

        public void Read(in Moment now)
        {
            if (File.ReadNumber() is not (>= 0 and var microjoules))
            {
                _meter.IsWhole = false;
                return;
            }

            // A machine that slept may have set it anew: that is no wrap.
            if (now.IsAfterGap && (ulong)microjoules < _last)
            {
                _counter.Reset();
            }

            _last = (ulong)microjoules;
            _meter.IsWhole &= _counter.TryAdvance(_last, out var added);
            _meter.Joules += added / 1e6;
        }
    }

    /// <summary>The energy of all zones of a kind.</summary>
    private sealed class Meter
    {
        private double _before = double.NaN;
        private double _seconds;
        private int _power;
        private int _energy;

        public bool IsUsed { get; set; }

        public double Joules { get; set; }

        /// <summary>Whether all zones told what they added since the last sample; without one of them the power would be too low.</summary>
        public bool IsWhole { get; set; } = true;

        public void AddTo(MetricTable table, string name, string type)
        {
            if (IsUsed)
            {
                _power = table.Add($"{name}_power_watts", instrument: new("hw.power", "W", 1, new("hw.id", name), new("hw.type", type)));
                _energy = table.Add($"{name}_energy_joules", MetricKind.Total, new("hw.energy", "J", 1, new("hw.id", name), new("hw.type", type)));
            }
        }

        public void Tell(in Moment now, Span<double> values)
        {
            if (IsUsed)
            {
                values.Set(_power, now.IsAfterGap || !IsWhole ? double.NaN : (Joules - _before) / (now.Seconds - _seconds));
                values.Set(_energy, Joules);
                (_before, _seconds, IsWhole) = (Joules, now.Seconds, true);
            }
        }
    }
}

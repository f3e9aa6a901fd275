using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>The thermal zones of the machine, and how near each is to the trips at which the kernel acts.</summary>
/// <param name="folder"><c>/sys/class/thermal</c>.</param>
internal sealed class ThermalZoneSampler(string folder) : ISampler
{
    private const double NearTrip = 5; // °C
    private const double AbsoluteZero = -273.15; // The kernel writes -274 °C where it knows none.

    /// <summary>What slows processors and other chips down. Fans are devices, too, and turn without anything being too hot.</summary>
    private static readonly string[] s_brakes = ["Processor", "cpufreq-", "thermal-cpufreq-", "devfreq-", "thermal-devfreq-", "intel_powerclamp"];

    private readonly FileSet _files = new();
    private readonly List<Zone> _zones = [];
    private readonly List<SystemFile> _coolers = [];

    public string Name => folder;

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    public bool IsSlow => true; // A zone may be a question to the firmware, which takes its time.

    public ThermalLevel? Level { get; private set; }

    public string? Probe(MetricTable table)
    {
        if (!Directory.Exists(folder))
        {
            return $"there is no {folder}";
        }

        foreach (var path in Directory.EnumerateDirectories(folder, "thermal_zone*").Order(StringComparer.Ordinal))
        {
            if (SystemFile.TryReadText(Path.Combine(path, "type")) is { Length: > 0 } type && _files.TryOpen(Path.Combine(path, "temp")) is { } file)
            {
                var slot = table.AddOneMore("temperature_{0}_celsius", MetricName.Of(type), static name => new("hw.temperature", "Cel", 1, new KeyValuePair<string, object?>("hw.id", name)));
                _zones.Add(new Zone(file, slot, Trip(path, "passive"), Trip(path, "hot"), Trip(path, "critical")));
            }
        }

        foreach (var path in Directory.EnumerateDirectories(folder, "cooling_device*"))
        {
            if (SystemFile.TryReadText(Path.Combine(path, "type")) is { } type && Array.Exists(s_brakes, brake => type.StartsWith(brake, StringComparison.OrdinalIgnoreCase))
                && _files.TryOpen(Path.Combine(path, "cur_state")) is { } state)
            {
                _coolers.Add(state);
            }
        }

        return _zones.Count > 0 ? null : $"{folder} has no zone with a temperature";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        ThermalLevel? level = null;
        foreach (var zone in _zones)
        {
            var celsius = zone.File.ReadNumber() / 1000.0 is > AbsoluteZero and var known ? known : double.NaN;
            values.Set(zone.Slot, celsius);

            level = Levels.Highest(level, zone.LevelAt(celsius));
        }

        foreach (var cooler in _coolers)
        {
            level = Levels.Highest(level, cooler.ReadNumber() is { } state ? state > 0 ? ThermalLevel.Throttling : ThermalLevel.Nominal : null);
        }

        Level = level;
    }

    public void Dispose() => _files.Dispose();

    /// <summary>The lowest temperature at which the kernel acts so, °C; NaN where it never does.</summary>
    private static double Trip(string zone, string kind)
    {
        var least = double.NaN;
        foreach (var type in Directory.EnumerateFiles(zone, "trip_point_*_type"))
        {
            if (SystemFile.TryReadText(type) == kind
                && long.TryParse(SystemFile.TryReadText(type[..^"type".Length] + "temp"), out var millidegrees)
                && millidegrees > 0 // Zero stands for a trip that is not set.
                && !(least <= millidegrees / 1000.0))
            {
                least = millidegrees / 1000.0;
            }
        }

        return least;
    }

    private sealed record Zone(SystemFile File, int Slot, double Passive, double Hot, double Critical)
    {
        /// <summary>How hot the zone is; <see langword="null"/> if it is not known, or not what would be too hot.</summary>
        public ThermalLevel? LevelAt(double celsius) =>
            double.IsNaN(celsius) || (double.IsNaN(Passive) && double.IsNaN(Hot) && double.IsNaN(Critical)) ? null
            : celsius >= Hot || celsius >= Critical - NearTrip ? ThermalLevel.Critical
            : celsius >= Passive ? ThermalLevel.Throttling
            : celsius > Passive - NearTrip ? ThermalLevel.Elevated
            : ThermalLevel.Nominal;
    }
}

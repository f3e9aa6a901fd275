using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>Temperatures and fans that drivers offer as sensors; of processors the hottest one, of other chips each.</summary>
/// <param name="folder"><c>/sys/class/hwmon</c>.</param>
internal sealed class HwmonSampler(string folder) : ISampler
{
    /// <summary>The drivers of processors' own sensors.</summary>
    private static readonly string[] s_processors = ["coretemp", "k10temp", "zenpower", "cpu_thermal"];

    // A server may have hundreds; a run does not want a metric each.
    private const int MaxSensors = 32;

    private readonly FileSet _files = new();
    private readonly List<SystemFile> _processor = [];
    private readonly List<FileGauge> _others = [];
    private int _hottest;

    public string Name => folder;

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    public bool IsSlow => true;

    public string? Probe(MetricTable table)
    {
        if (!Directory.Exists(folder))
        {
            return $"there is no {folder}";
        }

        var chips = new HashSet<string>(StringComparer.Ordinal);
        foreach (var chip in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            // Sensors of GPUs belong to the samplers of GPUs.
            if (SystemFile.TryReadText(Path.Combine(chip, "name")) is { Length: > 0 } name && name is not ("amdgpu" or "i915" or "xe" or "nouveau"))
            {
                var one = MetricName.Free(MetricName.Of(name), chips.Contains);
                chips.Add(one);
                Add(table, chip, one, s_processors.Contains(name, StringComparer.Ordinal));
            }
        }

        if (_processor.Count > 0)
        {
            _hottest = table.Add("cpu_temperature_celsius", instrument: new("hw.temperature", "Cel", 1, new KeyValuePair<string, object?>("hw.type", "cpu")));
        }

        return _processor.Count + _others.Count > 0 ? null : $"{folder} has no sensor of heat or fans";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        if (_processor.Count > 0)
        {
            var hottest = double.NaN;
            foreach (var file in _processor)
            {
                var celsius = file.ReadNumber() / 1000.0 ?? double.NaN;
                hottest = double.MaxNumber(hottest, celsius);
            }

            values.Set(_hottest, hottest);
        }

        foreach (var sensor in _others)
        {
            sensor.Sample(values);
        }
    }

    public void Dispose() => _files.Dispose();

    private void Add(MetricTable table, string chip, string name, bool isProcessor)
    {
        foreach (var path in Directory.EnumerateFiles(chip, "temp*_input").Order(StringComparer.Ordinal))
        {
            if (_files.TryOpen(path) is not { } file)
            {
                continue;
            }

            if (isProcessor)
            {
                _processor.Add(file);
            }
            else
            {
                AddOther(file, 0.001, () => table.AddOneMore("temperature_{0}_celsius", $"{name}_{LabelOf(path)}", static name => new("hw.temperature", "Cel", 1, new KeyValuePair<string, object?>("hw.id", name))));
            }
        }

        foreach (var path in Directory.EnumerateFiles(chip, "fan*_input").Order(StringComparer.Ordinal))
        {
            if (_files.TryOpen(path) is { } file)
            {
                AddOther(file, 1, () => table.AddOneMore("fan_{0}_rpm", $"{name}_{LabelOf(path)}", static name => new("hw.fan.speed", "rpm", 1, new KeyValuePair<string, object?>("hw.id", name))));
            }
        }
    }

    private void AddOther(SystemFile file, double scale, Func<int> add)
    {
        if (_others.Count < MaxSensors)
        {
            _others.Add(new FileGauge(file, scale, add()));
        }
    }

    /// <summary>What the driver calls the sensor, or else its number: <c>composite</c>, <c>temp1</c>.</summary>
    private static string LabelOf(string input)
    {
        var sensor = input[..^"_input".Length];
        return MetricName.Of(SystemFile.TryReadText(sensor + "_label") is { Length: > 0 } label ? label : Path.GetFileName(sensor));
    }
}

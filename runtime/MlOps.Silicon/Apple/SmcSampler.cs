using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>Temperatures, fans and the power of the whole machine, by the System Management Controller.</summary>
/// <param name="smc">The controller.</param>
/// <param name="family">The family of the chip, as the names of sensors differ.</param>
/// <param name="gpu">The numbers of the GPUs.</param>
internal sealed class SmcSampler(ISmc smc, string? family, AppleGpu gpu) : ISampler
{
    private const byte ReadValue = 5;
    private const byte KeyAt = 8;
    private const byte KeyInfo = 9;

    private readonly List<Sensor> _cpu = [];
    private readonly List<Sensor> _gpu = [];
    private readonly List<(Sensor Sensor, int Slot)> _single = [];
    private int _cpuMean = -1;
    private int _cpuHighest = -1;
    private int _gpuMean = -1;
    private int _gpuHighest = -1;

    public string Name => "AppleSMC";

    public TimeSpan Cadence => TimeSpan.FromSeconds(2);

    public bool IsSlow => true;

    public string? Probe(MetricTable table)
    {
        if (!smc.TryOpen())
        {
            return "there is no AppleSMC that may be opened";
        }

        FindTemperatures();
        if (_cpu.Count > 0)
        {
            _cpuMean = table.Add("cpu_temperature_celsius", instrument: new("hw.temperature", "Cel", 1, new("hw.type", "cpu"), new("hw.id", "cpu")));
            _cpuHighest = table.Add("cpu_highest_temperature_celsius");
        }

        if (_gpu.Count > 0)
        {
            var metrics = gpu.Metrics(table);
            _gpuMean = metrics.Temperature();
            _gpuHighest = metrics.Add("highest_temperature_celsius");
        }

        if (TryFind(SmcData.Code("PSTR"u8), out var power))
        {
            _single.Add((power, table.Add("system_power_watts", instrument: new("hw.host.power", "W"))));
        }

        var fans = TryFind(SmcData.Code("FNum"u8), out var count) ? Read(count) : 0;
        for (var fan = 0; fan < Math.Min(fans, 10); fan++)
        {
            if (TryFind(SmcData.Code([(byte)'F', (byte)('0' + fan), (byte)'A', (byte)'c']), out var speed))
            {
                _single.Add((speed, table.Add($"fan_{fan}_speed_rpm", instrument: new("hw.fan.speed", "rpm", 1, new KeyValuePair<string, object?>("hw.id", $"fan_{fan}")))));
            }
        }

        return _cpu.Count + _gpu.Count + _single.Count > 0 ? null : "it has none of the sensors that we know";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Sample(_cpu, values, _cpuMean, _cpuHighest);
        Sample(_gpu, values, _gpuMean, _gpuHighest);
        foreach (var (sensor, slot) in _single)
        {
            var value = Read(sensor);
            values.Set(slot, value >= 0 ? value : double.NaN);
        }
    }

    public void Dispose() => smc.Dispose();

    private void Sample(List<Sensor> sensors, Span<double> values, int mean, int highest)
    {
        var (sum, most, count) = (0.0, double.NaN, 0);
        foreach (var sensor in sensors)
        {
            if (Read(sensor) is > 0 and <= 150 and var temperature) // A sensor that sleeps says 0, or nonsense.
            {
                sum += temperature;
                most = most >= temperature ? most : temperature;
                count++;
            }
        }

        values.Set(mean, count > 0 ? sum / count : double.NaN);
        values.Set(highest, most);
    }

    // No list of names holds for all chips, so the controller is asked for all its keys, once.
    private void FindTemperatures()
    {
        var keys = TryFind(SmcData.Code("#KEY"u8), out var count) ? Read(count) : 0;
        for (var index = 0u; index < keys && index < 10_000; index++)
        {
            var data = new SmcData { Command = KeyAt, Index = index };
            if (smc.TryCall(ref data) && data.Result == 0 && SensorsOf(data.Key) is { } sensors
                && TryFind(data.Key, out var sensor) && sensor.Type == SmcData.Code("flt "u8))
            {
                sensors.Add(sensor);
            }
        }
    }

    private List<Sensor>? SensorsOf(uint key) => ((char)(key >> 24), (char)((key >> 16) & 0xFF), (char)((key >> 8) & 0xFF)) switch
    {
        ('T', 'p' or 'e' or 's', _) => _cpu,
        ('T', 'g', _) => _gpu,
        ('T', 'f', '0' or '4') when family == "M3" => _cpu,
        ('T', 'f', '1' or '2') when family == "M3" => _gpu,
        _ => null,
    };

    private bool TryFind(uint key, out Sensor sensor)
    {
        var data = new SmcData { Key = key, Command = KeyInfo };
        var isThere = smc.TryCall(ref data) && data.Result == 0;
        sensor = new Sensor(key, data.Size, data.Type);
        return isThere;
    }

    private double Read(Sensor sensor)
    {
        var data = new SmcData { Key = sensor.Key, Size = sensor.Size, Command = ReadValue };
        if (!smc.TryCall(ref data) || data.Result != 0)
        {
            return double.NaN;
        }

        data.Type = sensor.Type; // An answer with a value does not say its type.
        return data.Value();
    }

    private readonly record struct Sensor(uint Key, uint Size, uint Type);
}

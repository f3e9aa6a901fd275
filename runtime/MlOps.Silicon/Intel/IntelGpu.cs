using System.Globalization;
using MlOps.Silicon.Drm;
using MlOps.Silicon.Linux;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Intel;

/// <summary>
/// A card with the driver <c>i915</c> or <c>xe</c>. How busy it is as a whole shows only to privileged programs; what this process does with it shows
/// always. One that is part of the processor has no sensors of its own.
/// </summary>
internal sealed class IntelGpu(DrmCard card, string root) : IDrmGpu
{
    private readonly FileSet _files = new();
    private readonly DrmClients _clients = new(root, card.Slot);
    private readonly List<FileGauge> _gauges = [];
    private IntelThrottle? _throttle;
    private SystemFile? _energy;
    private RateCounter _power;
    private Counter _joules;
    private double _microjoules, _powerLimit;
    private int _energySlot = -1, _powerSlot = -1, _powerPercentage = -1, _processShare = -1, _processMemory = -1;

    public ThermalLevel? Level { get; private set; }

    public void Probe(GpuMetrics metrics)
    {
        _energy = Labelled("energy", "card") ?? Labelled("energy", "pkg") ?? (card.Sensors is null ? null : _files.TryOpen(Path.Combine(card.Sensors, "energy1_input")));
        if (_energy?.ReadNumber() is not null)
        {
            _powerSlot = metrics.Power();
            _powerLimit = (card.Sensor("power1_max") is > 0 and var limit ? limit : card.Sensor("power1_rated_max") ?? 0) / 1e6;
            _powerPercentage = _powerLimit > 0 ? metrics.PowerPercentage() : -1;
            _energySlot = metrics.Energy();
        }

        Add(_files.TryOpen(card.Sensors, ["temp1_input", "temp2_input"], 0.001, metrics.Temperature));
        Add(_files.TryOpen(card.Sensors, ["temp3_input"], 0.001, metrics.MemoryTemperature));
        Add(_files.TryOpen(card.Folder, ["gt_act_freq_mhz", "gt_cur_freq_mhz"], 1, metrics.Clock)
            ?? _files.TryOpen(Path.Combine(card.Device, "tile0/gt0/freq0"), ["act_freq", "cur_freq"], 1, metrics.Clock));
        _throttle = new IntelThrottle(_files, card);
        _processShare = card.Slot is null ? -1 : metrics.ProcessUtilization();
        _processMemory = card.Slot is null ? -1 : metrics.ProcessMemory();
    }

    public void Sample(in Moment now, Span<double> values)
    {
        foreach (var gauge in _gauges)
        {
            gauge.Sample(values);
        }

        if (_energySlot >= 0 && _energy!.ReadNumber() is { } microjoules)
        {
            var watts = _power.PerSecond((ulong)microjoules, now) / 1e6;
            _microjoules += _joules.TryAdvance((ulong)microjoules, out var added) ? added : 0;
            values.Set(_powerSlot, watts);
            values.Set(_powerPercentage, 100 * watts / _powerLimit);
            values.Set(_energySlot, _microjoules / 1e6);
        }

        _clients.Read(now, out var share, out var megabytes);
        values.Set(_processShare, share);
        values.Set(_processMemory, megabytes);
        Level = _throttle!.Read();
    }

    public void Pause()
    {
        // Its counters go on by themselves.
    }

    public void Dispose()
    {
        _files.Dispose();
        _clients.Dispose();
    }

    // xe: the whole card and the package of its chip have a sensor each, told apart by a label.
    private SystemFile? Labelled(string sensor, string label)
    {
        for (var number = 1; number <= 3 && card.Sensors is not null; number++)
        {
            var path = Path.Combine(card.Sensors, string.Create(CultureInfo.InvariantCulture, $"{sensor}{number}_"));
            if (SystemFile.TryReadText(path + "label") == label && _files.TryOpen(path + "input") is { } file)
            {
                return file;
            }
        }

        return null;
    }

    private void Add(FileGauge? gauge)
    {
        if (gauge is not null)
        {
            _gauges.Add(gauge);
        }
    }
}

using System.Globalization;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Nvidia;

/// <summary>The GPUs of NVIDIA, asked through the library of their driver.</summary>
internal sealed class NvmlSampler : ISampler
{
    private readonly Func<(INvml? Library, string? Absence)> _open;
    private readonly uint _pid;
    private readonly List<NvmlGpu> _gpus = [];
    private INvml? _nvml;
    private Range _slots;

    public NvmlSampler()
        : this(static () => (NvmlLibrary.TryOpen(out var absence), absence), (uint)Environment.ProcessId)
    {
    }

    internal NvmlSampler(Func<(INvml? Library, string? Absence)> open, uint pid)
    {
        _open = open;
        _pid = pid;
    }

    public string Name => "NVML";

    public TimeSpan Cadence => TimeSpan.FromSeconds(1);

    public bool IsSlow => true;

    /// <summary>That of the hottest GPU.</summary>
    public ThermalLevel? Level
    {
        get
        {
            ThermalLevel? highest = null;
            foreach (var gpu in _gpus)
            {
                highest = Levels.Highest(highest, gpu.Level);
            }

            return highest;
        }
    }

    public string? Probe(MetricTable table)
    {
        (_nvml, var absence) = _open();
        if (_nvml is null)
        {
            return absence;
        }

        var first = table.Metrics.Count;
        foreach (var device in NvmlDevices.All(_nvml))
        {
            var metrics = new GpuMetrics(table);
            Add(device, metrics, isPart: false);
            foreach (var (index, part) in NvmlDevices.Parts(_nvml, device).Index())
            {
                Add(part, new GpuMetrics(table, string.Create(CultureInfo.InvariantCulture, $"{metrics.Prefix}_mig_{index}")), isPart: true);
            }
        }

        _slots = first..table.Metrics.Count;
        return _gpus.Count == 0 ? "there is no GPU of NVIDIA that this process may use" : null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        values[_slots].Fill(double.NaN);
        foreach (var gpu in _gpus)
        {
            gpu.Sample(values);
        }
    }

    public void Dispose()
    {
        _nvml?.Dispose();
        _nvml = null;
    }

    private void Add(nint device, GpuMetrics metrics, bool isPart)
    {
        var gpu = new NvmlGpu(_nvml!, device, _pid);
        gpu.Probe(metrics, isPart);
        _gpus.Add(gpu);
    }
}

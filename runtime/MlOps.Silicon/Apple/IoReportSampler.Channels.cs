using System.Runtime.InteropServices;
using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>Which channels are read, and which metrics they make.</summary>
internal sealed partial class IoReportSampler
{
    private const string Energy = "Energy Model";
    private const string CpuStats = "CPU Stats";
    private const string GpuStats = "GPU Stats";
    private const int UsageWithEnergy = 6;

    /// <summary>Whether a channel tells something that is sampled here: each costs time, and chips have thousands.</summary>
    public static bool IsWanted(IoChannel channel) => channel.Group switch
    {
        Energy => IsCpu(channel.Name) || channel.Name is "GPU Energy" || Begins(channel, "GPU SRAM") || Begins(channel, "ANE") || Begins(channel, "DRAM"),
        CpuStats => channel.SubGroup == "CPU Core Performance States" && CoreLetter(channel.Name) != 0,
        GpuStats => channel.SubGroup == "GPU Performance States" && channel.Name == "GPUPH",
        _ => false,
    };

    private static bool Begins(IoChannel channel, string text) => channel.Name.StartsWith(text, StringComparison.Ordinal);

    // "CPU Energy", of an Ultra "DIE_0_CPU Energy".
    private static bool IsCpu(string name) => name == "CPU Energy" || (name.StartsWith("DIE_", StringComparison.Ordinal) && name.EndsWith("_CPU Energy", StringComparison.Ordinal));

    // The letter of "ECPU0", "PCPU13", "DIE_1_PCPU1_CPU0"; zero of others.
    private static char CoreLetter(string name)
    {
        var index = name.IndexOf("CPU", StringComparison.Ordinal);
        return index > 0 && char.IsAsciiLetterUpper(name[index - 1]) ? name[index - 1] : '\0';
    }

    private static KeyValuePair<string, object?>[] Hardware(string type, string id) => [new("hw.type", type), new("hw.id", id)];

    private void AddPowers(MetricTable table)
    {
        for (var index = 0; index < report.Channels.Count; index++)
        {
            var channel = report.Channels[index];
            var meter = channel.Group != Energy ? null
                : IsCpu(channel.Name) ? _cpu
                : Begins(channel, "GPU SRAM") ? _sram
                : Begins(channel, "GPU") ? _gpu
                : Begins(channel, "ANE") ? _neural
                : _memory;
            meter?.Add(index, channel.Unit);
        }

        if (_cpu.HasChannels)
        {
            _cpuEnergy = new CpuEnergy(_cpu);
            _cpuEnergy.Advance(ProcessEnergy());
            Add(_cpu, table.Add("cpu_package_power_watts", instrument: new("hw.power", "W", 1, Hardware("cpu", "cpu"))), -1);
            _cpuJoules = table.Add("cpu_package_energy_joules", MetricKind.Total, new("hw.energy", "J", 1, Hardware("cpu", "cpu")));
            _cpuEstimated = double.IsNaN(ProcessEnergy()) ? -1 : table.Add("cpu_package_energy_estimated_joules", MetricKind.Total);
        }

        if (_gpu.HasChannels)
        {
            var metrics = gpu.Metrics(table);
            Add(_gpu, metrics.Power(), metrics.Energy());
        }

        if (_sram.HasChannels)
        {
            var prefix = gpu.Metrics(table).Prefix;
            Add(_sram, table.Add($"{prefix}_sram_power_watts"), table.Add($"{prefix}_sram_energy_joules", MetricKind.Total));
        }

        if (_neural.HasChannels)
        {
            Add(_neural, table.Add("ane_power_watts"), table.Add("ane_energy_joules", MetricKind.Total));
        }

        if (_memory.HasChannels)
        {
            Add(
                _memory,
                table.Add("dram_power_watts", instrument: new("hw.power", "W", 1, Hardware("memory", "dram"))),
                table.Add("dram_energy_joules", MetricKind.Total, new("hw.energy", "J", 1, Hardware("memory", "dram"))));
        }
    }

    private void Add(EnergyMeter meter, int watts, int joules)
    {
        meter.Begin(report);
        _powers.Add((meter, watts, joules));
    }

    private void AddClocks(MetricTable table)
    {
        var frequencies = FrequencyTables.Find(registry);
        var names = AppleCores.Names(sysctl);
        var letters = report.Channels.Where(static channel => channel.Group == CpuStats).Select(static channel => CoreLetter(channel.Name)).Distinct().ToArray();
        for (var kind = 0; kind < names.Count; kind++)
        {
            var meter = Meter(channel => channel.Group == CpuStats && AppleCores.IndexOf(CoreLetter(channel.Name), letters, names) == kind);
            if (meter.ActiveStates > 0)
            {
                var name = MetricName.Of(names[kind]);
                meter.Table = frequencies.OfCores(kind, names.Count, meter.ActiveStates);
                var clock = meter.Table is null ? -1 : table.Add($"cpu_{name}_frequency_megahertz", instrument: new("hw.cpu.speed", "Hz", 1e6, Hardware("cpu", name)));
                _clocks.Add((meter, clock, table.Add($"cpu_{name}_active_percentage")));
            }
        }

        var gpuMeter = Meter(static channel => channel.Group == GpuStats);
        if (gpuMeter.ActiveStates > 0)
        {
            var metrics = gpu.Metrics(table);
            gpuMeter.Table = frequencies.OfGpu(gpuMeter.ActiveStates);
            _clocks.Add((gpuMeter, gpuMeter.Table is null ? -1 : metrics.Clock(), metrics.Utilization()));
        }
    }

    private ResidencyMeter Meter(Func<IoChannel, bool> isOfPart)
    {
        var meter = new ResidencyMeter();
        for (var index = 0; index < report.Channels.Count; index++)
        {
            if (isOfPart(report.Channels[index]))
            {
                meter.Add(index, report.Channels[index].States);
            }
        }

        return meter;
    }

    private double ProcessEnergy()
    {
        var usage = default(ResourceUsage);
        return kernel.ReadUsage(UsageWithEnergy, MemoryMarshal.AsBytes(new Span<ResourceUsage>(ref usage))) && usage.EnergyNanojoules > 0
            ? usage.EnergyNanojoules / 1e9
            : double.NaN;
    }
}

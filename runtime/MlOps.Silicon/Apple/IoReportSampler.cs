using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>Power, energy, clocks and work of the parts of Apple's chips, without privileges. A reading costs milliseconds.</summary>
internal sealed partial class IoReportSampler(IIoReport report, IKernel kernel, ISysctl sysctl, IRegistry registry, AppleGpu gpu) : ISampler
{
    private readonly EnergyMeter _cpu = new(canRest: false);
    private readonly EnergyMeter _gpu = new(canRest: false);
    private readonly EnergyMeter _sram = new(canRest: true);
    private readonly EnergyMeter _neural = new(canRest: true);
    private readonly EnergyMeter _memory = new(canRest: false);
    private readonly List<(EnergyMeter Meter, int Watts, int Joules)> _powers = [];
    private readonly List<(ResidencyMeter Meter, int Clock, int Active)> _clocks = [];
    private CpuEnergy? _cpuEnergy;
    private int _cpuJoules = -1;
    private int _cpuEstimated = -1;

    public string Name => "IOReport";

    // Energy counters are refreshed at least every 1.7 seconds.
    public TimeSpan Cadence => TimeSpan.FromSeconds(2);

    public bool IsSlow => true;

    public string? Probe(MetricTable table)
    {
        if (report.Open(IsWanted) is { } absence)
        {
            return absence;
        }

        AddPowers(table);
        AddClocks(table);
        return _powers.Count + _clocks.Count > 0 ? null : "its drivers report nothing that we know";
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var isThere = report.Advance();
        if (isThere)
        {
            _cpu.Advance(report, now);
            _memory.Advance(report, now);
            _gpu.Advance(report, now);
            var isRefreshed = _cpu.Added + _memory.Added > 0;
            _neural.Advance(report, now, isRefreshed);
            _sram.Advance(report, now, isRefreshed);
            _cpuEnergy?.Advance(ProcessEnergy());
        }

        foreach (var (meter, watts, joules) in _powers)
        {
            values.Set(watts, isThere ? meter.Watts : double.NaN);
            values.Set(joules, meter.Joules);
        }

        values.Set(_cpuJoules, _cpuEnergy?.Joules ?? double.NaN);
        values.Set(_cpuEstimated, _cpuEnergy?.Estimated ?? double.NaN);
        foreach (var (meter, clock, active) in _clocks)
        {
            if (isThere && !now.IsAfterGap)
            {
                meter.Advance(report);
            }
            else
            {
                meter.Forget();
            }

            values.Set(clock, meter.Megahertz);
            values.Set(active, meter.ActivePercentage);
        }
    }

    public void Dispose() => report.Dispose();
}

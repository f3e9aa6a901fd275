using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>The clocks of the processors in the group of this process, as Windows believes them to be: above the nominal clock it often knows none.</summary>
internal sealed class FrequencySampler(IWindows windows) : ISampler
{
    private readonly ProcessorPower[] _processors = new ProcessorPower[64]; // As many as a group has; what is not filled in stays empty.
    private int _clock, _limit;

    public string Name => "CallNtPowerInformation";

    public string? Probe(MetricTable table)
    {
        if (!windows.Power(_processors) || _processors[0].MaxMegahertz == 0)
        {
            return "Windows does not tell the clocks of its processors";
        }

        _clock = table.Add("cpu_frequency_megahertz", instrument: new("hw.cpu.speed", "Hz", 1e6));
        _limit = table.Add("cpu_frequency_limit_percentage"); // Below 100 when firmware or the power plan holds the clock down.
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        double current = 0, limit = 0, most = 0;
        var count = 0;
        var isKnown = windows.Power(_processors);
        foreach (ref readonly var processor in _processors.AsSpan())
        {
            current += processor.CurrentMegahertz;
            limit += processor.LimitMegahertz;
            most += processor.MaxMegahertz;
            count += processor.MaxMegahertz > 0 ? 1 : 0;
        }

        values.Set(_clock, isKnown && count > 0 ? current / count : double.NaN);
        values.Set(_limit, isKnown && most > 0 ? 100 * limit / most : double.NaN);
    }

    public void Dispose()
    {
    }
}

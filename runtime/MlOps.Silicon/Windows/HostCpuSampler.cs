using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Windows;

/// <summary>How busy the processors are.</summary>
internal sealed class HostCpuSampler(IWindows windows) : ISampler
{
    private Counter _idle, _kernel, _user;
    private int _slot;

    public string Name => "GetSystemTimes";

    public string? Probe(MetricTable table)
    {
        if (!windows.Times(out _))
        {
            return "Windows does not tell the times of its processors";
        }

        _slot = table.Add("cpu_utilization_percentage", instrument: new("system.cpu.utilization", "1", 0.01));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var isKnown = windows.Times(out var times);
        isKnown &= _idle.TryAdvance(times.Idle, out var idle) & _kernel.TryAdvance(times.Kernel, out var kernel) & _user.TryAdvance(times.User, out var user);
        var all = kernel + user; // The kernel's time includes the idle one.
        values.Set(_slot, isKnown && all > 0 && !now.IsAfterGap ? 100.0 * (all - Math.Min(idle, all)) / all : double.NaN);
    }

    public void Dispose()
    {
    }
}

using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Apple;

/// <summary>The sources of a Mac.</summary>
internal static class AppleSamplers
{
    /// <summary>All of them; those that this Mac lacks say so when they are probed.</summary>
    public static IEnumerable<ISampler> Create()
    {
        var kernel = new Kernel();
        var sysctl = new Sysctl(kernel);
        var registry = new Registry();
        var gpu = new AppleGpu();
        var tick = 1.0 / (sysctl.Number("hw.tbfrequency") ?? 1_000_000_000);
        return
        [
            new HostCpuSampler(kernel, sysctl, registry),
            new MemorySampler(kernel, sysctl),
            new ProcessSampler(kernel, sysctl),
            new ThermalPressureSampler(new ThermalPressure()),
            new IoReportSampler(new IoReport(tick), kernel, sysctl, registry, gpu), // Before the accelerators: it measures their work, they tell of a moment.
            new SmcSampler(new Smc(), AppleChip.Parse(sysctl.Text("machdep.cpu.brand_string"))?.Family, gpu),
            new AcceleratorSampler(new Accelerators(), gpu),
        ];
    }
}

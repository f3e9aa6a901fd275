using System.Globalization;
using MlOps.Silicon.Detection;

namespace MlOps.Silicon.Runs;

/// <summary>What a run says of the machine it ran on: a few tags to filter by, and one with the whole description.</summary>
internal static class MachineTags
{
    public const string Whole = "mlops.silicon";

    // What a tag holds in the oldest MLflow that opens the store. Only a machine with very many kinds of parts needs more.
    private const int MaxTag = 5000;

    public static void Write(IObservedRun run, SiliconInfo machine)
    {
        Tag("chip", machine.Cpu.Chip is { } chip ? $"{chip} {machine.Cpu.Variant}".Trim() : null);
        Tag("cores", Cores(machine.Cpu));
        Tag("memory_bytes", machine.Memory.Total?.ToString(CultureInfo.InvariantCulture));
        Tag("gpus", machine.Gpus.Count == 0 ? null : string.Join("; ", machine.Gpus.Select(static gpu => gpu.Name ?? gpu.Vendor)));
        Tag("hypervisor", machine.Hypervisor);
        Tag("limits", machine.Limits is { } limits ? Limits(limits) : null);
        if (SiliconJson.Write(machine with { Advice = [] }, isIndented: false) is { Length: <= MaxTag } description)
        {
            run.SetTag(Whole, description);
        }

        void Tag(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                run.SetTag($"{Whole}.{name}", value);
            }
        }
    }

    /// <summary>Such as <c>8 Performance + 4 Efficiency</c>; where all are alike, only how many.</summary>
    private static string Cores(CpuInfo cpu) => cpu.CoreClasses.Count > 1
        ? string.Join(" + ", cpu.CoreClasses.Select(static cores => string.Create(CultureInfo.InvariantCulture, $"{cores.CoreCount ?? cores.LogicalCount} {cores.Name}")))
        : (cpu.CoreCount ?? cpu.LogicalCount).ToString(CultureInfo.InvariantCulture);

    private static string Limits(ResourceLimits limits) => string.Join(", ", new[]
    {
        limits.Cpus is { } cpus ? string.Create(CultureInfo.InvariantCulture, $"{cpus:0.##} processors") : null,
        limits.Memory is { } memory ? string.Create(CultureInfo.InvariantCulture, $"{memory} bytes of memory") : null,
    }.OfType<string>()) + $" ({limits.Source})";
}

using System.Globalization;

namespace MlOps.Silicon.Runs;

/// <summary>What a run says of the machine it ran on: a few tags to filter by, and the whole description as an artifact.</summary>
internal static class MachineTags
{
    public const string Artifact = "system/silicon.json";

    public static void Write(IObservedRun run, SiliconInfo machine)
    {
        Tag("chip", machine.Cpu.Chip is { } chip ? $"{chip} {machine.Cpu.Variant}".Trim() : null);
        Tag("cores", Cores(machine.Cpu));
        Tag("memory_bytes", machine.Memory.Total?.ToString(CultureInfo.InvariantCulture));
        Tag("gpus", machine.Gpus.Count == 0 ? null : string.Join("; ", machine.Gpus.Select(static gpu => gpu.Name ?? gpu.Vendor)));
        Tag("hypervisor", machine.Hypervisor);
        Tag("limits", machine.Limits is { } limits ? Limits(limits) : null);
        if (run.ParentId is null)
        {
            run.LogText(Artifact, machine.ToJson()); // That of a nested run is the same.
        }

        void Tag(string name, string? value)
        {
            if (!string.IsNullOrEmpty(value))
            {
                run.SetTag("mlops.silicon." + name, value);
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

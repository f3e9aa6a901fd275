using System.Globalization;
using Spectre.Console;

namespace MlOps.Cli.Silicon;

/// <summary>A machine as a person reads it.</summary>
internal static class SiliconCard
{
    public static void Print(IAnsiConsole console, SiliconInfo machine)
    {
        var cpu = machine.Cpu;
        console.MarkupLineInterpolated($"\n[bold]{TerminalText.Of(cpu.Model ?? "unknown processor")}[/]\n");
        var facts = new Grid().AddColumn(new GridColumn().PadLeft(2).PadRight(3).NoWrap()).AddColumn();
        Row(facts, "processors", Counts(cpu));
        foreach (var cores in cpu.CoreClasses)
        {
            Row(facts, cpu.CoreClasses.Count > 1 ? cores.Name.ToLowerInvariant() : "", Cores(cores));
        }

        Row(facts, "can do", string.Join(' ', cpu.Features));
        Row(facts, "memory", Join(Size(machine.Memory.Total), machine.Memory.Available is { } free ? $"{Size(free)} free" : null, machine.Memory.BandwidthClass, machine.Memory.IsUnified ? "shared with the GPU" : null));
        foreach (var gpu in machine.Gpus)
        {
            Row(facts, Invariant($"gpu {gpu.Index}"), Join($"{(gpu.Name?.Contains(gpu.Vendor, StringComparison.OrdinalIgnoreCase) == true ? "" : gpu.Vendor + " ")}{gpu.Name}", gpu.CoreCount is { } count ? Invariant($"{count} cores") : null, Size(gpu.Memory), gpu.PowerLimit is { } watts ? Invariant($"up to {watts:0} W") : null, gpu.Driver is { } driver ? $"driver {driver}" : null));
        }

        Row(facts, "neural engine", machine.NeuralEngine is { } engine ? Join(engine.Name, engine.CoreCount is { } units ? Invariant($"{units} cores") : null) : null);
        Row(facts, "limits", machine.Limits is { } limits ? $"{Join(limits.Cpus is { } cpus ? Invariant($"{cpus:0.##} processors") : null, Size(limits.Memory) is { } most ? most + " of memory" : null)} ({limits.Source})" : null);
        Row(facts, "runs in", Join(machine.Container, machine.Hypervisor is { } hypervisor ? $"a virtual machine ({hypervisor})" : null));
        Row(facts, "system", Join(machine.OperatingSystem.Name, machine.OperatingSystem.Kernel, machine.OperatingSystem.Architecture));
        Row(facts, "runtime", Join(machine.Dotnet.Version, machine.Dotnet.Architecture, machine.Dotnet.IsServerGc ? "server GC" : "workstation GC", machine.Dotnet.IsNativeAot ? "NativeAOT" : null));
        console.Write(facts);
        TextTable.Print(console, "advice", machine.Advice.Select(static advice => new[] { advice.Name, advice.Value, advice.Reason }), "for", "take", "since");
    }

    private static string Counts(CpuInfo cpu) => Join(
        Invariant($"{cpu.LogicalCount} logical"),
        Count(cpu.CoreCount, "core"),
        Count(cpu.PackageCount, "package"),
        Count(cpu.ClusterCount, "cluster"),
        Count(cpu.NumaNodeCount, "NUMA node"))!;

    private static string Cores(CoreClassInfo cores) => Join(
        cores.CoreCount is { } count && cores.Name != "Core" ? Invariant($"{count} cores") : null,
        cores.Processors is { } processors ? $"processors {processors}" : null,
        cores.MaxFrequency is > 0 and var hertz ? Invariant($"up to {hertz / 1e9:0.00} GHz") : null,
        string.Join(' ', cores.Caches.Select(static cache => $"{cache.Name} {Size(cache.Size)}")))!;

    private static string? Count(int? count, string what) => count is { } known ? Words.Count(known, what) : null;

    private static string? Size(long? bytes) => bytes is { } known ? Words.Bytes(known) : null;

    private static string? Join(params ReadOnlySpan<string?> parts)
    {
        var known = new List<string>();
        foreach (var part in parts)
        {
            if (!string.IsNullOrEmpty(part))
            {
                known.Add(part);
            }
        }

        return known.Count == 0 ? null : string.Join(", ", known);
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static void Row(Grid grid, string name, string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            grid.AddRow(new Text(name), new Text(TerminalText.Of(value)));
        }
    }
}

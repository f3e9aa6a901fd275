using System.Globalization;

namespace MlOps.Silicon.Detection;

/// <summary>What follows for training from what a machine is made of.</summary>
internal static class Advisor
{
    private const double ShareOfMemory = 0.6;
    private const long Gigabyte = 1 << 30;

    /// <summary>Recommendations, each with the facts it rests on.</summary>
    public static IReadOnlyList<SiliconAdvice> Advise(SiliconInfo machine)
    {
        var advice = new List<SiliconAdvice>();
        var usable = Usable(machine);
        var cores = Cores(machine, usable);
        Add("training_parallelism", cores.Count, cores.Reason);
        Add(
            "loader_parallelism",
            Math.Max(usable - cores.Count is > 0 and var rest ? rest : usable / 2, 1),
            usable > cores.Count ? "The processors that training leaves free can read and decode data." : "Loaders share the processors with training: half of them are enough to stay ahead of it.");
        AddBatch(machine, advice);
        AddPrecision(machine, advice);
        AddCollector(machine, usable, advice);
        if (machine.Cpu.CoreClasses is [{ } fast, _, ..])
        {
            advice.Add(fast.Processors is { } processors
                ? new("pinning", processors, $"The {fast.Name} cores are processors {processors}: a step that waits for its slowest thread gains from staying on them ('taskset -c {processors}', or Process.ProcessorAffinity).")
                : new("pinning", "none", $"This system places threads by itself; threads of normal priority get the {fast.Name} cores."));
        }

        return advice;

        void Add(string name, int value, string reason) => advice.Add(new(name, value.ToString(CultureInfo.InvariantCulture), reason));
    }

    /// <summary>How many processors this process may keep busy.</summary>
    private static int Usable(SiliconInfo machine) =>
        Math.Max(machine.Limits?.Cpus is { } cpus ? (int)Math.Min(Math.Ceiling(cpus), machine.Cpu.LogicalCount) : machine.Cpu.LogicalCount, 1);

    private static (int Count, string Reason) Cores(SiliconInfo machine, int usable)
    {
        var cpu = machine.Cpu;
        if (cpu.CoreClasses is [{ CoreCount: { } fast and > 0 } first, _, ..] && fast < usable)
        {
            return (fast, $"{fast} {first.Name} cores: a slower core would hold up every step that waits for all threads.");
        }

        if (usable < cpu.LogicalCount)
        {
            return (usable, string.Create(CultureInfo.InvariantCulture, $"{machine.Limits!.Source} allows {machine.Limits.Cpus:0.##} of the {cpu.LogicalCount} processors; more threads than that are stopped again and again."));
        }

        return cpu.CoreCount is { } cores && cores < usable
            ? (cores, $"{cores} cores make {usable} processors; numeric work of two hardware threads shares one core's units.")
            : (usable, $"All {usable} processors are alike.");
    }

    private static void AddBatch(SiliconInfo machine, List<SiliconAdvice> advice)
    {
        var gpu = machine.Gpus.Where(static gpu => gpu.Memory is > 0).MinBy(static gpu => gpu.Memory);
        var (bytes, whose) = gpu is { Memory: { } memory }
            ? (memory, $"of {gpu.Name ?? gpu.Vendor}")
            : (Least(machine.Memory.Available ?? machine.Memory.Total, machine.Limits?.Memory), "that is free");
        if (bytes is > 0)
        {
            var budget = (long)(bytes * ShareOfMemory);
            advice.Add(new(
                "batch_memory_bytes",
                budget.ToString(CultureInfo.InvariantCulture),
                string.Create(CultureInfo.InvariantCulture, $"{ShareOfMemory:P0} of the {bytes / (double)Gigabyte:0.0} GiB of memory {whose}: the largest batch is this less the model and its optimizer, divided by what the activations of one row take.")));
        }

        static long? Least(long? one, long? other) => one is null ? other : other is null ? one : Math.Min(one.Value, other.Value);
    }

    private static void AddPrecision(SiliconInfo machine, List<SiliconAdvice> advice)
    {
        var has = machine.Cpu.Features.FirstOrDefault(static feature => feature is "AMX-BF16" or "AVX512BF16" or "BF16" or "FEAT_BF16" or "SME2");
        advice.Add(machine.Gpus.Any(static gpu => gpu.Vendor == "NVIDIA")
            ? new("precision", "bfloat16", "GPUs of NVIDIA since Ampere multiply bfloat16 at twice the speed of TF32, with the range of float32; older ones want float16 with loss scaling.")
            : has is not null
                ? new("precision", "bfloat16", $"The processor multiplies bfloat16 by itself ({has}): half the memory and up to twice the speed, with the range of float32.")
                : new("precision", "float32", "The processor has no instructions for shorter numbers: converting them would cost more than they save."));
    }

    private static void AddCollector(SiliconInfo machine, int usable, List<SiliconAdvice> advice)
    {
        const int Many = 4;
        var wantsServer = usable >= Many && !(machine.Limits?.Memory < 2 * Gigabyte);
        advice.Add(wantsServer == machine.Dotnet.IsServerGc
            ? new("gc", wantsServer ? "server" : "workstation", "The collector in use fits.")
            : wantsServer
                ? new("gc", "server", $"With {usable} processors a heap each keeps threads that load data from waiting for each other: <ServerGarbageCollection>true</ServerGarbageCollection>.")
                : new("gc", "workstation", "A heap for each of few processors, or in little memory, costs more than it brings: <ServerGarbageCollection>false</ServerGarbageCollection>."));
    }
}

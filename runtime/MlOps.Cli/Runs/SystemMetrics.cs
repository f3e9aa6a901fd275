using System.Globalization;
using MlOps.Store;

namespace MlOps.Cli.Runs;

/// <summary>What a run recorded of the machine, which is far more than people want to see beside their own metrics.</summary>
internal static class SystemMetrics
{
    private const string Prefix = "system/";
    private const string Tags = "mlops.silicon.";

    /// <summary>Whether a metric tells of the machine.</summary>
    public static bool Is(string name) => name.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The machine in a line: <c>AMD EPYC, 2 cores, 23.5 GiB, KVM</c>.</summary>
    public static string Machine(RecordedRunDetails run)
    {
        var cores = Tag("cores");
        string?[] parts =
        [
            run.Tags.GetValueOrDefault("mlops.cpu"),
            int.TryParse(cores, NumberStyles.None, CultureInfo.InvariantCulture, out var count) ? Words.Count(count, "core") : cores,
            long.TryParse(Tag("memory_bytes"), NumberStyles.None, CultureInfo.InvariantCulture, out var bytes) ? Words.Bytes(bytes) : null,
            Tag("gpus"),
            Tag("limits"),
            Tag("hypervisor"),
        ];
        return string.Join(", ", parts.Where(static part => !string.IsNullOrEmpty(part)));

        string? Tag(string name) => run.Tags.GetValueOrDefault(Tags + name);
    }

    /// <summary>The energy of the run, as far as its machine counts it.</summary>
    public static string? Energy(RecordedRunDetails run) =>
        run.Metrics.TryGetValue(Prefix + "energy_joules", out var joules)
            ? string.Create(CultureInfo.InvariantCulture, $"{joules.Last:0.#} J")
              + (run.Metrics.TryGetValue(Prefix + "co2_grams", out var grams) ? string.Create(CultureInfo.InvariantCulture, $", {grams.Last:0.###} g of CO₂") : "")
            : null;
}

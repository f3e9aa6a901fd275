using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Runs;

/// <summary>The energy of all parts that count their own: packages, memory, neural engine, GPUs. No part is in another one.</summary>
internal sealed class EnergySum
{
    private const string Suffix = "_energy_joules";

    public double Joules { get; private set; }

    /// <summary>Whether any part counts its energy; if none does, the sum is unknown and not zero.</summary>
    public bool IsKnown { get; private set; }

    public void Clear() => (Joules, IsKnown) = (0, false);

    public void Add(Metric metric, double joules)
    {
        if (IsPart(metric.Name))
        {
            Joules += joules;
            IsKnown = true;
        }
    }

    /// <summary>
    /// Whether the metric is the energy of a part of the machine. That of this process alone is in it already, and that of a GPU's own
    /// memory may be in the GPU's.
    /// </summary>
    internal static bool IsPart(string name) => name.EndsWith(Suffix, StringComparison.Ordinal)
        && !name.StartsWith("system/process_", StringComparison.Ordinal)
        && !name.EndsWith("_sram" + Suffix, StringComparison.Ordinal);
}

using System.Globalization;

namespace MlOps.Silicon.Linux;

/// <summary>The processor by <c>/proc/cpuinfo</c>, whose keys differ from architecture to architecture.</summary>
/// <param name="Model">The model; <see langword="null"/> if the text has none.</param>
/// <param name="Vendor">Who made it.</param>
/// <param name="IsVirtual">Whether the processor itself says that a hypervisor is below it.</param>
/// <param name="ProcessorCount">How many processors the text lists.</param>
internal sealed record CpuModel(string? Model, string? Vendor, bool IsVirtual, int ProcessorCount)
{
    /// <summary>Parts by maker, as the makers' manuals number them; what is not here is told by its numbers.</summary>
    private static readonly Dictionary<(int Maker, int Part), string> s_parts = new()
    {
        [(0x41, 0xd03)] = "Cortex-A53",
        [(0x41, 0xd05)] = "Cortex-A55",
        [(0x41, 0xd07)] = "Cortex-A57",
        [(0x41, 0xd08)] = "Cortex-A72",
        [(0x41, 0xd0b)] = "Cortex-A76",
        [(0x41, 0xd0c)] = "Neoverse-N1",
        [(0x41, 0xd40)] = "Neoverse-V1",
        [(0x41, 0xd41)] = "Cortex-A78",
        [(0x41, 0xd42)] = "Cortex-A78AE",
        [(0x41, 0xd49)] = "Neoverse-N2",
        [(0x41, 0xd4f)] = "Neoverse-V2",
        [(0x41, 0xd83)] = "Neoverse-V3AE",
        [(0x41, 0xd84)] = "Neoverse-V3",
        [(0x41, 0xd8e)] = "Neoverse-N3",
        [(0x61, 0x022)] = "M1 Icestorm",
        [(0x61, 0x023)] = "M1 Firestorm",
        [(0x61, 0x024)] = "M1 Pro Icestorm",
        [(0x61, 0x025)] = "M1 Pro Firestorm",
        [(0x61, 0x028)] = "M1 Max Icestorm",
        [(0x61, 0x029)] = "M1 Max Firestorm",
        [(0x61, 0x032)] = "M2 Blizzard",
        [(0x61, 0x033)] = "M2 Avalanche",
        [(0xc0, 0xac3)] = "Ampere-1",
        [(0xc0, 0xac4)] = "Ampere-1a",
    };

    public static CpuModel Parse(string text)
    {
        var lines = Array.FindAll(Array.ConvertAll(text.Split('\n'), static line => line.Split(':', 2, StringSplitOptions.TrimEntries)), static parts => parts.Length == 2);
        string? Find(params ReadOnlySpan<string> keys)
        {
            foreach (var key in keys)
            {
                var line = Array.Find(lines, line => line[0] == key && line[1].Length > 0);
                if (line is not null)
                {
                    return line[1];
                }
            }

            return null;
        }

        var maker = Hex(Find("CPU implementer"));
        var part = Hex(Find("CPU part"));
        var makerName = maker switch { null => null, 0x41 => "ARM", 0x61 => "Apple", 0xc0 => "Ampere", 0x51 => "Qualcomm", 0x46 => "Fujitsu", 0x48 => "HiSilicon", 0x4e => "NVIDIA", _ => $"0x{maker:x2}" };
        var vendor = Find("vendor_id", "mvendorid") ?? makerName;
        var model = Find("model name", "Model Name", "cpu model", "uarch")
            ?? (makerName is not null && part is not null ? $"{makerName} {(s_parts.TryGetValue((maker!.Value, part.Value), out var name) ? name : $"part 0x{part:x3}")}" : null)
            ?? Find("cpu", "Processor", "isa")
            ?? (Find("processor 0") is { } z ? "IBM/S390 " + z[(z.LastIndexOf(' ') + 1)..] : null); // version = FF,  identification = 133EBC,  machine = 2964
        var flags = Find("flags", "Features") ?? "";
        return new CpuModel(
            model,
            vendor,
            flags.Split(' ').Contains("hypervisor", StringComparer.Ordinal),
            Array.FindAll(lines, static line => line[0] == "processor" || (line[0].StartsWith("processor ", StringComparison.Ordinal) && char.IsAsciiDigit(line[0][^1]))).Length);
    }

    private static int? Hex(string? text) =>
        text is not null && text.StartsWith("0x", StringComparison.Ordinal) && int.TryParse(text.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number) ? number : null;
}

using System.Globalization;

namespace MlOps.Silicon.Windows;

/// <summary>What the name of a counter's instance tells: <c>pid_1234_luid_0x00000000_0x0000C7A5_phys_0_eng_3_engtype_3D</c>.</summary>
/// <param name="Pid">The process; zero in names of a whole adapter.</param>
/// <param name="Adapter">The adapter, as long as the system runs.</param>
/// <param name="Engine">The unit of the adapter; negative in names of a whole adapter.</param>
internal readonly record struct GpuEngine(uint Pid, ulong Adapter, int Engine)
{
    /// <summary>Reads a name.</summary>
    public static bool TryParse(ReadOnlySpan<char> name, out GpuEngine engine)
    {
        uint pid = 0;
        ulong? adapter = null;
        var unit = -1;
        while (Next(ref name) is { Length: > 0 } key)
        {
            switch (key)
            {
                case "pid":
                    _ = uint.TryParse(Next(ref name), NumberStyles.None, CultureInfo.InvariantCulture, out pid);
                    break;
                case "luid" when Hex(Next(ref name), out var high) & Hex(Next(ref name), out var low):
                    adapter = ((ulong)high << 32) | low;
                    break;
                case "eng" when !int.TryParse(Next(ref name), NumberStyles.None, CultureInfo.InvariantCulture, out unit):
                    unit = -1;
                    break;
                default:
                    break;
            }
        }

        engine = new(pid, adapter ?? 0, unit);
        return adapter is not null;
    }

    private static bool Hex(ReadOnlySpan<char> text, out uint number)
    {
        number = 0;
        return text.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && uint.TryParse(text[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number);
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> name)
    {
        var end = name.IndexOf('_');
        var part = end < 0 ? name : name[..end];
        name = end < 0 ? default : name[(end + 1)..];
        return part;
    }
}

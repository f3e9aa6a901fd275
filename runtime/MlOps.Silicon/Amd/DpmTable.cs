using System.Buffers.Text;

namespace MlOps.Silicon.Amd;

/// <summary>The clocks that a card can have (<c>pp_dpm_sclk</c>), one a line, a star behind that of the moment.</summary>
internal static class DpmTable
{
    /// <summary>The clock of the moment, MHz; <see langword="null"/> if no line has a star.</summary>
    public static double? Current(ReadOnlySpan<byte> text)
    {
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            if (line.TrimEnd((byte)' ').EndsWith("*"u8)
                && line.IndexOf((byte)':') is var colon and >= 0
                && Utf8Parser.TryParse(line[(colon + 1)..].TrimStart((byte)' '), out ulong megahertz, out _))
            {
                return megahertz;
            }
        }

        return null;
    }
}

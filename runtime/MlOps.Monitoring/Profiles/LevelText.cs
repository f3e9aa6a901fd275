using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MlOps.Monitoring.Profiles;

/// <summary>
/// Texts of levels, which are short: their first and last four characters, overlapping, are two words of the machine, and how long exactly
/// a text is then leads to no jump that the processor would have to guess.
/// </summary>
internal static class LevelText
{
    private const int Word = 4;

    // Seeded anew in every process, so that nobody can choose texts that meet.
    private static readonly ulong s_first = Seed();
    private static readonly ulong s_second = Seed();

    /// <summary>Whether two texts are the same, character by character.</summary>
    public static bool AreEqual(ReadOnlySpan<char> text, string level) =>
        text.Length == level.Length && (text.Length is >= Word and <= 2 * Word
            ? ((First(text) ^ First(level)) | (Last(text) ^ Last(level))) == 0
            : text.SequenceEqual(level));

    /// <summary>A hash for this process, two words at a time, each pair by one multiplication (as wyhash has it).</summary>
    public static uint Hash(ReadOnlySpan<char> text)
    {
        if (text.Length < Word)
        {
            return (uint)string.GetHashCode(text, StringComparison.Ordinal);
        }

        var state = (ulong)text.Length;
        for (; text.Length > 2 * Word; text = text[Math.Min(2 * Word, text.Length - (2 * Word))..])
        {
            state = Mix(First(text) ^ s_first, First(text[Word..]) ^ s_second ^ state);
        }

        state = Mix(First(text) ^ s_first, Last(text) ^ s_second ^ state);
        return (uint)(state >> 32) ^ (uint)state;
    }

    private static ulong First(ReadOnlySpan<char> text) => MemoryMarshal.Read<ulong>(MemoryMarshal.AsBytes(text));

    private static ulong Last(ReadOnlySpan<char> text) => First(text[^Word..]);

    private static ulong Mix(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low;
    }

    private static ulong Seed() => BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}

using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace MlOps.Monitoring.Statistics;

/// <summary>Sorts some numbers, such as a buffer of a sketch: by their leading digits, after which hardly any is out of place.</summary>
/// <remarks>
/// Of the 64 bits of a key the first 24 in which the smallest and the largest differ are sorted, 8 at a time; what those bits do not tell
/// apart is put right by insertion (Sedgewick, Algorithms in C, 10.3, has the two together). Numbers that are close to each other and far
/// from a few others would make insertion slow: after so many moves it is given up for a sort that compares.
/// </remarks>
internal static class NearlySort
{
    /// <summary>With more numbers wider digits are faster.</summary>
    public const int Most = 16 * 1024;

    private const int DigitBits = 8;
    private const int Radix = 1 << DigitBits;
    private const int Digits = 3;

    /// <summary>So many moves a number, on average, are what comparing would cost.</summary>
    private const int MostMoves = 8;

    public static void Sort(Span<double> values)
    {
        var buffer = ArrayPool<ulong>.Shared.Rent(values.Length);
        try
        {
            var keys = MemoryMarshal.Cast<double, ulong>(values);
            var scratch = buffer.AsSpan(0, values.Length);
            SortByLeadingDigits(keys, scratch);
            var isSorted = TryInsert(scratch);
            for (var i = 0; i < keys.Length; i++)
            {
                keys[i] = DoubleSort.ToBits(scratch[i]);
            }

            if (!isSorted)
            {
                values.Sort();
            }
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(buffer);
        }
    }

    /// <summary>Turns bits into keys; what is in <paramref name="scratch"/> in the end is sorted but for the last digits.</summary>
    private static void SortByLeadingDigits(Span<ulong> keys, Span<ulong> scratch)
    {
        var (least, greatest) = (ulong.MaxValue, ulong.MinValue);
        foreach (ref var key in keys)
        {
            key = DoubleSort.ToKey(key);
            least = Math.Min(least, key);
            greatest = Math.Max(greatest, key);
        }

        var shift = Math.Max(0, 64 - BitOperations.LeadingZeroCount(greatest - least) - (Digits * DigitBits));
        Span<int> counts = stackalloc int[Digits * Radix];
        counts.Clear();
        foreach (var key in keys)
        {
            var digits = (uint)((key - least) >> shift);
            counts[(byte)digits]++;
            counts[Radix + (byte)(digits >> DigitBits)]++;
            counts[(2 * Radix) + (byte)(digits >> (2 * DigitBits))]++;
        }

        Scatter(keys, scratch, least, shift, counts[..Radix]);
        Scatter(scratch, keys, least, shift + DigitBits, counts.Slice(Radix, Radix));
        Scatter(keys, scratch, least, shift + (2 * DigitBits), counts[(2 * Radix)..]);
    }

    private static void Scatter(ReadOnlySpan<ulong> from, Span<ulong> to, ulong least, int shift, Span<int> places)
    {
        var before = 0;
        foreach (ref var place in places)
        {
            (place, before) = (before, before + place);
        }

        foreach (var key in from)
        {
            to[places[(byte)((key - least) >> shift)]++] = key;
        }
    }

    /// <summary>Moves each key to its place among those before it, unless that takes too many moves.</summary>
    private static bool TryInsert(Span<ulong> keys)
    {
        var moves = MostMoves * keys.Length;
        for (var i = 1; i < keys.Length; i++)
        {
            var key = keys[i];
            var at = i;
            while (at > 0 && keys[at - 1] > key)
            {
                keys[at] = keys[at - 1];
                at--;
            }

            keys[at] = key;
            moves -= i - at;
            if (moves < 0)
            {
                return false;
            }
        }

        return true;
    }
}

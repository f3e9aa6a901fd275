using System.Numerics;
using System.Runtime.CompilerServices;

namespace MlOps.Csv;

/// <summary>
/// Reads the numbers that tables are full of, such as <c>-12.345</c>, several times faster than .NET's parsers, which stay
/// in charge of everything else. The result is the same to the last bit. Of characters as of UTF-8 bytes.
/// </summary>
internal static class SimpleNumber
{
    /// <summary>No whole number of so few digits: the text is none, or not a simple one.</summary>
    internal const long NoInt64 = long.MinValue;

    // Any number of this many digits is exact in the type it is gathered in.
    private const int MostDigits = 18;
    private const int MostUnsignedDigits = 19;

    // Up to here whole numbers are exact as double, and so are these powers of ten; then IEEE 754 rounds their quotient right.
    private const ulong LargestExact = 1UL << 53;

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    /// <returns>NaN for what is no number, and for what is not a simple one.</returns>
    internal static double Double<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var value = Double(text, 0, out var end);
        return end == text.Length ? value : double.NaN;
    }

    /// <returns><see cref="NoInt64"/> for what is no whole number, and for what is not a simple one.</returns>
    internal static long Int64<T>(ReadOnlySpan<T> text)
        where T : unmanaged, IBinaryInteger<T>
    {
        var value = Int64(text, 0, out var end);
        return end == text.Length ? value : NoInt64;
    }

    /// <summary>Reads the number that begins at a place of a record and ends with its field.</summary>
    /// <param name="record">The record, without its line end.</param>
    /// <param name="start">Where the number begins.</param>
    /// <param name="end">Where the field ends; -1 when it is no number, or not a simple one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static double Double<T>(ReadOnlySpan<T> record, int start, out int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        var isNegative = IsNegative(record, start);
        var first = isNegative ? start + 1 : start;
        var at = first;
        var number = Digits(record, ref at, 0);
        var digits = at - first;
        var decimals = 0;
        if (Is(record, at, '.'))
        {
            var point = at++;
            number = Digits(record, ref at, number);
            decimals = at - point - 1;
            digits += decimals;
        }

        if (digits < 1 || !IsEnd(record, at))
        {
            end = -1;
            return 0;
        }

        end = at;
        double value;
        if (digits <= MostDigits && number <= LargestExact)
        {
            value = number / PowersOfTen[decimals];
        }
        else if (decimals > DecimalScale.MostDecimals || digits - LeadingZeros(record, first) > MostUnsignedDigits)
        {
            end = -1;
            return 0;
        }
        else
        {
            value = DecimalScale.Apply(number, decimals);
        }

        return isNegative ? -value : value;
    }

    /// <summary>Reads the whole number that begins at a place of a record and ends with its field.</summary>
    /// <param name="record">The record, without its line end.</param>
    /// <param name="start">Where the number begins.</param>
    /// <param name="end">Where the field ends; -1 when it is no whole number, or not a simple one.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static long Int64<T>(ReadOnlySpan<T> record, int start, out int end)
        where T : unmanaged, IBinaryInteger<T>
    {
        var isNegative = IsNegative(record, start);
        var first = isNegative ? start + 1 : start;
        var at = first;
        var number = Digits(record, ref at, 0);
        end = at - first is < 1 or > MostDigits || !IsEnd(record, at) ? -1 : at;
        return isNegative ? -(long)number : (long)number;
    }

    // As many zeros as 0.00012 begins with say nothing of how many digits it has.
    private static int LeadingZeros<T>(ReadOnlySpan<T> record, int at)
        where T : unmanaged, IBinaryInteger<T>
    {
        var zeros = 0;
        for (; Is(record, at, '0') || Is(record, at, '.'); at++)
        {
            zeros += Is(record, at, '0') ? 1 : 0;
        }

        return zeros;
    }

    // What many digits overflow to is thrown away.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Digits<T>(ReadOnlySpan<T> record, ref int at, ulong number)
        where T : unmanaged, IBinaryInteger<T>
    {
        uint digit;
        while ((uint)at < (uint)record.Length && (digit = uint.CreateTruncating(record[at]) - '0') <= 9)
        {
            number = (number * 10) + digit;
            at++;
        }

        return number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNegative<T>(ReadOnlySpan<T> record, int at)
        where T : unmanaged, IBinaryInteger<T> => Is(record, at, '-');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsEnd<T>(ReadOnlySpan<T> record, int at)
        where T : unmanaged, IBinaryInteger<T> => (uint)at >= (uint)record.Length || Is(record, at, ',');

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool Is<T>(ReadOnlySpan<T> record, int at, char character)
        where T : unmanaged, IBinaryInteger<T> => (uint)at < (uint)record.Length && uint.CreateTruncating(record[at]) == character;
}

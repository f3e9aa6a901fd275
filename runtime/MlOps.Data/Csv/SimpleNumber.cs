using System.Runtime.CompilerServices;

namespace MlOps.Data.Csv;

/// <summary>
/// Reads the numbers that tables are full of, such as <c>-12.345</c>, several times faster than .NET's parsers, which stay
/// in charge of everything else. The result is the same to the last bit.
/// </summary>
internal static class SimpleNumber
{
    /// <summary>No whole number of so few digits: the text is none, or not a simple one.</summary>
    internal const long NoInt64 = long.MinValue;

    // Any number of this many digits is exact in the type it is gathered in.
    private const int MostDigits = 18;

    // Up to here whole numbers are exact as double, and so are these powers of ten; then IEEE 754 rounds their quotient right.
    private const long LargestExact = 1L << 53;

    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18,
    ];

    /// <returns>NaN for what is no number, and for what is not a simple one.</returns>
    // An answer in a register, and not beside a Boolean in memory: this runs once for every field of a file.
    internal static double Double(ReadOnlySpan<char> text)
    {
        var at = IsNegative(text) ? 1 : 0;
        var first = at;
        if (text.Length - first is < 1 or > MostDigits)
        {
            return double.NaN;
        }

        var number = 0L;
        uint digit;
        while ((uint)at < (uint)text.Length && (digit = (uint)(text[at] - '0')) <= 9)
        {
            number = (number * 10) + digit;
            at++;
        }

        var scale = 1.0;
        if (at < text.Length)
        {
            var point = at;
            if (text[at++] != '.' || text.Length - first == 1)
            {
                return double.NaN;
            }

            while ((uint)at < (uint)text.Length && (digit = (uint)(text[at] - '0')) <= 9)
            {
                number = (number * 10) + digit;
                at++;
            }

            if (at < text.Length)
            {
                return double.NaN;
            }

            scale = PowersOfTen[text.Length - point - 1];
        }

        var value = number / scale;
        return number > LargestExact ? double.NaN : first == 0 ? value : -value;
    }

    /// <returns><see cref="NoInt64"/> for what is no whole number, and for what is not a simple one.</returns>
    internal static long Int64(ReadOnlySpan<char> text)
    {
        var at = IsNegative(text) ? 1 : 0;
        var first = at;
        if (text.Length - first is < 1 or > MostDigits)
        {
            return NoInt64;
        }

        var number = 0L;
        for (; at < text.Length; at++)
        {
            var digit = (uint)(text[at] - '0');
            if (digit > 9)
            {
                return NoInt64;
            }

            number = (number * 10) + digit;
        }

        return first == 0 ? number : -number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNegative(ReadOnlySpan<char> text) => text.Length > 0 && text[0] == '-';
}

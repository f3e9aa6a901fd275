using System.Numerics;

namespace MlOps.Csv;

/// <summary>
/// Whole numbers divided by powers of ten, rounded to the nearest <c>double</c>: what numbers of 17 digits need, as programs write them that
/// lose nothing. (The algorithm of Eisel and Lemire: Number parsing at a gigabyte per second, 2021; Mushtak and Lemire, Fast number
/// parsing without fallback, 2023.)
/// </summary>
internal static class DecimalScale
{
    /// <summary>So many decimals at most: up to here the reciprocals below are sure to be good enough.</summary>
    internal const int MostDecimals = 27;

    private const int MantissaBits = 52;
    private const int Bias = 1023;

    // The first 128 bits of 1 / 5^n, rounded up.
    private static readonly (ulong High, ulong Low)[] s_reciprocals = [.. Enumerable.Range(0, MostDecimals + 1).Select(Reciprocal)];

    /// <summary>The double next to <paramref name="number"/> / 10^<paramref name="decimals"/>; of two equally near ones the even one.</summary>
    internal static double Apply(ulong number, int decimals)
    {
        if (number == 0)
        {
            return 0;
        }

        if (decimals == 0)
        {
            return number;
        }

        var zeros = BitOperations.LeadingZeroCount(number);
        number <<= zeros;
        var (reciprocal, rest) = s_reciprocals[decimals];
        var high = Math.BigMul(number, reciprocal, out var low);
        const ulong Undecided = ulong.MaxValue >> (MantissaBits + 3);
        if ((high & Undecided) == Undecided)
        {
            // The bits that are left out might carry into those that count.
            var carry = Math.BigMul(number, rest, out _);
            low += carry;
            high += low < carry ? 1UL : 0;
        }

        var upper = (int)(high >> 63);
        var shift = upper + 64 - MantissaBits - 3;
        var mantissa = high >> shift;
        // An exact half: the remainder of a number that is short enough is nothing.
        if (low <= 1 && decimals <= 4 && (mantissa & 3) == 1 && mantissa << shift == high)
        {
            mantissa--;
        }

        mantissa = (mantissa + (mantissa & 1)) >> 1;
        var exponent = Power(decimals) + upper - zeros + Bias;
        if (mantissa >= 2UL << MantissaBits)
        {
            (mantissa, exponent) = (1UL << MantissaBits, exponent + 1);
        }

        return BitConverter.UInt64BitsToDouble((mantissa & ~(1UL << MantissaBits)) | ((ulong)exponent << MantissaBits));
    }

    // log2(10) times the decimals, rounded down, and the place of the first bit.
    private static int Power(int decimals) => (((152170 + 65536) * -decimals) >> 16) + 63;

    private static (ulong High, ulong Low) Reciprocal(int decimals)
    {
        var power = BigInteger.Pow(5, decimals);
        var bits = (int)(power - 1).GetBitLength(); // The least that 2 must be raised to.
        var reciprocal = (BigInteger.One << (bits + 127)) / power + 1;
        return ((ulong)(reciprocal >> 64), (ulong)(reciprocal & ulong.MaxValue));
    }
}

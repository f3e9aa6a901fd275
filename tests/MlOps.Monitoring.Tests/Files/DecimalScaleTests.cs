using System.Globalization;
using CsCheck;
using MlOps.Csv;

namespace MlOps.Monitoring.Tests.Files;

/// <summary>Numbers of 17 digits and more are read to the last bit, as .NET reads them.</summary>
public sealed class DecimalScaleTests
{
    private static readonly Gen<int> Decimals = Gen.Int[0, DecimalScale.MostDecimals];

    [Fact]
    public void AllDigitsThatFit() =>
        Gen.Select(Gen.ULong[0, 9_999_999_999_999_999_999], Decimals).Sample(static (number, decimals) => IsRight(number, decimals), iter: 200_000);

    [Fact]
    public void FewDigits() =>
        Gen.Select(Gen.ULong[0, 1000], Decimals).Sample(static (number, decimals) => IsRight(number, decimals), iter: 20_000);

    [Fact]
    public void HalvesBetweenTwoDoublesAndWhatLiesNextToThem() =>
        Gen.Select(Gen.ULong[(1UL << 53) + 1, 1UL << 54], Gen.Int[1, 3], Gen.Int[-1, 1]).Sample(
            static (half, decimals, beside) => IsRight((ulong)((long)((half | 1) * (ulong)Math.Pow(5, decimals)) + beside), decimals),
            iter: 100_000);

    private static bool IsRight(ulong number, int decimals)
    {
        var digits = number.ToString(CultureInfo.InvariantCulture).PadLeft(decimals + 1, '0');
        var expected = double.Parse($"{digits[..^decimals]}.{digits[^decimals..]}", CultureInfo.InvariantCulture);
        return DecimalScale.Apply(number, decimals).Equals(expected);
    }
}

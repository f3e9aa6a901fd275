using System.Globalization;
using CsCheck;

namespace MlOps.Monitoring.Tests.Columns;

public sealed class SinglePrecisionTests
{
    [Theory]
    [InlineData(5.1f, 5.1)]
    [InlineData(-0.003f, -0.003)]
    [InlineData(1e10f, 1e10)]
    [InlineData(16777216f, 16777216)]
    [InlineData(float.NaN, double.NaN)]
    [InlineData(float.PositiveInfinity, double.PositiveInfinity)]
    [InlineData(float.MaxValue, (double)float.MaxValue)]
    [InlineData(float.Epsilon, (double)float.Epsilon)]
    public void AFloatIsTheNumberItWasMadeOf(float value, double number) => Assert.Equal(number, SinglePrecision.Widen(value));

    [Fact]
    public void EveryDecimalOfSixDigitsComesBack() => Gen.Int[-999_999, 999_999].Select(Gen.Int[0, 6]).Sample(static (digits, scale) =>
    {
        var number = double.Parse(string.Create(CultureInfo.InvariantCulture, $"{digits}e-{scale}"), CultureInfo.InvariantCulture);
        Assert.Equal(number, SinglePrecision.Widen((float)number));
    });

    [Fact]
    public void WhateverComesBackIsTheSameFloat() => Gen.Float.Sample(static value => Assert.Equal(value, (float)SinglePrecision.Widen(value)));
}

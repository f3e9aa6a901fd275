using CsCheck;
using MlOps.Monitoring.Calibrated;

namespace MlOps.Monitoring.Tests.Calibrated;

/// <summary>Expected numbers are of R's <c>p.adjust</c>.</summary>
public sealed class AdjustmentTests
{
    [Fact]
    public void BenjaminiAndHochbergAreThoseOfR() =>
        Assert.Equal([0.04, 0.0533333333, 0.0533333333, 0.5], Adjustment.BenjaminiHochberg([0.01, 0.04, 0.03, 0.5]).Select(static p => Math.Round(p, 10)));

    [Fact]
    public void HolmWithEqualWeightsIsThatOfR() => Assert.Equal([0.04, 0.09, 0.09, 0.5], Adjustment.Holm([0.01, 0.04, 0.03, 0.5], [1, 1, 1, 1], 0).Select(static p => Math.Round(p, 10)));

    [Fact]
    public void ALightTestTakesLittleOfTheLevel() => Assert.Equal(0.0125, Adjustment.Holm([0.01], [1], 0.25)[0], 1e-12);

    [Fact]
    public void NoAdjustedValueIsBelowItsOwn() => Gen.Double[0, 1].Array[0, 20].Sample(static values =>
    {
        Assert.All(values.Zip(Adjustment.BenjaminiHochberg(values)), static pair => Assert.InRange(pair.Second, pair.First - 1e-15, 1));
        Assert.All(values.Zip(Adjustment.Holm(values, [.. values.Select(static _ => 1.0)], 0)), static pair => Assert.InRange(pair.Second, pair.First - 1e-15, 1));
    });
}

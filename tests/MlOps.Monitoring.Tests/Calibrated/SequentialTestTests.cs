using MlOps.Monitoring.Calibrated;

namespace MlOps.Monitoring.Tests.Calibrated;

public sealed class SequentialTestTests
{
    [Fact]
    public void WhatIsCommonTakesFewDraws()
    {
        var (draws, drawn) = (new Draws(1), 0);
        Assert.InRange(SequentialTest.PValue(0.5, () => Counted(draws.Uniform(), ref drawn)), 0.3, 0.8);
        Assert.InRange(drawn, 20, 70);
    }

    [Fact]
    public void WhatIsRareHasAPValueThatSeveralHundredColumnsCanTell()
    {
        var draws = new Draws(2);
        Assert.InRange(SequentialTest.PValue(-Math.Log(1e-6), () => -Math.Log(1 - draws.Uniform())), 1e-8, 1e-4);
    }

    [Fact]
    public void WhatNeverVariesIsNoWonder() => Assert.Equal(1, SequentialTest.PValue(3, static () => 3));

    [Fact]
    public void BeyondDrawsThatNeverVaryOnlyTheirNumberTells() => Assert.Equal(1.0 / 2000, SequentialTest.PValue(4, static () => 3));

    [Fact]
    public void PValuesWithoutDriftAreUniformOrLarger()
    {
        var draws = new Draws(3);
        var below = Enumerable.Range(0, 1000).Count(_ => SequentialTest.PValue(draws.Uniform(), draws.Uniform) <= 0.05);
        Assert.InRange(below, 25, 75);
    }

    private static double Counted(double value, ref int count)
    {
        count++;
        return value;
    }
}

using MlOps.Monitoring.Calibrated;

namespace MlOps.Monitoring.Tests.Calibrated;

public sealed class NewLevelsTests
{
    [Fact]
    public void ARareLevelThatHappensToBeNewIsNothing()
    {
        var (p, rows) = NewLevels.Test([90, 9, 0], [9, 0, 1]);
        Assert.Equal(1, rows);
        Assert.InRange(p, 0.05, 1);
    }

    [Fact]
    public void ALevelOfManyRowsThatIsNewIsCertain()
    {
        var (p, rows) = NewLevels.Test([500, 500, 0], [450, 450, 100]);
        Assert.Equal(100, rows);
        Assert.InRange(p, 1e-60, 1e-20); // (900 / 2000)^100 is of the order of 10⁻³².
    }

    [Fact]
    public void ManyLevelsSeenOnceMakeOneMoreOfThemNoWonder()
    {
        // Every level of the reference is there once: of current rows nearly all must be new.
        var (reference, current) = (new long[200], new long[200]);
        Array.Fill(reference, 1, 0, 100);
        Array.Fill(current, 1, 100, 100);
        Assert.Equal(1, NewLevels.Test(reference, current).PValue, 1e-6);
    }

    [Fact]
    public void WithoutNewLevelsThereIsNothingToSay() => Assert.Equal((1, 0L), NewLevels.Test([5, 5], [5, 0]));

    [Fact]
    public void TheBoundIsNotBelowTheChanceItself()
    {
        // One row in a hundred of which the reference has half, ten levels of two rows: P(a level is new) = C(98, 50) / C(100, 50).
        var chance = 1 - Math.Pow(1 - (49.0 * 50 / (99 * 100)), 10);
        long[] reference = [30, 2, 2, 2, 2, 2, 2, 2, 2, 2, 0, 2];
        long[] current = [48, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0];
        Assert.True(NewLevels.Test(reference, current).PValue >= chance * 0.9);
    }
}

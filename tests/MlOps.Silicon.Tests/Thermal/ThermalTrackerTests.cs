using MlOps.Silicon.Thermal;

namespace MlOps.Tests.Thermal;

public sealed class ThermalTrackerTests
{
    private readonly ThermalTracker _tracker = new();
    private readonly List<(ThermalLevel From, ThermalLevel To)> _changes = [];
    private double _seconds;

    public ThermalTrackerTests() => _tracker.Changed += (from, to) => _changes.Add((from, to));

    [Fact]
    public void OneHotReadingIsNoLevel()
    {
        Read(ThermalLevel.Nominal, ThermalLevel.Critical, ThermalLevel.Nominal, ThermalLevel.Critical, ThermalLevel.Nominal);
        Assert.Empty(_changes);
        Assert.Equal(ThermalLevel.Nominal, _tracker.Level);
    }

    [Fact]
    public void TwoHotReadingsAreTheLevelThatBothReach()
    {
        Read(ThermalLevel.Elevated, ThermalLevel.Critical);
        Assert.Equal(ThermalLevel.Elevated, _tracker.Level);
        Read(ThermalLevel.Critical);
        Assert.Equal(ThermalLevel.Critical, _tracker.Level);
    }

    [Fact]
    public void ItFallsAfterHalfAMinuteOfCalm()
    {
        Read(ThermalLevel.Throttling, ThermalLevel.Throttling);
        Read([.. Enumerable.Repeat(ThermalLevel.Nominal, 30)]);
        Assert.Equal(ThermalLevel.Throttling, _tracker.Level);
        Read(ThermalLevel.Nominal);
        Assert.Equal([(ThermalLevel.Nominal, ThermalLevel.Throttling), (ThermalLevel.Throttling, ThermalLevel.Nominal)], _changes);
    }

    [Fact]
    public void ItFallsNoLowerThanWhatWasReadMeanwhile()
    {
        Read(ThermalLevel.Critical, ThermalLevel.Critical);
        Read([.. Enumerable.Repeat(ThermalLevel.Nominal, 20), .. Enumerable.Repeat(ThermalLevel.Elevated, 11)]);
        Assert.Equal(ThermalLevel.Elevated, _tracker.Level);
    }

    [Fact]
    public void ARelapseBeginsTheCalmAnew()
    {
        Read(ThermalLevel.Throttling, ThermalLevel.Throttling);
        Read([.. Enumerable.Repeat(ThermalLevel.Nominal, 29), ThermalLevel.Throttling, .. Enumerable.Repeat(ThermalLevel.Nominal, 29)]);
        Assert.Equal(ThermalLevel.Throttling, _tracker.Level);
    }

    [Fact]
    public void ReadingsOfOneMomentAreOne()
    {
        for (var i = 0; i < 4; i++)
        {
            _tracker.Update(ThermalLevel.Critical, 0.1 * i);
        }

        Assert.Equal(ThermalLevel.Nominal, _tracker.Level);
    }

    [Fact]
    public void ASensorThatIsGoneHoldsNoLevel()
    {
        Read(ThermalLevel.Critical, ThermalLevel.Critical);
        _tracker.Update(null, _seconds + 10);
        Assert.Equal(ThermalLevel.Critical, _tracker.Level); // It may only be late.
        _tracker.Update(null, _seconds + 60);
        Assert.Equal(ThermalLevel.Nominal, _tracker.Level);
        Assert.False(_tracker.IsKnown);
        Assert.Equal((ThermalLevel.Critical, ThermalLevel.Nominal), _changes[^1]);
    }

    [Fact]
    public void AReadingOfLongAgoAgreesWithNone()
    {
        Read(ThermalLevel.Critical);
        _seconds += 3600;
        Read(ThermalLevel.Critical);
        Assert.Equal(ThermalLevel.Nominal, _tracker.Level);
        Read(ThermalLevel.Critical);
        Assert.Equal(ThermalLevel.Critical, _tracker.Level);
    }

    [Fact]
    public void AMachineWithoutSensorsIsNotKnownToBeCool()
    {
        _tracker.Update(null, 1);
        Assert.False(_tracker.IsKnown);
    }

    private void Read(params ThermalLevel[] levels)
    {
        foreach (var level in levels)
        {
            _tracker.Update(level, _seconds++);
        }
    }
}

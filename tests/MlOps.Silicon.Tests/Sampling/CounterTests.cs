using MlOps.Silicon.Sampling;

namespace MlOps.Tests.Sampling;

public sealed class CounterTests
{
    [Fact]
    public void TheFirstReadingAddsNothing()
    {
        var counter = new Counter();
        Assert.False(counter.TryAdvance(100, out var added));
        Assert.Equal(0ul, added);
        Assert.True(counter.TryAdvance(130, out added));
        Assert.Equal(30ul, added);
    }

    [Fact]
    public void ACounterThatWrapsGoesOnOverItsEnd()
    {
        var counter = new Counter(range: 1000);
        counter.TryAdvance(990, out _);
        Assert.True(counter.TryAdvance(15, out var added));
        Assert.Equal(25ul, added);
    }

    [Fact]
    public void ACounterThatWasSetAnewBeginsAnew()
    {
        var counter = new Counter();
        counter.TryAdvance(1000, out _);
        Assert.False(counter.TryAdvance(10, out _));
        Assert.True(counter.TryAdvance(14, out var added));
        Assert.Equal(4ul, added);
    }

    [Fact]
    public void ARateIsNotToldOverTheSleepOfTheMachine()
    {
        var rate = new RateCounter();
        Assert.Equal(double.NaN, rate.PerSecond(100, new Moment(1)));
        Assert.Equal(25, rate.PerSecond(150, new Moment(3)));
        Assert.Equal(double.NaN, rate.PerSecond(160, new Moment(3600, IsAfterGap: true)));
        Assert.Equal(10, rate.PerSecond(170, new Moment(3601)));
    }
}

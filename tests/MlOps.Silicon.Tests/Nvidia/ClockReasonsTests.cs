using MlOps.Silicon.Nvidia;

namespace MlOps.Tests.Nvidia;

public sealed class ClockReasonsTests
{
    [Theory]
    [InlineData(0x0, ThermalLevel.Nominal)]
    [InlineData(0x1, ThermalLevel.Nominal)] // Idle.
    [InlineData(0x2, ThermalLevel.Nominal)] // Clocks that somebody chose.
    [InlineData(0x10, ThermalLevel.Nominal)] // In step with other GPUs.
    [InlineData(0x100, ThermalLevel.Nominal)] // The display.
    [InlineData(0x4, ThermalLevel.Nominal)]
    [InlineData(0x8, ThermalLevel.Nominal)]
    [InlineData(0x20, ThermalLevel.Throttling)]
    [InlineData(0x24, ThermalLevel.Throttling)]
    [InlineData(0x40, ThermalLevel.Critical)]
    [InlineData(0x48, ThermalLevel.Critical)]
    [InlineData(0x80, ThermalLevel.Critical)]
    public void OneReadingMeans(ulong bits, ThermalLevel level) => Assert.Equal(level, default(ClockReasonsLevel).Next((ClockReasons)bits));

    [Fact]
    public void ASlowdownWithoutReasonCountsWhenItLasts()
    {
        var reasons = new ClockReasonsLevel();
        Assert.Equal(ThermalLevel.Nominal, reasons.Next(ClockReasons.Slowdown));
        Assert.Equal(ThermalLevel.Nominal, reasons.Next(ClockReasons.None));
        Assert.Equal(ThermalLevel.Nominal, reasons.Next(ClockReasons.Slowdown));
        Assert.Equal(ThermalLevel.Throttling, reasons.Next(ClockReasons.Slowdown));
        Assert.Equal(ThermalLevel.Nominal, reasons.Next(ClockReasons.None));
    }
}

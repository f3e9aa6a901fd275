using MlOps.Cli.Runs;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Cli;

public sealed class SparklineTests
{
    [Theory]
    [InlineData(new double[] { }, "")]
    [InlineData(new double[] { 1 }, "")]
    [InlineData(new double[] { 2, 2, 2 }, "▁▁▁")]
    [InlineData(new double[] { 7, 6, 5, 4, 3, 2, 1, 0 }, "█▇▆▅▄▃▂▁")]
    [InlineData(new double[] { double.MinValue, 0, double.MaxValue }, "▁▅█")]
    public void ItsHeightsFollowTheValues(double[] values, string expected) => Assert.Equal(expected, Sparkline.Of(values));

    [Fact]
    public void ALongHistoryIsSummedUpInEqualSpansAndOnlyFiniteValuesCount()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        for (var step = 0; step < 160; step++)
        {
            run.Log("loss", step, step);
            run.Log("loss", double.NaN, step);
            run.Log("loss", double.NegativeInfinity, step);
        }

        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        Assert.Equal([4.5, 14.5, 24.5], reader.Course(reader.Find(run.RunId), "loss", 16).Take(3));
        Assert.Equal(16, reader.Course(reader.Find(run.RunId), "loss", 16).Count);
    }
}

using CsCheck;
using MlOps.Monitoring.Tests.Calibrated;

namespace MlOps.Monitoring.Tests.Profiles;

public sealed class QuantileSketchTests
{
    private const int Many = 300_000;

    private static readonly double[] Shares = [0, 0.01, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

    [Fact]
    public void FewDifferentNumbersAreKeptExactlyHoweverManyThereAre()
    {
        var sketch = new QuantileSketch();
        for (var i = 0; i < 100; i++)
        {
            sketch.Add([.. Enumerable.Range(0, QuantileSketch.ExactDistinct).Select(static value => value / 8.0)]);
        }

        Assert.True(sketch.IsExact);
        Assert.Equal(0, sketch.RankError);
        Assert.Equal(QuantileSketch.ExactDistinct * 100, sketch.Count);
        Assert.Equal(QuantileSketch.ExactDistinct, sketch.Distinct);
        Assert.Equal(255.9375, sketch.Quantile(0.5)); // Between 2047 / 8 and 2048 / 8.
    }

    [Fact]
    public void OneMoreMakesItRough()
    {
        var sketch = new QuantileSketch();
        sketch.Add([.. Enumerable.Range(0, QuantileSketch.ExactDistinct + 1).Select(static value => (double)value)]);
        Assert.False(sketch.IsExact);
        Assert.True(sketch.RankError > 0);
    }

    [Fact]
    public void QuantilesOfFewNumbersAreThoseOfNumpy()
    {
        var sketch = new QuantileSketch();
        sketch.Add([3, 1, 2, 10]);
        Assert.Equal([1, 1.75, 2.5, 4.75, 10], new[] { 0, 0.25, 0.5, 0.75, 1 }.Select(sketch.Quantile));
    }

    [Theory]
    [InlineData("in order")]
    [InlineData("backwards")]
    [InlineData("by chance")]
    public void RanksAreWithinTheStatedError(string order)
    {
        var values = Enumerable.Range(0, Many).Select(static value => (double)value).ToArray();
        var draws = new Draws(5);
        Array.Sort(order == "by chance" ? [.. values.Select(_ => draws.Uniform())] : order == "in order" ? values.ToArray() : [.. values.Select(static value => -value)], values);
        var sketch = new QuantileSketch();
        foreach (var block in values.Chunk(1777))
        {
            sketch.Add(block);
        }

        AssertRanks(sketch, Many);
    }

    [Fact]
    public void PartsMergeToTheWholeWithinTheError()
    {
        var whole = Parts(7).Aggregate(static (a, b) => a.Merge(b));
        AssertRanks(whole, Many);
        Assert.Equal(whole.Count, Parts(1)[0].Count);
    }

    [Fact]
    public void TheSameNumbersGiveTheSameSketch() => Assert.Equal(Shares.Select(Parts(1)[0].Quantile), Shares.Select(Parts(1)[0].Quantile));

    [Fact]
    public void ManyNumbersTakeBoundedRoom()
    {
        var profile = new NumberProfile("x");
        var block = new double[1000];
        var draws = new Draws(6);
        for (var i = 0; i < 1000; i++)
        {
            foreach (ref var value in block.AsSpan())
            {
                value = draws.Uniform();
            }

            profile.Add(block);
        }

        Assert.InRange(new DatasetProfile([profile]).ToBytes().Length, 1000, 100_000);
    }

    [Fact]
    public void WhileFewNumbersAreDifferentMergingIsExactInAnyOrder() =>
        Gen.Double[-8, 8].Select(static value => Math.Round(value)).Array[0, 60].Array[3].Sample(static parts =>
        {
            var (a, b, c) = (Sketch(parts[0]), Sketch(parts[1]), Sketch(parts[2]));
            var (left, right, all) = (a.Merge(b).Merge(c), c.Merge(a.Merge(b)), Sketch([.. parts.SelectMany(static part => part)]));
            Assert.Equal(all.Distribution.Values.ToArray(), left.Distribution.Values.ToArray());
            Assert.Equal(all.Distribution.Through.ToArray(), left.Distribution.Through.ToArray());
            Assert.Equal(all.Distribution.Values.ToArray(), right.Distribution.Values.ToArray());
            Assert.Equal(all.Distribution.Through.ToArray(), right.Distribution.Through.ToArray());
        });

    [Fact]
    public void AMergedSketchLeavesItsPartsAsTheyWere()
    {
        var (a, b) = (Parts(2)[0], Parts(2)[1]);
        var before = a.Quantile(0.3);
        _ = a.Merge(b);
        Assert.Equal(Many / 2, a.Count);
        Assert.Equal(before, a.Quantile(0.3));
    }

    private static QuantileSketch Sketch(double[] values)
    {
        var sketch = new QuantileSketch();
        sketch.Add(values);
        return sketch;
    }

    /// <summary>The numbers from 0 on in a scattered order, in parts of different sizes.</summary>
    private static QuantileSketch[] Parts(int count)
    {
        var parts = Enumerable.Range(0, count).Select(static _ => new QuantileSketch()).ToArray();
        for (var i = 0; i < Many; i++)
        {
            var value = (double)(i * 7919L % Many);
            parts[i % count].Add(new ReadOnlySpan<double>(in value));
        }

        return parts;
    }

    private static void AssertRanks(QuantileSketch sketch, int count)
    {
        Assert.Equal(count, sketch.Count);
        Assert.InRange(sketch.RankError, 0.0001, 0.01);
        Assert.All(Shares, share => Assert.InRange(sketch.Quantile(share) / count, share - sketch.RankError, share + sketch.RankError));
    }
}

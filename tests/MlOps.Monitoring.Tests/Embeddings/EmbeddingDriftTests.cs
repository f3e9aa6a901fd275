using MlOps.Monitoring.Embeddings;

namespace MlOps.Monitoring.Tests.Embeddings;

public sealed class EmbeddingDriftTests
{
    private static readonly EmbeddingDriftOptions _quick = new() { Permutations = 99 };

    [Fact]
    public void TheDiscrepancyIsThatOfItsFormula()
    {
        // Distances 1 (twice within, once between), 2 and 3: the median is 2, its square 4.
        var drift = EmbeddingDrift.Compare(new EmbeddingSet(new float[] { 0, 1 }, 1), new EmbeddingSet(new float[] { 2, 3 }, 1), _quick, TestContext.Current.CancellationToken);
        double one = Math.Exp(-1 / 4.0), two = Math.Exp(-4 / 4.0), three = Math.Exp(-9 / 4.0);
        Assert.Equal(one + one - (2 * (one + two + two + three) / 4), drift.Discrepancy!.Value, 12);
        Assert.Equal(2, drift.MeanDistance!.Value, 6);
        Assert.Equal(0, drift.CosineDistance!.Value, 6);
    }

    [Fact]
    public void FalseAlarmsAreAsRareAsStated()
    {
        var random = new Random(1);
        var alarms = Enumerable.Range(0, 200).Count(_ => Compare(Draw(random, 30, shift: 0), Draw(random, 20, shift: 0)).Drift);

        // 5 % of 200 is 10; more than 20 would come about once in a thousand runs.
        Assert.InRange(alarms, 1, 20);
    }

    [Theory]
    [InlineData(1.0, 1.0)]
    [InlineData(0.0, 3.0)]
    public void AShiftAndAWiderSpreadAreFound(double shift, double spread)
    {
        var random = new Random(2);
        Assert.True(Compare(Draw(random, 100, shift: 0), Draw(random, 100, shift, spread)).Drift);
    }

    [Fact]
    public void TheComponentsThatDriftAreCounted()
    {
        var (random, reference, current) = (new Random(5), new float[400], new float[400]);
        for (var place = 0; place < reference.Length; place++)
        {
            reference[place] = random.NextSingle();

            // Two of four components move.
            current[place] = random.NextSingle() + (place % 4 < 2 ? 0.5f : 0);
        }

        Assert.Equal(0.5, Compare(new EmbeddingSet(reference, 4), new EmbeddingSet(current, 4)).DriftedComponents);
    }

    [Fact]
    public void TheSameSeedGivesTheSameNumbers()
    {
        var (reference, current) = (Draw(new Random(3), 700, shift: 0), Draw(new Random(4), 600, shift: 0.1));
        Assert.Equal(Compare(reference, current), Compare(reference, current));
    }

    [Fact]
    public void SidesThatAreTooSmallHaveAReason()
    {
        var drift = Compare(new EmbeddingSet(new float[] { 1, 2 }, 2), new EmbeddingSet(Array.Empty<float>(), 2));
        Assert.False(drift.Drift);
        Assert.Null(drift.PValue);
        Assert.Equal("There are 1 vectors in the reference and 0 in the current set: a comparison needs two of each.", drift.Reason);
    }

    [Fact]
    public void VectorsThatAreAllTheSameDoNotDrift() =>
        Assert.Equal((false, 1.0), (Compare(new EmbeddingSet(new float[8], 2), new EmbeddingSet(new float[6], 2)) is var drift && drift.Drift, drift.PValue!.Value));

    [Fact]
    public void ColumnsBecomeVectorsWithoutRowsThatLackANumber()
    {
        var table = new Table([new NumberColumn("e0", new[] { 1.0, double.NaN, 3 }), new NumberColumn("e1", new[] { 4.0, 5, 6 })]);
        var set = EmbeddingSet.Of(table, ["e0", "e1"]);
        Assert.Equal(2, set.Rows);
        Assert.Equal([3f, 6f], set[1]);
        Assert.StartsWith("There is no column 'e2' of numbers.", Assert.Throws<ArgumentException>(() => EmbeddingSet.Of(table, ["e2"])).Message, StringComparison.Ordinal);
    }

    private static EmbeddingDrift Compare(EmbeddingSet reference, EmbeddingSet current) => EmbeddingDrift.Compare(reference, current, _quick, TestContext.Current.CancellationToken);

    private static EmbeddingSet Draw(Random random, int rows, double shift, double spread = 1) =>
        new(Enumerable.Range(0, rows * 4).Select(_ => (float)(shift + (spread * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))).ToArray(), 4);
}

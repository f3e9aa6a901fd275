namespace MlOps.Tests.Tracking;

public sealed class MemoryInputTests
{
    [Fact]
    public void DataInMemoryIsAnInputByItsDigest()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        var digest = ContentHash.Of([1.0, 2.0]);
        run.LogInput("targets", digest);
        run.LogInput("targets", digest);
        run.LogInput("query", ContentHash.OfCollection(Enumerable.Range(0, 2).Where(static _ => true)));

        var input = Assert.Single(store.Read(run).Datasets);
        Assert.Equal(("targets", digest.ToString(), "memory"), (input.Name, input.Digest, input.Source));
        Assert.Equal("", store.Shown.ToString());
    }
}

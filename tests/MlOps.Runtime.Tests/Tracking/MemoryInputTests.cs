using System.Text.Json;

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

    [Fact]
    public void ItsSourceIsTheCodeAsMlflowHasIt()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogInput("targets", ContentHash.Of([1.0, 2.0]));
        var details = store.Read(run);

        var (type, source) = Assert.Single(store.Query("SELECT dataset_source_type, dataset_source FROM datasets", static row => (row.GetString(0), row.GetString(1))));
        Assert.Equal("code", type);
        var tags = JsonDocument.Parse(source).RootElement.GetProperty("tags");
        Assert.Equal(details.Tags.Single(static tag => tag.Key == "mlflow.source.name").Value, tags.GetProperty("mlflow.source.name").GetString());
        Assert.Equal("LOCAL", tags.GetProperty("mlflow.source.type").GetString());
    }
}

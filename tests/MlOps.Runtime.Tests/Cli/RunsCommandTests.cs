using System.Text.Json;
using MlOps.Cli.Runs;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Cli;

public sealed class RunsCommandTests
{
    [Fact]
    public void TheListHasTheAgreedShape()
    {
        using var store = new TestStore();
        using var outer = store.Begin(experiment: "iris");
        using var inner = store.Begin("Demo.Fold.Run");
        inner.Finish();
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);

        var list = Json(output => RunsJson.WriteList(output, reader.List(), reader.Deliveries()));
        Assert.Equal(2, list.GetArrayLength());
        var nested = list.EnumerateArray().Single(run => run.GetProperty("run_id").GetString() == inner.RunId);
        Assert.Equal(
            ["run_id", "experiment", "name", "method", "status", "start_time", "end_time", "parent_run_id"],
            nested.EnumerateObject().Select(static property => property.Name));
        Assert.Equal("Demo.Fold.Run", nested.GetProperty("method").GetString());
        Assert.Equal("FINISHED", nested.GetProperty("status").GetString());
        Assert.Equal(outer.RunId, nested.GetProperty("parent_run_id").GetString());
        Assert.EndsWith("Z", nested.GetProperty("start_time").GetString());

        var open = list.EnumerateArray().Single(run => run.GetProperty("run_id").GetString() == outer.RunId);
        Assert.Equal(JsonValueKind.Null, open.GetProperty("end_time").ValueKind);
        Assert.Single(reader.List("iris"));
    }

    [Fact]
    public void TheDetailsHaveTheAgreedShape()
    {
        using var store = new TestStore();
        using var run = store.Begin();
        run.LogParam("a", "x");
        run.Log("loss", 0.5, 1);
        run.Log("loss", double.NaN, 2);
        run.LogText("model.json", "{}");
        run.LogInput(new Dataset("iris", "data/iris.csv", new string('b', 32), 1));

        var shown = Json(output => RunsJson.WriteDetails(output, store.Read(run), []));
        Assert.Equal("x", shown.GetProperty("params").GetProperty("a").GetString());
        var loss = shown.GetProperty("metrics").GetProperty("loss");
        Assert.Equal("NaN", loss.GetProperty("last").GetString());
        Assert.Equal((0.5, 0.5), (loss.GetProperty("min").GetDouble(), loss.GetProperty("max").GetDouble()));
        Assert.Equal((2, 2), (loss.GetProperty("count").GetInt32(), loss.GetProperty("last_step").GetInt32()));
        Assert.Equal("Demo.Trainer.Train", shown.GetProperty("tags").GetProperty("mlops.method").GetString());
        var dataset = Assert.Single(shown.GetProperty("datasets").EnumerateArray());
        Assert.Equal(("iris", new string('b', 32), "data/iris.csv"),
            (dataset.GetProperty("name").GetString(), dataset.GetProperty("digest").GetString(), dataset.GetProperty("source").GetString()));
        Assert.Equal("model.json", Assert.Single(shown.GetProperty("artifacts").EnumerateArray()).GetString());
        Assert.Equal(new string('a', 64), shown.GetProperty("code").GetProperty("fingerprint").GetString());
        Assert.Equal("Release", shown.GetProperty("code").GetProperty("configuration").GetString());
    }

    [Fact]
    public void ARunIsFoundByAPrefixOrAsTheLatest()
    {
        using var store = new TestStore();
        var first = store.Begin();
        first.Dispose();
        using var second = store.Begin();
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);

        Assert.Equal(first.RunId, reader.Find(first.RunId[..12]).RunId);
        Assert.Equal(second.RunId, reader.Find("latest").RunId);
        Assert.Contains("or 'latest'", Assert.Throws<StoreException>(() => reader.Find("")).Message);
        Assert.Contains("'zz'", Assert.Throws<StoreException>(() => reader.Find("zz")).Message);
    }

    [Fact]
    public void WithoutAStoreTheMessageSaysWhereItWasLookedFor()
    {
        using var folder = new TempFolder();
        var location = new StoreLocation(folder.Root);
        Assert.Contains(location.DatabasePath, Assert.Throws<StoreException>(() => RunReader.Open(location)).Message);
        Assert.False(File.Exists(location.DatabasePath));
    }

    private static JsonElement Json(Action<Stream> write)
    {
        using var output = new MemoryStream();
        write(output);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }
}

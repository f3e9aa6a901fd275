using System.Text.Json;
using MlOps.Cli.Runs;
using MlOps.Store;
using MlOps.Tests.Tracking;
using Spectre.Console;

namespace MlOps.Tests.Cli;

public sealed class RunComparisonTests
{
    [Fact]
    public void TheDocumentHasTheAgreedShape()
    {
        using var store = new TestStore();
        using var a = store.Begin();
        a.LogParam("rate", 0.1);
        a.LogParam("only a", 1);
        a.Log("loss", 0.5, 1);
        a.LogInput(new Dataset("iris", "data/iris.csv", new string('a', 32), 1));
        using var b = store.Begin();
        b.LogParam("rate", 0.2);
        b.Log("loss", double.NaN, 1);
        b.LogInput(new Dataset("iris", "data/iris.csv", new string('b', 32), 1));
        var comparison = Compare(store, a, b);

        using var output = new MemoryStream();
        RunComparisonJson.Write(output, comparison);
        var root = JsonDocument.Parse(output.ToArray()).RootElement;
        Assert.Equal(["a", "b", "params", "metrics", "datasets", "code"], root.EnumerateObject().Select(static member => member.Name));
        Assert.Equal((a.RunId, b.RunId), (root.GetProperty("a").GetString(), root.GetProperty("b").GetString()));
        Assert.Equal("""[{"key":"only a","a":"1","b":null},{"key":"rate","a":"0.1","b":"0.2"}]""", Compact(root.GetProperty("params")));
        Assert.Equal("""[{"key":"loss","a":0.5,"b":"NaN"}]""", Compact(root.GetProperty("metrics")));
        Assert.Equal($$"""[{"key":"iris","a":"{{new string('a', 32)}}","b":"{{new string('b', 32)}}"}]""", Compact(root.GetProperty("datasets")));
        Assert.Equal("""{"same":true,"changed":[]}""", Compact(root.GetProperty("code")));
    }

    [Fact]
    public void RunsThatDoNotKnowTheirCodeDidNotRunTheSame()
    {
        using var store = new TestStore();
        using var a = Run.Start(store.Recorder);
        using var b = Run.Start(store.Recorder);
        Assert.False(Compare(store, a, b).IsSameCode);
    }

    [Fact]
    public void ThePersonSeesBothValues()
    {
        using var store = new TestStore();
        using var a = store.Begin();
        a.LogParam("rate", 0.1);
        using var b = store.Begin();
        b.LogParam("rate", 0.2);

        var shown = Screen.Of(console => RunComparisonTable.Print(console, Compare(store, a, b)));
        Assert.Contains("0.1", shown);
        Assert.Contains("0.2", shown);
        Assert.Contains(a.Name, shown);
    }

    [Fact]
    public void AnExportHoldsTheWholeHistory()
    {
        using var folder = new TempFolder();
        using var store = new TestStore();
        using var run = store.Begin();
        run.Log("loss", 1, 1);
        run.Log("loss", double.PositiveInfinity, 2);
        run.LogParam("rate", 0.1);
        var details = store.Read(run);
        var file = folder.PathOf("run.json");
        using (var reader = RunReader.Open(store.Location))
        {
            RunExport.Write(file, reader, details);
        }

        var root = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
        Assert.Equal(run.RunId, root.GetProperty("run_id").GetString());
        Assert.Equal("0.1", root.GetProperty("params").GetProperty("rate").GetString());
        var loss = root.GetProperty("history").GetProperty("loss");
        Assert.Equal([1L, 2L], loss.EnumerateArray().Select(static value => value.GetProperty("step").GetInt64()));
        Assert.Equal("Infinity", loss[1].GetProperty("value").GetString());
        Assert.EndsWith("Z", loss[0].GetProperty("time").GetString());
        Assert.Equal([file], Directory.EnumerateFiles(folder.Root));
    }

    private static RunComparison Compare(TestStore store, Run a, Run b)
    {
        store.Recorder.Flush();
        using var reader = RunReader.Open(store.Location);
        return RunComparison.Of(reader, reader.Find(a.RunId), reader.Find(b.RunId));
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}

using System.Text;
using System.Text.RegularExpressions;
using MlOps.Cli.Lineage;
using MlOps.Tests.Cli;

namespace MlOps.Tests.Lineage;

/// <summary>The forms in which a lineage is printed.</summary>
public sealed partial class LineageOutputTests : IDisposable
{
    private const string Hostile = "a\"]; click n0 \"javascript:alert(1)\" %%{init: {}}%% </script><b>`x`\\G\n\u001b[31m#quot; end";

    private readonly LineageStore _store = new();

    [Theory]
    [InlineData("tree.txt")]
    [InlineData("graph.dot")]
    [InlineData("graph.mmd")]
    [InlineData("lineage.json")]
    public void TheShapeIsTheAgreedOne(string golden)
    {
        var outer = "";
        var inner = "";
        outer = _store.Run("Garden.Train", run =>
        {
            run.SetTag("mlflow.source.git.commit", "0123abcd");
            run.LogInput(LineageStore.Data("iris", LineageStore.Iris));
            inner = _store.Run("Garden.Fold", fold =>
            {
                fold.SetTag("mlflow.source.git.commit", "0123abcd");
                fold.LogInput(LineageStore.Data("roses", LineageStore.Roses));
            });
            run.LogText("model.json", "{}");
        });
        _store.Execute("UPDATE runs SET name = 'winter' WHERE run_uuid = '" + outer + "'; UPDATE runs SET name = 'fold' WHERE run_uuid = '" + inner + "'");
        _store.Register("gardener", 3, outer, "champion");
        var graph = _store.Of(outer);
        var text = Path.GetExtension(golden) switch
        {
            ".dot" => LineageDrawing.Dot(graph),
            ".mmd" => LineageDrawing.Mermaid(graph),
            ".json" => Json(graph),
            _ => Screen.Of(console => LineageTree.Print(console, graph)),
        };
        text = text.Replace(outer, "OUTER").Replace(inner, "INNER").Replace(outer[..8], "OUTER").Replace(inner[..8], "INNER");
        Golden.Match(
            Repository.PathOf("tests", "MlOps.Runtime.Tests", "Lineage", "Golden", golden),
            string.Join('\n', Time().Replace(text.ReplaceLineEndings("\n"), "TIME").Split('\n').Select(static line => line.TrimEnd())));
    }

    [Fact]
    public void AHostileNameIsTextInABox()
    {
        var run = _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data(Hostile, LineageStore.Iris, Hostile)));
        var graph = _store.Of(run);

        var dot = LineageDrawing.Dot(graph);
        Assert.Equal(3 + graph.Nodes.Count + graph.Edges.Count + 1, dot.TrimEnd('\n').Split('\n').Length);
        Assert.Contains("\"a\\\"]; click", dot); // The quotation mark does not end the label.
        Assert.DoesNotContain('\u001b', dot);
        Assert.All(DotLabel().Matches(dot).Select(static label => label.Groups[1].Value), static label => Assert.DoesNotMatch(@"(?<!\\)(\\\\)*\\[^""\\]", label));

        var mermaid = LineageDrawing.Mermaid(graph);
        Assert.Equal(1 + graph.Nodes.Count + graph.Edges.Count, mermaid.TrimEnd('\n').Split('\n').Length);
        Assert.All(MermaidLabel().Matches(mermaid).Select(static label => label.Groups[1].Value), static label => Assert.Matches(@"^(#\d+;|[\p{L}\p{Nd} ._\-/@,])*$", label));
        Assert.Equal(graph.Nodes.Count, MermaidLabel().Count(mermaid));

        var shown = Screen.Of(console => LineageTree.Print(console, graph));
        Assert.DoesNotContain(shown, static character => char.IsControl(character) && character is not '\n' and not '\r');
        Assert.Contains("javascript:alert(1)", shown);
        Assert.Contains(Hostile[^4..], System.Text.Json.JsonDocument.Parse(Json(graph)).RootElement.GetProperty("nodes")[1].GetProperty("names")[0].GetString());
    }

    [Fact]
    public async Task TheCommandPrintsOneFormAndNothingElse()
    {
        var run = _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Iris)));
        _store.Store.Close();
        using var folder = new TempFolder();
        var environment = new Dictionary<string, string> { ["MLOPS_HOME"] = _store.Store.Location.Folder };

        var (exit, output, error) = await MlopsCommand.RunAsync(folder.Root, environment, "lineage", "iris", "--json");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal("data:" + LineageStore.Iris, System.Text.Json.JsonDocument.Parse(output).RootElement.GetProperty("subjects")[0].GetString());
        Assert.Equal(0, (await MlopsCommand.RunAsync(folder.Root, environment, "lineage", run[..8])).Exit);
        Assert.Equal(2, (await MlopsCommand.RunAsync(folder.Root, environment, "lineage", "iris", "--json", "--dot")).Exit);
        Assert.Equal(2, (await MlopsCommand.RunAsync(folder.Root, environment, "lineage", "iris", "--depth", "-1")).Exit);
        (exit, output, error) = await MlopsCommand.RunAsync(folder.Root, environment, "lineage", "roses");
        Assert.Equal((3, ""), (exit, output));
        Assert.Contains("called 'roses'", error);
    }

    public void Dispose() => _store.Dispose();

    private static string Json(LineageGraph graph)
    {
        using var output = new MemoryStream();
        LineageJson.Write(output, graph);
        return Encoding.UTF8.GetString(output.ToArray());
    }

    [GeneratedRegex(@"20\d\d-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?Z?")]
    private static partial Regex Time();

    [GeneratedRegex("label=\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex DotLabel();

    [GeneratedRegex("\"([^\"]*)\"")]
    private static partial Regex MermaidLabel();
}

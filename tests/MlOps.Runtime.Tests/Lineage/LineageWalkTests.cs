using MlOps.Cli.Lineage;

namespace MlOps.Tests.Lineage;

/// <summary>A lineage has what something came from and what came from it, and nothing else.</summary>
public sealed class LineageWalkTests : IDisposable
{
    private readonly LineageStore _store = new();
    private readonly string _outer;
    private readonly string _other;
    private string _fold = "";

    public LineageWalkTests()
    {
        _outer = _store.Run("Garden.Train", run =>
        {
            run.LogInput(LineageStore.Data("iris", LineageStore.Iris));
            _fold = _store.Run("Garden.Fold", fold =>
            {
                fold.LogInput(LineageStore.Data("roses", LineageStore.Roses));
                fold.LogText("fold.json", "{}");
            });
            run.LogText("model.json", "{}");
        });
        _other = _store.Run("Garden.Other", run =>
        {
            run.LogInput(LineageStore.Data("iris", LineageStore.Iris));
            run.LogText("other.json", "{}");
        });
        _store.Register("gardener", 3, _outer, "champion");
    }

    [Fact]
    public void OfARunWhatItReadMadeAndHadInIt() => AssertGraph(
        _store.Of(_outer),
        $"data:{LineageStore.Iris} read run:{_outer}",
        $"data:{LineageStore.Roses} read run:{_fold}",
        $"run:{_fold} produced artifact:{_fold}/fold.json",
        $"run:{_outer} nested run:{_fold}",
        $"run:{_outer} produced artifact:{_outer}/model.json",
        $"run:{_outer} produced model:gardener@3");

    [Fact]
    public void OfANestedRunTheOneAroundItAndNotWhatThatMade() => AssertGraph(
        _store.Of(_fold),
        $"data:{LineageStore.Iris} read run:{_outer}",
        $"data:{LineageStore.Roses} read run:{_fold}",
        $"run:{_fold} produced artifact:{_fold}/fold.json",
        $"run:{_outer} nested run:{_fold}");

    [Fact]
    public void OfDataTheRunsThatReadItAndWhatTheyMade() => AssertGraph(
        _store.Of("iris"),
        $"data:{LineageStore.Iris} read run:{_outer}",
        $"data:{LineageStore.Iris} read run:{_other}",
        $"run:{_fold} produced artifact:{_fold}/fold.json",
        $"run:{_other} produced artifact:{_other}/other.json",
        $"run:{_outer} nested run:{_fold}",
        $"run:{_outer} produced artifact:{_outer}/model.json",
        $"run:{_outer} produced model:gardener@3");

    [Theory]
    [InlineData("gardener")]
    [InlineData("latest/other.json")]
    public void OfAProductTheRunThatMadeItAndItsData(string product)
    {
        var isModel = product == "gardener";
        string[] expected = isModel
            ? [$"data:{LineageStore.Iris} read run:{_outer}", $"data:{LineageStore.Roses} read run:{_fold}", $"run:{_outer} nested run:{_fold}", $"run:{_outer} produced model:gardener@3"]
            : [$"data:{LineageStore.Iris} read run:{_other}", $"run:{_other} produced artifact:{_other}/other.json"];
        AssertGraph(_store.Of(product), expected);
    }

    [Fact]
    public void DepthCountsSteps()
    {
        Assert.Empty(_store.Of(_outer, depth: 0).Edges);
        var near = _store.Of("iris", depth: 1);
        Assert.Equal([LineageEdgeKind.Read, LineageEdgeKind.Read], near.Edges.Select(static edge => edge.Kind));
        Assert.True(near.IsCut);
        Assert.False(_store.Of("iris", depth: 3).IsCut);
    }

    [Fact]
    public void MoreThanAnybodyLooksAtIsCut()
    {
        var run = _store.Run("Garden.Many", static run =>
        {
            for (var i = 0; i <= LineageGraph.MostNodes; i++)
            {
                run.LogText($"{i}.txt", "");
            }
        });
        var graph = _store.Of(run);
        Assert.True(graph.IsCut);
        Assert.Equal(LineageGraph.MostNodes, graph.Nodes.Count);
    }

    [Fact]
    public void RunsThatAreEachInsideTheOtherEndTheWalk()
    {
        _store.Execute($"INSERT INTO tags (key, value, run_uuid) VALUES ('mlflow.parentRunId', '{_fold}', '{_outer}')");
        Assert.Equal(2, _store.Of(_outer).Edges.Count(static edge => edge.Kind == LineageEdgeKind.Nested));
    }

    [Fact]
    public void WhatIsDeletedIsNotShown()
    {
        _store.Execute($"UPDATE runs SET lifecycle_stage = 'deleted' WHERE run_uuid = '{_outer}'; UPDATE model_versions SET current_stage = 'Deleted_Internal'");
        AssertGraph(_store.Of("roses"), $"data:{LineageStore.Roses} read run:{_fold}", $"run:{_fold} produced artifact:{_fold}/fold.json");
        Assert.Throws<MlOps.Store.StoreException>(() => _store.Of("gardener"));
    }

    public void Dispose() => _store.Dispose();

    private static void AssertGraph(LineageGraph graph, params string[] edges)
    {
        Assert.Equal(
            edges.Order(StringComparer.Ordinal),
            graph.Edges.Select(static edge => $"{edge.From} {LineageGraph.NameOf(edge.Kind)} {edge.To}").Order(StringComparer.Ordinal));
        Assert.Equal(
            edges.SelectMany(static edge => edge.Split(' ')).Where(static word => word.Contains(':')).Distinct().Order(StringComparer.Ordinal),
            graph.Nodes.Select(static node => node.Id).Order(StringComparer.Ordinal));
        Assert.False(graph.IsCut);
    }
}

using System.Text.Json;
using CsCheck;
using MlOps.Cli.Lineage;
using MlOps.Cli.Lineage.OpenLineage;
using MlOps.Store;

namespace MlOps.Tests.Lineage;

/// <summary>Runs as the events that Marquez and Airflow understand.</summary>
public sealed class OpenLineageEventTests : IDisposable
{
    private readonly LineageStore _store = new();

    [Fact]
    public void ARunBeginsAndEnds()
    {
        var run = _store.Run("Garden.Train", static run =>
        {
            run.SetTag("mlflow.source.git.repoURL", "https://token@example.org/garden.git");
            run.SetTag("mlflow.source.git.commit", "0123abcd");
            run.LogInput(LineageStore.Data("iris", LineageStore.Iris));
            run.LogText("model.json", "{}");
        });
        _store.Register("gardener", 3, run);

        var events = EventsOf(run);
        Assert.Equal(["START", "COMPLETE"], events.Select(static told => Text(told, "eventType")));
        Assert.All(events, told => Assert.Equal(Guid.ParseExact(run, "N").ToString("D"), Text(told, "run", "runId")));
        Assert.All(events, static told => Assert.Equal(("team", "garden.Garden.Train"), (Text(told, "job", "namespace"), Text(told, "job", "name"))));
        Assert.Equal(("https://example.org/garden.git", "0123abcd"),
            (Text(events[1], "job", "facets", "sourceCodeLocation", "url"), Text(events[1], "job", "facets", "sourceCodeLocation", "version")));
        var input = Assert.Single(events[1].GetProperty("inputs").EnumerateArray());
        Assert.Equal("data/iris.csv", Text(input, "name"));
        Assert.Equal(LineageStore.Iris, Text(input, "facets", "version", "datasetVersion"));
        Assert.Equal(["width double", "species string"], input.GetProperty("facets").GetProperty("schema").GetProperty("fields").EnumerateArray().Select(static field => $"{Text(field, "name")} {Text(field, "type")}"));
        var outputs = events[1].GetProperty("outputs").EnumerateArray().ToArray();
        Assert.Equal(("team", "models:/gardener", "3"), (Text(outputs[0], "namespace"), Text(outputs[0], "name"), Text(outputs[0], "facets", "version", "datasetVersion")));
        Assert.Equal("file", Text(outputs[1], "namespace"));
        Assert.True(File.Exists(Text(outputs[1], "name")));
        Assert.Empty(events[0].GetProperty("outputs").EnumerateArray());
        Assert.DoesNotContain("token", string.Concat(events.Select(static told => told.GetRawText())));
    }

    [Fact]
    public void ARunThatFailedSaysWhyAndOneThatWasStoppedThatItWas()
    {
        var failed = EventsOf(_store.Run("Garden.Train", static _ => throw new InvalidOperationException("no water")));
        Assert.Equal(["START", "FAIL"], failed.Select(static told => Text(told, "eventType")));
        Assert.Equal("no water", Text(failed[1], "run", "facets", "errorMessage", "message"));
        var stopped = EventsOf(_store.Run("Garden.Train", static _ => throw new OperationCanceledException()));
        Assert.Equal(["START", "ABORT"], stopped.Select(static told => Text(told, "eventType")));
        Assert.False(stopped[1].GetProperty("run").GetProperty("facets").TryGetProperty("errorMessage", out _));
    }

    [Fact]
    public void ANestedRunNamesTheOneAroundItAndARunThatGoesOnHasNoEnd()
    {
        using var outer = _store.Store.Begin("Garden.Train", "garden");
        var inner = _store.Run("Garden.Fold", static _ => { });
        var nested = EventsOf(inner).Where(told => Text(told, "run", "runId") == Guid.ParseExact(inner, "N").ToString("D")).ToArray();
        Assert.Equal(Guid.ParseExact(outer.RunId, "N").ToString("D"), Text(nested[0], "run", "facets", "parent", "run", "runId"));
        Assert.Equal("garden.Garden.Train", Text(nested[0], "run", "facets", "parent", "job", "name"));
        Assert.Equal(["START"], EventsOf(outer.RunId).Where(told => Text(told, "job", "name") == "garden.Garden.Train").Select(static told => Text(told, "eventType")));
    }

    [Fact]
    public void WhatIsNotKnownIsNotSaid()
    {
        var run = _store.Run("Garden.Train", static _ => { });
        _store.Execute("UPDATE runs SET start_time = NULL");
        Assert.Equal(["COMPLETE"], EventsOf(run).Select(static told => Text(told, "eventType")));
        _store.Execute("UPDATE runs SET end_time = NULL");
        Assert.Empty(EventsOf(run));
    }

    [Theory]
    [InlineData("s3://bucket/data/iris.csv?X-Amz-Signature=secret", "s3://bucket", "data/iris.csv", "s3://bucket/data/iris.csv")]
    [InlineData("https://user:secret@example.org/iris.csv", "https://example.org", "iris.csv", "https://example.org/iris.csv")]
    [InlineData("/srv/data/my iris.csv", "file", "/srv/data/my iris.csv", "file:///srv/data/my%20iris.csv")]
    [InlineData("file:///srv/data/iris.csv", "file", "/srv/data/iris.csv", "file:///srv/data/iris.csv")]
    [InlineData("data/iris.csv", "git@example.org:garden.git", "src/data/iris.csv", null)]
    [InlineData("{\"tags\": {}}", "team", "iris", null)]
    [InlineData(null, "team", "job.iris", null)]
    public void DataAreCalledAsOpenLineageCallsThem(string? source, string space, string name, string? address)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Its paths begin with a letter.");
        var dataset = OpenLineageDataset.Of(new RecordedInput("iris", LineageStore.Iris, source), "src/data/iris.csv", "git@example.org:garden.git", ("team", "job"));
        Assert.Equal((space, name, address, LineageStore.Iris), (dataset.Namespace, dataset.Name, dataset.Uri?.AbsoluteUri, dataset.Version));
    }

    [Fact]
    public void AnySourceHasANameAndKeepsItsSecrets() => Gen.Select(Gen.String, Gen.OneOf(Array.ConvertAll((string[])["", "https://u:secret@h/", "s3://b?", "/", "file://", "data/", "ssh://u:secret@h:22/"], static start => Gen.Const(start)))).Sample(
        static (text, start) =>
        {
            var dataset = OpenLineageDataset.Of(new RecordedInput("iris", LineageStore.Iris, start + text.Replace("secret", "")), null, null, ("team", "job"));
            Assert.NotEmpty(dataset.Namespace);
            Assert.NotEmpty(dataset.Name);
            Assert.DoesNotContain("secret", dataset.Namespace + (dataset.Namespace == "team" ? "" : dataset.Name) + dataset.Uri);
        },
        iter: 20_000);

    public void Dispose() => _store.Dispose();

    private static string? Text(JsonElement element, params string[] path) => path.Aggregate(element, static (inner, name) => inner.GetProperty(name)).GetString();

    private JsonElement[] EventsOf(string run) => _store.Read(source =>
    {
        var graph = LineageWalk.From(source, new LineageNames(source).Find(run), int.MaxValue);
        var events = new OpenLineageEvents(source, "team").Of(graph.Nodes.OfType<RunNode>().Select(static node => node.Run))
            .Select(static told => JsonDocument.Parse(told).RootElement).ToArray();
        Assert.All(events, OpenLineageRules.Check);
        return events;
    });
}

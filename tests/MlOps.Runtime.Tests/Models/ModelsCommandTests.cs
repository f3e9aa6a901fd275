using System.Text.Json;
using MlOps.Cli;
using MlOps.Tests.Cli;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Models;

/// <summary><c>mlops models</c> as a person runs it, on the embedded registry.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly TestStore _store = new();
    private readonly Run _run;

    public ModelsCommandTests()
    {
        _run = _store.Begin();
        _run.LogInput(new Dataset("iris", "data/iris.csv", new string('b', 32), 1));
        _run.LogModel(_folder.Write("model.zip", "zip"));
        _run.Finish();
        _store.Recorder.Flush();
    }

    [Fact]
    public async Task AModelOfARunIsRegisteredAndFoundByItsAlias()
    {
        var registered = await JsonAsync("register", _run.RunId[..12], "model", "--as", "iris", "--description", "the first", "--json");
        Assert.Equal((1, _run.RunId, "the first"), (registered.GetProperty("version").GetInt64(), registered.GetProperty("run_id").GetString(), registered.GetProperty("description").GetString()));
        Assert.Equal("iris has the version 2 now.\n", (await RunAsync("register", "latest", "model/", "--as", "iris")).Output);
        Assert.Equal("iris@champion is version 2.\n", (await RunAsync("alias", "iris/latest", "champion")).Output);
        Assert.Equal(ExitCode.Done, (await RunAsync("tag", "iris@champion", "checked", "yes")).Exit);

        var version = await JsonAsync("show", "iris@champion", "--json");
        Assert.Equal(
            ["name", "version", "run_id", "source", "stage", "status", "description", "created", "updated", "aliases", "tags"],
            version.EnumerateObject().Select(static member => member.Name));
        Assert.Equal(
            ("yes", new string('a', 64), $$"""{"iris":"{{new string('b', 32)}}"}"""),
            (Tag(version, "checked"), Tag(version, "mlops.code.fingerprint"), Tag(version, "mlops.data.digests")));
        var model = Assert.Single((await JsonAsync("list", "--json")).EnumerateArray());
        Assert.Equal(
            ["name", "description", "created", "updated", "latest_version", "aliases", "tags"],
            model.EnumerateObject().Select(static member => member.Name));
        Assert.Equal((2, 2), (model.GetProperty("latest_version").GetInt64(), model.GetProperty("aliases").GetProperty("champion").GetInt64()));
        Assert.Equal([1L, 2L], (await JsonAsync("show", "iris", "--json")).GetProperty("versions").EnumerateArray().Select(static one => one.GetProperty("version").GetInt64()));

        Assert.Equal(ExitCode.Done, (await RunAsync("alias", "iris", "champion", "--delete")).Exit);
        Assert.Equal(ExitCode.Done, (await RunAsync("tag", "iris/2", "checked", "--delete")).Exit);
        var shown = (await RunAsync("show", "iris/2")).Output;
        Assert.DoesNotContain("champion", shown);
        Assert.DoesNotContain("checked", shown);
        Assert.Contains("the first", (await RunAsync("show", "iris")).Output);
        Assert.Equal("[]", (await RunAsync("list", "--containing", "tulip", "--json")).Output.Trim());
    }

    [Fact]
    public async Task DataAreHeldAgainstTheProfileOfAModel()
    {
        var rows = _folder.Write("rows.csv", "x\n" + string.Concat(Enumerable.Range(0, 100).Select(static row => $"{row}\n")));
        var later = _folder.Write("later.csv", "x\n" + string.Concat(Enumerable.Range(90, 100).Select(static row => $"{row}\n")));
        Assert.Equal(ExitCode.Done, (await OfMlopsAsync("profile", rows)).Exit);
        using (var run = _store.Begin())
        {
            run.LogModel(_folder.Write("forest.zip", "zip"), registerAs: "forest", options: new() { ReferenceProfile = rows + ".profile", Aliases = ["champion"] });
        }

        _store.Recorder.Flush();
        await RunAsync("register", _run.RunId, "model", "--as", "bare");

        Assert.Equal(ExitCode.Done, (await OfMlopsAsync("drift", "models:/forest@champion", rows)).Exit);
        Assert.Equal(ExitCode.No, (await OfMlopsAsync("drift", "models:/forest/1", later)).Exit);
        var (exit, _, error) = await OfMlopsAsync("drift", "models:/bare/1", rows);
        Assert.Equal(ExitCode.Failed, exit);
        Assert.Contains("'models:/bare/1' has no 'reference.profile': log the model with ModelOptions.ReferenceProfile, or name a file.", error);
    }

    [Theory]
    [InlineData(ExitCode.Failed, "no registered model 'tulips'", "show", "tulips")]
    [InlineData(ExitCode.Failed, "neither 'latest' nor", "alias", "iris/1", "latest")]
    [InlineData(ExitCode.Failed, "nothing any more", "register", "latest", "nowhere", "--as", "iris")]
    [InlineData(ExitCode.Failed, "out of the artifacts of its run", "register", "latest", "../../..", "--as", "iris")]
    [InlineData(ExitCode.Usage, "name a version of it: iris/3", "alias", "iris", "champion")]
    [InlineData(ExitCode.Usage, "Give the tag a value, or --delete", "tag", "iris", "key")]
    [InlineData(ExitCode.Usage, "no model and no version of one", "show", "iris/3/4")]
    public async Task WhatCannotBeDoneIsTold(int exit, string expected, params string[] arguments)
    {
        await RunAsync("register", "latest", "model", "--as", "iris");
        var (actual, _, error) = await RunAsync(arguments);

        Assert.Contains(expected, error);
        Assert.Equal(exit, actual);
    }

    public void Dispose()
    {
        _run.Dispose();
        _store.Dispose();
        _folder.Dispose();
    }

    private async Task<JsonElement> JsonAsync(params string[] arguments)
    {
        var (exit, output, error) = await RunAsync(arguments);
        Assert.True(exit == ExitCode.Done, error);
        return JsonDocument.Parse(output).RootElement;
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(params string[] arguments) => OfMlopsAsync(["models", .. arguments]);

    private Task<(int Exit, string Output, string Error)> OfMlopsAsync(params string[] arguments) => MlopsCommand.RunAsync(
        _folder.Root, new Dictionary<string, string> { ["MLOPS_HOME"] = _store.Location.Folder, ["MLFLOW_TRACKING_URI"] = "" }, arguments);

    private static string? Tag(JsonElement version, string key) => version.GetProperty("tags").GetProperty(key).GetString();
}

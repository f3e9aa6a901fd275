using System.Text.Json;
using MlOps.Store;
using MlOps.Tests.Search;

namespace MlOps.Tests.Cli;

public sealed class RunsSearchCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public RunsSearchCommandTests() => StoredRun.Write(new StoreLocation(_folder.PathOf(".mlops")),
    [
        new StoredRun("a") { Name = "one", Metrics = { ["loss"] = 0.5 } },
        new StoredRun("b") { Name = "two", Metrics = { ["loss"] = 0.1 } },
        new StoredRun("c") { Name = "three", Experiment = 2 },
    ]);

    [Fact]
    public async Task RunsAreFoundAndSorted()
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "metrics.loss < 1", "--order", "metrics.loss", "--json");
        Assert.Equal((0, ""), (exit, error));
        Assert.Equal(["two", "one"], Names(output));

        Assert.Equal(["three"], Names((await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "-e", "two", "--json")).Output));
        Assert.Contains("No run matches.", (await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "metrics.loss > 1")).Output);
    }

    [Fact]
    public async Task ThereBeingMoreIsTold()
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "--limit", "2", "--order", "run_name desc", "--json");
        Assert.Equal(0, exit);
        Assert.Equal(["two", "three"], Names(output));
        Assert.Contains("--limit 20 shows more", error);
    }

    [Fact]
    public async Task AWrongFilterIsWrongUsageWithItsPlace()
    {
        var (exit, output, error) = await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "metrics.loss == 1", "--json");
        Assert.Equal(2, exit);
        Assert.Contains("equal is =, not equal is !=. (at character 14: == 1)", error);
        Assert.Equal("usage", JsonDocument.Parse(output).RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Equal(2, (await MlopsCommand.RunAsync(_folder.Root, "runs", "search", "--limit", "0")).Exit);
    }

    [Fact]
    public async Task WhereAServerIsNamedTheEmbeddedStoreIsAskedOnlyWhenThatIsSaid()
    {
        var server = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:9", ["MLFLOW_HTTP_REQUEST_MAX_RETRIES"] = "0" };
        Assert.Equal(3, (await MlopsCommand.RunAsync(_folder.Root, server, "runs", "search")).Exit);
        Assert.Equal(["one", "two"], Names((await MlopsCommand.RunAsync(_folder.Root, server, "runs", "search", "metrics.loss < 1", "--local", "--json")).Output));
    }

    public void Dispose() => _folder.Dispose();

    private static IEnumerable<string?> Names(string output) => JsonDocument.Parse(output).RootElement.EnumerateArray().Select(static run => run.GetProperty("name").GetString());
}

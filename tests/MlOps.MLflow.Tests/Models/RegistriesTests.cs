using MlOps.Cli.Models;
using MlOps.MLflow;
using MlOps.Recording;
using MlOps.Store;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Models;

/// <summary>What <c>mlops models</c> does is the same on a server as in the embedded store.</summary>
public sealed class RegistriesTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static TheoryData<string> Versions => [.. ServerVersion.All.Select(static version => version.Text)];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task AServerAndTheEmbeddedStoreDoTheSame(string version)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        var options = new MlflowOptions { TrackingUri = server.Uri.ToString(), MaxRetries = 0 };
        using var client = new MlflowClient(options);
        var experiment = await client.Experiments.CreateAsync("iris", cancellationToken: Stop);
        var run = await client.Runs.CreateAsync(experiment, "one", cancellationToken: Stop);
        using var there = new ServerRegistry(options);
        using var here = Embedded(out var local);

        Assert.Equal(await UseAsync(here, local), await UseAsync(there, run.Info.RunId));
        Assert.Equal($"{run.Info.ArtifactUri}/model", (await there.VersionAsync(new("iris's", 1, null), Stop)).Source);
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>Does everything that can be done, and tells what came of it.</summary>
    private static async Task<string> UseAsync(IRegistry registry, string run)
    {
        Assert.Empty(await registry.ListAsync(null, Stop));
        for (var number = 1; number <= 11; number++)
        {
            await registry.RegisterAsync("iris's", run, "model", number == 1 ? "the first" : "", Stop);
        }

        await registry.RegisterAsync("tulips", run, "model", "", Stop);
        await registry.SetAliasAsync("iris's", "champion", "2", Stop);
        await registry.SetAliasAsync("iris's", "gone", "2", Stop);
        await registry.DeleteAliasAsync("iris's", "gone", Stop);
        await registry.SetTagAsync("iris's", null, "team", "botany", Stop);
        await registry.SetTagAsync("iris's", "2", "checked", "yes", Stop);
        await registry.SetTagAsync("tulips", null, "a", "b", Stop);
        await registry.SetTagAsync("tulips", null, "a", null, Stop);
        await registry.SetTagAsync("tulips", "1", "a", "b", Stop);
        await registry.SetTagAsync("tulips", "1", "a", null, Stop);
        var model = await registry.ModelAsync("iris's", Stop);
        var champion = await registry.VersionAsync(VersionReference.Of("iris's@champion")!, Stop);
        var latest = await registry.VersionAsync(VersionReference.Of("models:/iris's/latest")!, Stop);
        var versions = await registry.VersionsAsync("iris's", Stop);
        return string.Join('\n',
            Names(await registry.ListAsync(null, Stop)), Names(await registry.ListAsync("tulip", Stop)), Pairs(model.Tags), Pairs(model.Aliases),
            champion.Version, Pairs(champion.Tags), latest.Version, string.Join(',', versions.Select(static version => version.Version)), versions[0].Description,
            Pairs((await registry.VersionAsync(new("tulips", 1, null), Stop)).Tags),
            await FaultAsync(() => registry.VersionAsync(new("iris's", null, "nobody"), Stop)));
    }

    private static string Names(IEnumerable<RegisteredModel> models) =>
        string.Join(", ", models.Select(static model => $"{model.Name} {model.LatestVersions.Max(static version => long.Parse(version.Version))} {Pairs(model.Tags)}"));

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) => string.Join(", ", pairs.Where(static pair => !pair.Key.StartsWith("mlops.", StringComparison.Ordinal)));

    private static async Task<string> FaultAsync(Func<Task> work) => (await Assert.ThrowsAnyAsync<Exception>(work)).Message;

    private EmbeddedRegistry Embedded(out string run)
    {
        var location = new StoreLocation(_folder.PathOf(".mlops"));
        using var recorder = new Recorder(location, new Faults(TextWriter.Null));
        using var began = Run.Begin(recorder, new TrackedMethod("Demo.Trainer.Train"));
        began.LogText("model/MLmodel", "flavors: {}");
        recorder.Flush();
        run = began.RunId;
        return new EmbeddedRegistry(location);
    }
}

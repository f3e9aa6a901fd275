using MlOps.MLflow;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Client;

/// <summary>A server that the client is tested against: one that stands in, or the real one that MLOPS_TEST_MLFLOW_URI names.</summary>
internal sealed class TestedServer : IAsyncDisposable
{
    private const string Real = "MLOPS_TEST_MLFLOW_URI";

    private readonly StandInServer? _standIn;

    private TestedServer(StandInServer? standIn, MlflowOptions options) => (_standIn, Client) = (standIn, new MlflowClient(options));

    /// <summary>The versions that stand in, and the real one where there is one.</summary>
    public static TheoryData<string> All => [.. ServerVersion.All.Select(static version => version.Text), .. Environment.GetEnvironmentVariable(Real) is null ? [] : new[] { Real }];

    public MlflowClient Client { get; }

    public static async Task<TestedServer> StartAsync(string version)
    {
        if (version == Real)
        {
            return new TestedServer(null, MlflowOptions.FromEnvironment() with { TrackingUri = Environment.GetEnvironmentVariable(Real), RegistryUri = null, MaxRetries = 0 });
        }

        var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        return new TestedServer(server, OptionsOf(server.Uri));
    }

    public static MlflowOptions OptionsOf(Uri server) => new() { TrackingUri = server.AbsoluteUri, MaxRetries = 0, RetryPause = TimeSpan.FromMilliseconds(1), RetryJitter = TimeSpan.Zero };

    /// <summary>A name that nobody else uses on a server that others may use as well.</summary>
    public static string NewName(string kind) => $"{kind}-{Guid.NewGuid():n}";

    public async Task<MlflowRun> NewRunAsync() => await Client.Runs.CreateAsync(await Client.Experiments.CreateAsync(NewName("experiment")));

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (_standIn is not null)
        {
            await _standIn.DisposeAsync();
        }
    }
}

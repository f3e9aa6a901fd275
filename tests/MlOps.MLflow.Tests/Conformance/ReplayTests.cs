using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>The stand-in answers as the real servers did: every exchange that was recorded of them is repeated with it.</summary>
public sealed class ReplayTests
{
    // What is no part of tracking runs, artifacts and models, and therefore not stood in for.
    private static readonly (string Path, string Reason)[] s_leftOut =
    [
        ("GET /api/3.0/mlflow/traces/", "traces are left to OpenTelemetry"),
        ("POST /api/3.0/mlflow/traces", "traces are left to OpenTelemetry"),
        ("POST /v1/traces", "traces are left to OpenTelemetry"),
        ("GET / ", "the user interface"),
    ];

    [Theory]
    [InlineData("2.12.1", 276)]
    [InlineData("3.11.2.dev0", 322)]
    public async Task EveryRecordedExchangeIsAnsweredAlike(string version, int expected)
    {
        string[] order = ["experiments", "runs", "metrics", "artifacts", "registry", "protocol", "client_python", "logged-models"];
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        Assert.Equal(expected, await ReplayAsync(server, order.Where(file => version[0] == '3' || file != "logged-models")));
    }

    [Fact]
    public async Task AServerWithPasswordsAnswersAlike()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3, basicAuth: true);
        Assert.Equal(26, await ReplayAsync(server, ["auth"]));
    }

    private static async Task<int> ReplayAsync(StandInServer server, IEnumerable<string> files)
    {
        using var replay = new Replay(server.Uri);
        var differences = new List<string>();
        var count = 0;
        foreach (var exchange in files.SelectMany(file => RecordedExchange.Read(server.Version.Text, file)).Where(static exchange => !IsLeftOut(exchange)))
        {
            count++;
            if (await replay.CompareAsync(exchange, TestContext.Current.CancellationToken) is { } difference)
            {
                differences.Add($"{exchange.Name}: {difference}");
            }
        }

        Assert.True(differences.Count == 0, string.Join("\n", differences));
        return count;
    }

    private static bool IsLeftOut(RecordedExchange exchange) =>
        s_leftOut.Any(left => $"{exchange.Method} {exchange.Path} ".StartsWith(left.Path, StringComparison.Ordinal));
}

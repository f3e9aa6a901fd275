using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.StandIn;

public sealed class StandInServerTests
{
    [Theory]
    [InlineData("2.12.1", "close")]
    [InlineData("3.11.2.dev0", null)]
    public async Task SaysItsVersionAndWhetherItKeepsTheConnection(string version, string? connection)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        using var http = new HttpClient { BaseAddress = server.Uri };

        using var answer = await http.GetAsync(new Uri("/version", UriKind.Relative), TestContext.Current.CancellationToken);

        Assert.Equal(version, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        Assert.Equal(connection, answer.Headers.Connection.SingleOrDefault());
    }
}

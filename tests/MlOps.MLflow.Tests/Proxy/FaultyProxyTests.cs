using System.Net;
using System.Net.Sockets;
using System.Text;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Proxy;

/// <summary>The proxy does what its faults are called, so that a delivery is tested with those and no others.</summary>
public sealed class FaultyProxyTests
{
    [Theory]
    [InlineData("2.12.1", 0)]
    [InlineData("2.12.1", 70_000)]
    [InlineData("3.11.2.dev0", 0)]
    [InlineData("3.11.2.dev0", 70_000)]
    public async Task WithoutFaultsItIsNotThere(string version, int size)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        await using var proxy = new FaultyProxy(server.Uri, FaultSchedule.Calm);
        using var http = new HttpClient { BaseAddress = proxy.Uri };
        var path = new Uri("/api/2.0/mlflow-artifacts/artifacts/0/file.bin", UriKind.Relative);

        for (var i = 0; i < 3; i++)
        {
            var content = new byte[size];
            Random.Shared.NextBytes(content);
            using var body = new ByteArrayContent(content);
            using var stored = await http.PutAsync(path, body, TestContext.Current.CancellationToken);

            Assert.Equal(HttpStatusCode.OK, stored.StatusCode);
            Assert.Equal(content, await http.GetByteArrayAsync(path, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData(nameof(Fault.Refuse), 0)]
    [InlineData(nameof(Fault.DropBefore), 0)]
    [InlineData(nameof(Fault.ResetMidRequest), 0)]
    [InlineData(nameof(Fault.DropAfter), 1)]
    [InlineData(nameof(Fault.TruncateAnswer), 1)]
    [InlineData(nameof(Fault.FailAfter), 1, 500)]
    [InlineData(nameof(Fault.Duplicate), 2, 200)]
    [InlineData(nameof(Fault.Delay), 1, 200)]
    [InlineData(nameof(Fault.TooManyRequests), 0, 429)]
    [InlineData(nameof(Fault.InternalError), 0, 500)]
    [InlineData(nameof(Fault.Unavailable), 0, 503)]
    [InlineData(nameof(Fault.Page), 0, 200)]
    [InlineData(nameof(Fault.BadGateway), 0, 502)]
    public async Task AFaultIsWhatItIsCalled(string fault, int runsCreated, int? status = null)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        await using var proxy = new FaultyProxy(server.Uri, FaultSchedule.Always(Enum.Parse<Fault>(fault)));
        using var http = new HttpClient { BaseAddress = proxy.Uri };

        Assert.Equal(status, await StatusAsync(http));
        Assert.Equal(runsCreated, server.State.Runs.Count);
    }

    [Fact]
    public void ASeedIsAScheduleThatEnds()
    {
        var drawn = Draw(new FaultSchedule(7, rate: 0.5, most: 40));

        Assert.Equal(drawn, Draw(new FaultSchedule(7, rate: 0.5, most: 40)));
        Assert.NotEqual(drawn, Draw(new FaultSchedule(8, rate: 0.5, most: 40)));
        Assert.Equal(40, drawn.Count(static fault => fault != Fault.None));
    }

    private static List<Fault> Draw(FaultSchedule schedule) => [.. Enumerable.Range(0, 300).Select(_ => schedule.NextRequest())];

    private static async Task<int?> StatusAsync(HttpClient http)
    {
        using var body = new StringContent("""{"experiment_id": "0", "run_name": "one"}""", Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.PostAsync(new Uri("/api/2.0/mlflow/runs/create", UriKind.Relative), body, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
        catch (Exception problem) when (problem is HttpRequestException or SocketException) // The runtime lets a connection that is reset at once through as it is.
        {
            return null; // No answer, or not all of it.
        }
    }
}

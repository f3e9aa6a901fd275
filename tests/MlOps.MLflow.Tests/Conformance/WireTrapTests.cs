using System.Text.Json;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;
using MlOps.Tests.MLflow.Wire;

namespace MlOps.Tests.MLflow.Conformance;

/// <summary>What real servers do with unusual bytes on the wire, and the stand-in likewise.</summary>
public sealed class WireTrapTests
{
    private const string Search = """{"max_results": 1}""";
    private const string Chunk = "12\r\n" + Search + "\r\n0\r\n\r\n";
    private const string Artifact = "/api/2.0/mlflow-artifacts/artifacts/1/chunked.txt";

    // How each case was sent. An answer ends with its connection, so all ask for that.
    private static readonly Dictionary<string, string> s_requests = new()
    {
        ["content-length"] = Post(Search, $"Content-Length: {Search.Length}"),
        ["chunked"] = Post(Chunk, "Transfer-Encoding: chunked"),
        ["expect-100"] = Post(Search, $"Content-Length: {Search.Length}\r\nExpect: 100-continue"),
        ["utf8 BOM"] = Post("\uFEFF" + Search, $"Content-Length: {Search.Length + 3}"),
        ["PUT artifact chunked"] = $"PUT {Artifact} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
        ["GET back"] = Line("GET", Artifact),
        ["HEAD artifact"] = Line("HEAD", Artifact),
        ["double slash path"] = Line("GET", "//api/2.0/mlflow/experiments/get?experiment_id=0"),
        ["trailing slash"] = Line("GET", "/api/2.0/mlflow/experiments/get/?experiment_id=0"),
        ["GET with JSON body"] = "GET /api/2.0/mlflow/experiments/get HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            + "Content-Type: application/json\r\nContent-Length: 22\r\n\r\n{\"experiment_id\": \"0\"}",
    };

    [Theory]
    [InlineData("2.12.1")]
    [InlineData("3.11.2.dev0")]
    public async Task EveryRecordedTrapSnapsAlike(string version)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        var traps = JsonElement.Parse(await File.ReadAllBytesAsync(Repository.PathOf("tests", "MlOps.MLflow.Tests", "Conformance", "wire_traps.json"), TestContext.Current.CancellationToken))
            .EnumerateArray().Where(trap => trap.GetProperty("server").GetString() == version).ToList();
        var translation = new Translation();
        foreach (var trap in traps)
        {
            var name = trap.GetProperty("case").GetString()!;
            var answer = await RawConnection.SendAsync(server.Uri, s_requests[name], TestContext.Current.CancellationToken);

            // Servers spell reasons in cases of their own.
            Assert.Equal(trap.GetProperty("first").GetString(), answer.First, ignoreCase: true);
            AssertAlike(name, trap.GetProperty("body").GetString()!, answer.Body, translation);
        }

        Assert.Equal(10, traps.Count);
    }

    private static void AssertAlike(string name, string recorded, string actual, Translation translation)
    {
        if (!recorded.StartsWith('{'))
        {
            Assert.Equal(recorded, actual);
            return;
        }

        var difference = new AnswerComparison(translation).Difference(JsonElement.Parse(recorded), JsonElement.Parse(actual));
        Assert.True(difference == null, $"{name}: {difference}");
    }

    private static string Line(string method, string target) => $"{method} {target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    private static string Post(string body, string headers) => "POST /api/2.0/mlflow/experiments/search HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
        + $"Content-Type: application/json\r\n{headers}\r\n\r\n{body}";
}

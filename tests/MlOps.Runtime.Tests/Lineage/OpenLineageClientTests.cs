using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using MlOps.Cli.Lineage.OpenLineage;
using MlOps.Data.Remotes;
using MlOps.Tests.Cli;
using MlOps.Tests.Data.Remotes;

namespace MlOps.Tests.Lineage;

/// <summary>Events on their way to a server.</summary>
public sealed class OpenLineageClientTests : IDisposable
{
    private readonly LineageStore _store = new();
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task TheCommandSendsToTheServerOfTheEnvironment()
    {
        Record();
        using var server = new Server(static attempt => attempt == 1 ? 503 : 201);
        var (exit, output, error) = await RunAsync(new() { ["OPENLINEAGE_URL"] = server.Url, ["OPENLINEAGE_API_KEY"] = "secret", ["OPENLINEAGE_NAMESPACE"] = "team" }, "lineage", "latest", "--openlineage");

        Assert.Equal((0, ""), (exit, error));
        Assert.Equal($"2 events of 1 run to '{server.Url}/api/v1/lineage'.\n", output);
        Assert.Equal(3, server.Requests.Count); // The first was turned away and came back.
        Assert.All(server.Requests, static request => Assert.Equal(("/api/v1/lineage", "Bearer secret", "application/json"), (request.Path, request.Key, request.Type)));
        Assert.Equal(["START", "START", "COMPLETE"], server.Requests.Select(static request => JsonDocument.Parse(request.Body).RootElement.GetProperty("eventType").GetString()));
        Assert.All(server.Requests, static request => OpenLineageRules.Check(JsonDocument.Parse(request.Body).RootElement));
        Assert.Equal("team", JsonDocument.Parse(server.Requests.First().Body).RootElement.GetProperty("job").GetProperty("namespace").GetString());
    }

    [Fact]
    public async Task AServerThatIsDownIsSaidAndNothingIsLost()
    {
        Record();
        using var port = new TcpListener(IPAddress.Loopback, 0);
        port.Start();
        var url = $"http://user:secret@127.0.0.1:{((IPEndPoint)port.LocalEndpoint).Port}";
        port.Stop();
        var (exit, output, error) = await RunAsync([], "lineage", "latest", "--openlineage", url);
        Assert.Equal((3, ""), (exit, output));
        Assert.Contains("took 0 of 2 events", error);
        Assert.Contains("run the command again", error);
        Assert.DoesNotContain("secret", error);
    }

    [Theory]
    [InlineData(401, "OPENLINEAGE_API_KEY")]
    [InlineData(404, "OPENLINEAGE_ENDPOINT")]
    [InlineData(302, "the address to which it leads")]
    [InlineData(422, "answers 422")]
    public async Task ARefusalIsNotTriedAgainAndSaysWhatHelps(int status, string cure)
    {
        using var server = new Server(attempt => attempt == 1 ? 200 : status);
        using var client = new OpenLineageClient(server.Url, null, null, Retry.Default);
        ReadOnlyMemory<byte>[] events = [Encoding.UTF8.GetBytes("{}"), Encoding.UTF8.GetBytes("{}"), Encoding.UTF8.GetBytes("{}")];
        var problem = await Assert.ThrowsAsync<IOException>(() => client.SendAsync(events, TestContext.Current.CancellationToken));
        Assert.Contains("took 1 of 3 events", problem.Message);
        Assert.Contains(cure, problem.Message);
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, static request => Assert.Null(request.Key));
    }

    [Theory]
    [InlineData("http://host:5000", "api/v1/lineage", "http://host:5000/api/v1/lineage")]
    [InlineData("https://host/base/", "events", "https://host/base/events")]
    [InlineData("https://host/api/v1/lineage", "api/v1/lineage", "https://host/api/v1/lineage")]
    [InlineData("https://host/?tenant=a", "api/v1/lineage", "https://host/api/v1/lineage?tenant=a")]
    public void TheEndpointIsBelowTheAddress(string server, string endpoint, string expected) =>
        Assert.Equal(expected, OpenLineageClient.AddressOf(server, endpoint).AbsoluteUri);

    [Fact]
    public async Task AFileHasAnEventALine()
    {
        Record();
        var (exit, _, error) = await RunAsync([], "lineage", "latest", "--openlineage", "events.jsonl");
        Assert.Equal((0, ""), (exit, error));
        var lines = File.ReadAllLines(_folder.PathOf("events.jsonl"));
        Assert.Equal(2, lines.Length);
        Assert.All(lines, static line => OpenLineageRules.Check(JsonDocument.Parse(line).RootElement));
        Assert.Equal(lines, (await RunAsync([], "lineage", "latest", "--openlineage", "-")).Output.TrimEnd('\n').Split('\n'));
        (exit, _, error) = await RunAsync(new() { ["OPENLINEAGE_URL"] = "" }, "lineage", "latest", "--openlineage");
        Assert.Equal(2, exit);
        Assert.Contains("OPENLINEAGE_URL", error);
    }

    public void Dispose()
    {
        _store.Dispose();
        _folder.Dispose();
    }

    private void Record()
    {
        _store.Run("Garden.Train", static run => run.LogInput(LineageStore.Data("iris", LineageStore.Iris)));
        _store.Store.Close();
    }

    private Task<(int Exit, string Output, string Error)> RunAsync(Dictionary<string, string> environment, params string[] arguments)
    {
        environment["MLOPS_HOME"] = _store.Store.Location.Folder;
        return MlopsCommand.RunAsync(_folder.Root, environment, arguments);
    }

    private sealed record Request(string Path, string? Key, string? Type, string Body);

    /// <summary>A web server that keeps what it is sent, and answers each attempt as it is told to.</summary>
    private sealed class Server : IDisposable
    {
        private readonly LocalListener _listener;

        public Server(Func<int, int> answer) => _listener = new(async context =>
        {
            using var body = new StreamReader(context.Request.InputStream);
            Requests.Enqueue(new(context.Request.Url!.AbsolutePath, context.Request.Headers["Authorization"], context.Request.ContentType, await body.ReadToEndAsync()));
            context.Response.StatusCode = answer(Requests.Count);
        });

        public string Url => _listener.Address;

        public ConcurrentQueue<Request> Requests { get; } = new();

        public void Dispose() => _listener.Dispose();
    }
}

using System.Text.Json;
using MlOps.Store;
using MlOps.Tests.Tracking;

namespace MlOps.Tests.Models;

/// <summary>
/// What real servers were asked about registered models, asked of ours: the same is taken, the same is refused for the same reason, and
/// what is answered says the same.
/// </summary>
public sealed class RegistryConformanceTests : IDisposable
{
    // 2.12 takes them. Newer ones do not, and neither do we: such a model could not be delivered to them.
    private static readonly string[] s_onlyThere = ["create with slash", "create with colon"];

    private readonly TestStore _store = new();

    [Theory]
    [InlineData("2.12.1")]
    [InlineData("3.11.2.dev0")]
    public void OursAnswersAsTheRecordedServerDid(string version)
    {
        using var run = _store.Begin();
        _store.Recorder.Flush();
        using var registry = ModelRegistry.Open(_store.Location);
        using var recording = JsonDocument.Parse(File.ReadAllText(Repository.PathOf("tests", "MlOps.MLflow.Tests", "Conformance", version, "registry.json")));
        var asked = 0;
        foreach (var exchange in recording.RootElement.EnumerateArray().Where(static exchange => !s_onlyThere.Contains(Name(exchange))))
        {
            var request = exchange.GetProperty("request");
            var call = new Call(request, run.RunId);
            if (!RecordedRegistry.Knows(call))
            {
                continue;
            }

            asked++;
            var expected = exchange.GetProperty("response").GetProperty("body");
            var code = expected.TryGetProperty("error_code", out var error) ? error.GetString() : null;
            try
            {
                var answer = RecordedRegistry.Ask(registry, call);
                Assert.True(code is null, $"'{Name(exchange)}' was refused there, with {code}.");
                RecordedRegistry.AssertSame(expected, answer);
            }
            catch (ModelRegistryException fault)
            {
                Assert.True(code == fault.Code, $"'{Name(exchange)}' was answered with {code ?? "success"}, and here with {fault.Code}: {fault.Message}");
            }
        }

        Assert.InRange(asked, 35, 60);
    }

    public void Dispose() => _store.Dispose();

    private static string Name(JsonElement exchange) => exchange.GetProperty("name").GetString()!;
}

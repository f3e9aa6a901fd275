using System.Text;
using MlOps.MLflow;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Client;

public sealed class CredentialTests
{
    [Fact]
    public async Task BasicGoesBeforeATokenAndAUserInTheAddressIsTaken()
    {
        var seen = new List<string?>();
        await using var server = await ScriptedServer.StartAsync(context =>
        {
            seen.Add($"{context.Request.Headers.Authorization} {context.Request.Headers["X-MLFLOW-WORKSPACE"]}".Trim());
            return ScriptedServer.AnswerAsync(context, """{"run":{"info":{"run_id":"r","experiment_id":"0"}}}""");
        });
        var plain = TestedServer.OptionsOf(server.Uri);
        var both = plain with { Username = "ada", Password = "pä", Token = "t" };
        var inUri = plain with { TrackingUri = $"http://ada:p%C3%A4@127.0.0.1:{server.Uri.Port}", Token = "t" };

        foreach (var options in new[] { plain, both, inUri, both with { Password = null, Workspace = "team" } })
        {
            using var client = new MlflowClient(options);
            await client.Runs.GetAsync("r");
        }

        var basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("ada:pä"));
        Assert.Equal(["", basic, basic, "Bearer t team"], seen);
    }

    [Fact]
    public async Task AServerWithUsersTellsWhoIsNotKnownAndWhatIsNotAllowed()
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.V3, basicAuth: true);
        var plain = TestedServer.OptionsOf(server.Uri);
        using var nobody = new MlflowClient(plain);
        using var admin = new MlflowClient(plain with { Username = "admin", Password = "password1234" });

        var refused = await Assert.ThrowsAsync<MlflowException>(() => nobody.Experiments.GetAsync("0"));

        Assert.Equal(MlflowErrorCode.Unauthenticated, refused.Code);
        Assert.Contains("MLFLOW_TRACKING_USERNAME", refused.Hint);
        Assert.False(refused.IsTransient);
        Assert.Equal("Default", (await admin.Experiments.GetAsync("0")).Name);
    }
}

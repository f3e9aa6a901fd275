using System.Diagnostics;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests;

/// <summary>A program that is told of a server by nothing but <c>MLFLOW_TRACKING_URI</c>.</summary>
public sealed class DeliveryTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;

        Trainer.Train(args is ["waits"]);

        internal static class Trainer
        {
            [Tracked(Experiment = "flowers")]
            public static double Train(bool waits)
            {
                Run.Current.Log("loss", 0.5, 1);
                if (waits)
                {
                    Console.WriteLine("ready");
                    Thread.Sleep(TimeSpan.FromMinutes(5));
                }

                return 0.75;
            }
        }
        """;

    [Fact]
    public async Task RunsGoToTheServerWhateverBecomesOfTheProgram()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill, which Windows lacks.");
        using var consumer = new Consumer(feed, Program);
        consumer.Build().ShouldSucceed();
        await using var server = await StandInServer.StartAsync(ServerVersion.V3);
        var environment = new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = server.Uri.AbsoluteUri };

        Assert.Empty(consumer.Execute(environment).ShouldSucceed().Errors);
        AssertLast(server, "FINISHED", 1);

        Assert.Equal(143, Signal(consumer, "TERM", environment));
        AssertLast(server, "KILLED", 2);

        // Nobody tells a program that it is killed. The next one delivers what it left, as failed.
        Assert.Equal(137, Signal(consumer, "KILL", environment));
        Assert.Equal("RUNNING", server.State.Runs.Last().Status);
        consumer.Execute(environment).ShouldSucceed();
        Assert.Equal(["FINISHED", "KILLED", "FAILED", "FINISHED"], server.State.Runs.Select(static run => run.Status));
        Assert.All(consumer.Runs().EnumerateArray(), static run => Assert.Equal("delivered", run.GetProperty("deliveries")[0].GetProperty("state").GetString()));
    }

    [Fact]
    public async Task AServerThatIsAwayIsSaidAndCaughtUpWith()
    {
        using var consumer = new Consumer(feed, Program);
        consumer.Build().ShouldSucceed();
        var errors = consumer.Execute(new Dictionary<string, string> { ["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:9" }).ShouldSucceed().Errors;
        Assert.Contains("1 run is not delivered to http://127.0.0.1:9 yet.", errors, StringComparison.Ordinal);

        await using var server = await StandInServer.StartAsync(ServerVersion.V2);
        Assert.Contains("1 run delivered", consumer.Mlops("sync", "--to", server.Uri.AbsoluteUri).ShouldSucceed().Output, StringComparison.Ordinal);
        AssertLast(server, "FINISHED", 1);
        consumer.Mlops("sync", "--to", "http://127.0.0.1:9").ShouldFailWith("mlops:", "127.0.0.1:9");
    }

    private static void AssertLast(StandInServer server, string status, int count)
    {
        Assert.Equal(count, server.State.Runs.Count);
        var run = server.State.Runs.Last();
        Assert.Equal(("flowers", status), (run.Experiment.Name, run.Status));
        Assert.Contains(run.History, static point => point is { Key: "loss", Value: 0.5, Step: 1 });
    }

    private static int Signal(Consumer consumer, string signal, Dictionary<string, string> environment)
    {
        using var process = Command.Start(consumer.Folder, "dotnet", [consumer.PathOf("bin", "Debug", "net10.0", "App.dll"), "waits"], environment);
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        Thread.Sleep(TimeSpan.FromSeconds(2)); // A flush and more: the server has the run.
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        return process.ExitCode;
    }
}

using System.Diagnostics;
using MlOps.MLflow.Delivery;
using MlOps.Recovery;
using MlOps.Tests.MLflow.Client;
using MlOps.Tests.MLflow.StandIn;
using MlOps.Tests.MLflow.StandIn.Protocol;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Processes that die in the middle of a delivery get no word in, and lose nothing that the store had.</summary>
public sealed class KilledProcessTests
{
    private const string Experiment = "killed";

    [Theory]
    [InlineData("2.12.1")]
    [InlineData("3.11.2.dev0")]
    public async Task WhatAKilledTrainingRecordedArrivesOnce(string version)
    {
        await using var server = await StandInServer.StartAsync(ServerVersion.Of(version));
        using var store = new LocalStore();
        foreach (var points in new[] { 1, 700, 4000 })
        {
            await KillAsync(store, server, points);
        }

        Assert.Equal(1, StoreRecovery.CloseDeadRuns(store.Location)); // Each training closed the one before.
        await new StoreSync(store.Location, TestedServer.OptionsOf(server.Uri), static _ => { }).RunAsync(null, TestContext.Current.CancellationToken);

        var there = await ServerSide.ReadRunsAsync(TestedServer.OptionsOf(server.Uri), Experiment, TestContext.Current.CancellationToken);
        Assert.Equal(3, there.Count);
        foreach (var run in store.ReadRuns())
        {
            Assert.Equal("FAILED", run.Status);
            Assert.Empty(run.Differences(there.Single(other => other.LocalId == run.LocalId)));
        }
    }

    /// <summary>Has a process train until the server has so many points of it.</summary>
    private static async Task KillAsync(LocalStore store, StandInServer server, int points)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "MlOps.MLflow.Trainer.dll"), Experiment])
        {
            RedirectStandardError = true, // What it says of the one before.
            Environment =
            {
                ["MLOPS_HOME"] = store.Location.Folder,
                ["MLFLOW_TRACKING_URI"] = server.Uri.AbsoluteUri,
                ["MLOPS_DELIVERY_FLUSH_SECONDS"] = "0.01",
            },
        })!;
        try
        {
            var known = server.State.Runs.Count;
            while (PointsOf(server, known) < points)
            {
                Assert.False(process.HasExited, "The training ended by itself.");
                await Task.Delay(5, TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            process.Kill(); // SIGKILL.
            await process.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static int PointsOf(StandInServer server, int run)
    {
        lock (server.State.Gate)
        {
            return server.State.Runs.Count > run ? server.State.Runs.ElementAt(run).History.Count : 0;
        }
    }
}

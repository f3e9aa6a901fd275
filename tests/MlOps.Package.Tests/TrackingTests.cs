using System.Security.Cryptography;
using System.Text.Json;

namespace MlOps.Tests;

/// <summary>From an empty project and one package to a recorded run.</summary>
public sealed class TrackingTests(PackageFeed feed)
{
    [Fact]
    public void AProjectThatInstallsThePackageRecordsItsRuns()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        Assert.Equal("accuracy 0.75", consumer.Execute().ShouldSucceed().Output.Trim());

        var run = consumer.Show();
        Assert.Equal("FINISHED", run.GetProperty("status").GetString());
        Assert.Equal("flowers", run.GetProperty("experiment").GetString());
        Assert.Equal("Trainer.TrainAsync", run.GetProperty("method").GetString());
        Assert.Equal("""{"options.epochs":"3","options.rate":"0.5"}""", Compact(run.GetProperty("params")));
        Assert.Equal(0.75, run.GetProperty("metrics").GetProperty("accuracy").GetProperty("last").GetDouble());
        Assert.Equal(3, run.GetProperty("metrics").GetProperty("loss").GetProperty("last_step").GetInt64());
        var digest = Convert.ToHexStringLower(MD5.HashData(File.ReadAllBytes(consumer.PathOf("data", "iris.csv"))));
        Assert.Equal($$"""[{"name":"iris","digest":"{{digest}}","source":"data/iris.csv"}]""", Compact(run.GetProperty("datasets")));
        Assert.Equal("""["model.txt"]""", Compact(run.GetProperty("artifacts")));
        Assert.Matches("^[0-9a-f]{64}$", run.GetProperty("code").GetProperty("fingerprint").GetString());
        Assert.Equal("Debug", run.GetProperty("code").GetProperty("configuration").GetString());
        Assert.Equal($"outs:\n- md5: {digest}\n  size: 35\n  hash: md5\n  path: iris.csv\n", File.ReadAllText(consumer.PathOf("data", "iris.csv.dvc")));
    }

    [Fact]
    public void AnExceptionIsRecordedAndThrownOnWithItsTrace()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        var lineOfThrow = Array.FindIndex(Programs.Training.Split('\n'), static line => line.Contains("throw new")) + 1;
        consumer.Execute("fail").ShouldFailWith("System.InvalidOperationException: seed 1 is cursed", $"Program.cs:line {lineOfThrow}");

        var run = consumer.Show();
        Assert.Equal("FAILED", run.GetProperty("status").GetString());
        Assert.Equal("Default", run.GetProperty("experiment").GetString());
        Assert.Equal("seed 1 is cursed", run.GetProperty("tags").GetProperty("mlops.error.message").GetString());
        Assert.Equal("""["error.txt"]""", Compact(run.GetProperty("artifacts")));
    }

    [Fact]
    public void WithoutWeavingTheProgramRunsUntracked()
    {
        using var consumer = new Consumer(feed, Programs.Training);
        consumer.Build().ShouldSucceed();
        consumer.Build("-p:MlOpsWeave=false").ShouldSucceed();
        Assert.Equal("accuracy 0.75", consumer.Execute().ShouldSucceed().Output.Trim());
        Assert.False(Directory.Exists(consumer.PathOf(".mlops")));

        consumer.Build().ShouldSucceed();
        consumer.Execute().ShouldSucceed();
        Assert.Equal(1, consumer.Runs().GetArrayLength());
    }

    [Fact]
    public void WhatCannotBeTrackedStopsTheBuildAtTheAttribute()
    {
        using var consumer = new Consumer(feed, """
            [MlOps.Tracked]
            static async void Train() => await Task.Yield();
            Train();
            """);
        consumer.Build().ShouldFailWith("Program.cs(1,2): error MLOPS1001: 'Train' cannot be tracked: it is async void, so nobody can tell when it ends. Return Task instead.");
    }

    [Fact]
    public void ALocalFunctionOfATopLevelProgramIsTrackedOnceItIsStatic()
    {
        using var consumer = new Consumer(feed, """
            [MlOps.Tracked]
            int Train(int epochs) => epochs * 2;
            Train(21);
            """);
        consumer.Build().ShouldFailWith("Program.cs(1,2): error MLOPS1003: 'Train' cannot be tracked yet: a local function is, when it captures nothing.");
        consumer.Build("-p:RunAnalyzers=false").ShouldFailWith("Program.cs(1,2): error MLOPS1003");

        consumer.Write("Program.cs", File.ReadAllText(consumer.PathOf("Program.cs")).Replace("int Train", "static int Train", StringComparison.Ordinal));
        consumer.Build().ShouldSucceed();
        consumer.Execute().ShouldSucceed();
        Assert.Equal(42, consumer.Show().GetProperty("metrics").GetProperty("result").GetProperty("last").GetDouble());
        Assert.Equal("Program.Train", consumer.Show().GetProperty("method").GetString());
    }

    [Fact]
    public void AKilledProcessLeavesAReadableStore()
    {
        using var consumer = new Consumer(feed, Programs.Endless);
        consumer.Build().ShouldSucceed();
        for (var round = 1; round <= 3; round++)
        {
            using var process = Command.Start(consumer.Folder, "dotnet", [consumer.PathOf("bin", "Debug", "net10.0", "App.dll")]);
            Assert.Equal("ready", process.StandardOutput.ReadLine());
            Thread.Sleep(600 + (round * 37)); // Longer than the flush interval; another moment each round.
            process.Kill();
            process.WaitForExit();

            var run = consumer.Show();
            Assert.Equal("FAILED", run.GetProperty("status").GetString());
            var loss = run.GetProperty("metrics").GetProperty("loss");
            Assert.True(loss.GetProperty("count").GetInt64() > 200_000, loss.ToString());
            Assert.Equal(loss.GetProperty("count").GetInt64() - 1, loss.GetProperty("last_step").GetInt64()); // No hole in what is there.
        }

        Assert.Equal(3, consumer.Runs().GetArrayLength());
    }

    private static string Compact(JsonElement element) => JsonSerializer.Serialize(element);
}

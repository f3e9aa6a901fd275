using System.Diagnostics;

namespace MlOps.Tests;

/// <summary>However a process ends while a run is going on, what it logged is there and the run says how it ended.</summary>
public sealed class EndingTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;

        if (args is ["handles"])
        {
            Console.CancelKeyPress += (_, cancel) => cancel.Cancel = true;
        }

        Trainer.Train(args[0]);

        internal static class Trainer
        {
            [Tracked]
            public static void Train(string how)
            {
                Run.Current.Log("loss", 1, 1);
                switch (how)
                {
                    case "exits": Environment.Exit(0); break;
                    case "crashes": new Thread(static () => throw new InvalidOperationException("elsewhere")).Start(); break;
                    case "leaves": new Thread(Flood) { IsBackground = true }.Start(); Thread.Sleep(300); return;
                    case "floods": new Thread(Flood) { IsBackground = true }.Start(); Console.WriteLine("ready"); break;
                    default: Console.WriteLine("ready"); break;
                }

                if (how == "handles")
                {
                    Console.ReadLine();
                    return;
                }

                Thread.Sleep(TimeSpan.FromMinutes(5));
            }

            private static void Flood()
            {
                for (var step = 0L; ; step++)
                {
                    Run.Current.Log("flood", step, step);
                }
            }
        }
        """;

    [Fact]
    public void TheRunSaysHowItEnded()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill, which Windows lacks.");
        using var consumer = new Consumer(feed, Program);
        consumer.Build().ShouldSucceed();

        consumer.Execute("exits").ShouldSucceed();
        AssertLatest(consumer, "FAILED", "The program ended before the run did, with exit code 0.");

        consumer.Execute("crashes").ShouldFailWith("elsewhere");
        AssertLatest(consumer, "FAILED", "elsewhere");

        Assert.Equal(143, Signal(consumer, "TERM", "waits")); // 128 + SIGTERM: it ended as it would have without us.
        AssertLatest(consumer, "KILLED");

        Assert.Equal(143, Signal(consumer, "TERM", "floods"));
        AssertLatest(consumer, "KILLED");

        consumer.Execute("leaves").ShouldSucceed();
        AssertLatest(consumer, "FINISHED");
        Assert.False(File.Exists(consumer.PathOf(".mlops", "mlflow.db-wal"))); // The database is whole without its log.

        Assert.Equal(0, Signal(consumer, "INT", "handles"));
        AssertLatest(consumer, "FINISHED");
    }

    private static int Signal(Consumer consumer, string signal, string how)
    {
        using var process = Command.Start(consumer.Folder, "dotnet", [consumer.PathOf("bin", "Debug", "net10.0", "App.dll"), how]);
        Assert.Equal("ready", process.StandardOutput.ReadLine());
        using (var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]))
        {
            kill.WaitForExit();
        }

        Thread.Sleep(500); // The signal first, then the line that lets a program go on that handles it.
        process.StandardInput.Close();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(1)));
        return process.ExitCode;
    }

    private static void AssertLatest(Consumer consumer, string status, string? error = null)
    {
        var run = consumer.Show();
        Assert.Equal(error, run.GetProperty("tags").TryGetProperty("mlops.error.message", out var message) ? message.GetString() : null);
        Assert.Equal(status, run.GetProperty("status").GetString());
        Assert.Equal(1, run.GetProperty("metrics").GetProperty("loss").GetProperty("count").GetInt32());
    }
}

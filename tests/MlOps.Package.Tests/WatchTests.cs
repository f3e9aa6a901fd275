using System.Collections.Concurrent;
using System.Diagnostics;

namespace MlOps.Tests;

/// <summary>What a method is under <c>dotnet watch</c>, before and after it is edited in a running program.</summary>
public sealed class WatchTests(PackageFeed feed)
{
    private const string Program = """
        using MlOps;

        while (true)
        {
            Console.WriteLine($"edited: {Trainer.Edited()}, other: {Trainer.Other()}.");
            Thread.Sleep(200);
        }

        internal static class Trainer
        {
            [Tracked]
            public static string Edited() => "first, " + (Run.Current.RunId.Length > 0 ? "tracked" : "untracked");

            [Tracked]
            public static string Other() => Run.Current.RunId.Length > 0 ? "tracked" : "untracked";
        }
        """;

    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(5);

    [Fact]
    public void AnEditedMethodRunsUntrackedAndCorrectlyAndTheOthersStayTracked()
    {
        using var consumer = new Consumer(feed, Program);
        var environment = new Dictionary<string, string>(consumer.Environment) { ["DOTNET_WATCH_SUPPRESS_EMOJIS"] = "1" };
        using var watch = Command.Start(consumer.Folder, "dotnet", ["watch", "--non-interactive", "--project", "App.csproj"], environment);
        try
        {
            var lines = new ConcurrentQueue<string>();
            watch.OutputDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
            watch.ErrorDataReceived += (_, line) => lines.Enqueue(line.Data ?? "");
            watch.BeginOutputReadLine();
            watch.BeginErrorReadLine();
            WaitFor("edited: first, tracked, other: tracked.", lines);
            WaitFor("Waiting for changes", lines);

            consumer.Write("Program.cs", Program.Replace("first", "second", StringComparison.Ordinal));
            WaitFor("edited: second, untracked, other: tracked.", lines);

            Assert.DoesNotContain("other: untracked", string.Join('\n', lines), StringComparison.Ordinal);
        }
        finally
        {
            watch.Kill(entireProcessTree: true);
            watch.WaitForExit();
        }
    }

    private static void WaitFor(string text, ConcurrentQueue<string> lines)
    {
        var start = Stopwatch.GetTimestamp();
        while (!lines.Any(line => line.Contains(text, StringComparison.Ordinal)))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_limit, $"'{text}' did not come within {s_limit}:\n{string.Join('\n', lines)}");
            Thread.Sleep(100);
        }
    }
}

using System.Security.Cryptography;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.Tests.Tracking;

/// <summary>Processes that are killed at any moment: what they had flushed stays, and the store stays whole.</summary>
public sealed class CrashTests
{
    private const int Rounds = 8;

    // A flush interval is 250 ms; a machine that is busy with other tests may take longer to get round to it.
    private static readonly TimeSpan s_mayBeLost = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task KilledAgainAndAgainTheStoreStaysWholeAndLosesNoMoreThanTheLastInterval()
    {
        using var store = new TestStore();
        var killed = new List<(string Run, long MustHave)>();
        for (var round = 0; round < Rounds; round++)
        {
            using var first = WriterProcess.Start(store.Location, "flood");
            using var second = WriterProcess.Start(store.Location, "flood");
            var progress = new[] { first.ReadLinesAsync(), second.ReadLinesAsync() };
            await Task.Delay(RandomNumberGenerator.GetInt32(300, 5_000), TestContext.Current.CancellationToken);
            first.Kill();
            await Task.Delay(RandomNumberGenerator.GetInt32(0, 200), TestContext.Current.CancellationToken);
            second.Kill();
            killed.AddRange((await Task.WhenAll(progress)).Where(static lines => lines.Count > 1).Select(Progress));

            if (!File.Exists(store.Location.DatabasePath))
            {
                continue; // Killed before either of them had begun.
            }

            Assert.Equal(["ok"], store.Query("PRAGMA integrity_check", static row => row.GetString(0)));
        }

        Assert.NotEmpty(killed);
        using var reading = RunReader.Open(store.Location);
        foreach (var (run, mustHave) in killed.Where(static killed => killed.MustHave > 0))
        {
            var loss = reading.Details(reading.Find(run)).Metrics["loss"];
            Assert.True(loss.Count == loss.LastStep + 1, $"Run {run} has {loss.Count} values up to step {loss.LastStep}: a hole.");
            Assert.True(loss.LastStep >= mustHave, $"Run {run} ends at step {loss.LastStep}, and had logged {mustHave} long before.");
        }

        // The next start closes them all, and only them.
        using var next = store.Begin();
        store.Recorder.Flush();
        Assert.All(reading.List(), run => Assert.Equal(run.RunId == next.RunId ? "RUNNING" : "FAILED", run.Status));

        // Only the mark of a process that died before the store knew it stays, for a minute.
        var unknown = (2 * Rounds) + 1 - reading.List().Count;
        Assert.InRange(Directory.GetFiles(store.Location.ProcessFolder).Length, 1, 1 + unknown);
    }

    [Fact]
    public async Task WhatIsLostIsWhatWasLoggedInTheLastInterval()
    {
        var lost = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            using var store = new TestStore();
            using var writer = WriterProcess.Start(store.Location, "pace");
            var run = (await writer.Output.ReadLineAsync(TestContext.Current.CancellationToken))!;
            var logged = writer.ReadLinesAsync();
            await Task.Delay(RandomNumberGenerator.GetInt32(1_000, 2_000), TestContext.Current.CancellationToken);
            writer.Kill();
            using var reading = RunReader.Open(store.Location);
            lost.Add(long.Parse((await logged)[^2]) - (long)reading.Details(reading.Find(run)).Metrics["loss"].Last); // The last line may have been cut.
        }

        // Every one is at most an interval and the time of a commit, unless the machine just then let neither thread run: not so every other time.
        lost.Sort();
        Assert.True(lost[Rounds / 2] <= 1.5 * Recorder.FlushInterval.TotalMilliseconds, $"Milliseconds lost: {string.Join(", ", lost)}.");
    }

    /// <returns>The run, and the last step that it had logged well before it was killed.</returns>
    private static (string Run, long MustHave) Progress(List<string> lines)
    {
        // The last line may have been cut by the kill.
        var said = lines[1..^1].ConvertAll(static line => line.Split(' ')).ConvertAll(static words => (Step: long.Parse(words[0]), Milliseconds: long.Parse(words[1])));
        var last = said.Count == 0 ? 0 : said[^1].Milliseconds;
        return (lines[0], said.LastOrDefault(step => step.Milliseconds < last - s_mayBeLost.TotalMilliseconds).Step);
    }
}

using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary>Shows how far work on data has come: on a terminal, after a moment, on the error stream; else nothing.</summary>
internal static class DataProgressBar
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs work that tells how far it is.</summary>
    public static T Show<T>(string title, Func<DataProgress, T> work) =>
        ShowAsync(title, progress => Console.IsErrorRedirected ? Task.FromResult(work(progress)) : Task.Run(() => work(progress))).GetAwaiter().GetResult();

    /// <summary>The same of work that waits for others.</summary>
    public static async Task<T> ShowAsync<T>(string title, Func<DataProgress, Task<T>> work)
    {
        var progress = new DataProgress();
        var running = work(progress);
        // What is done at once needs no bar.
        if (!Console.IsErrorRedirected && await Task.WhenAny(running, Task.Delay(s_moment)).ConfigureAwait(false) != running)
        {
            await DrawAsync(title, progress, running).ConfigureAwait(false);
        }

        return await running.ConfigureAwait(false);
    }

    private static Task DrawAsync(string title, DataProgress progress, Task running)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async context =>
        {
            var bar = context.AddTask(title, autoStart: true);
            while (await Task.WhenAny(running, Task.Delay(100)).ConfigureAwait(false) != running)
            {
                var (done, all) = progress.TotalBytes > 0 ? (progress.Bytes, progress.TotalBytes) : (progress.Files, progress.TotalFiles);
                bar.MaxValue = Math.Max(1, all);
                bar.Value = done;
                bar.Description = $"{title} {progress.Files}/{progress.TotalFiles}, {Words.Bytes(progress.Bytes)}";
            }
        });
    }
}

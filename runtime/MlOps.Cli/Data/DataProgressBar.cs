using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary>Shows how far work on data has come: on a terminal, after a moment, on the error stream; else nothing.</summary>
internal static class DataProgressBar
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(400);

    /// <summary>Runs work that tells how far it is.</summary>
    public static T Show<T>(string title, Func<DataProgress, T> work)
    {
        var progress = new DataProgress();
        if (Console.IsErrorRedirected)
        {
            return work(progress);
        }

        var running = Task.Run(() => work(progress));
        // What is done at once needs no bar.
        if (Task.WhenAny(running, Task.Delay(s_moment)).GetAwaiter().GetResult() != running)
        {
            Show(title, progress, running);
        }

        return running.GetAwaiter().GetResult();
    }

    private static void Show(string title, DataProgress progress, Task running)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(context =>
        {
            var bar = context.AddTask(title, autoStart: true);
            while (!Task.WhenAny(running, Task.Delay(100)).GetAwaiter().GetResult().Equals(running))
            {
                var (done, all) = progress.TotalBytes > 0 ? (progress.Bytes, progress.TotalBytes) : (progress.Files, progress.TotalFiles);
                bar.MaxValue = Math.Max(1, all);
                bar.Value = done;
                bar.Description = $"{title} {progress.Files}/{progress.TotalFiles}, {Words.Bytes(progress.Bytes)}";
            }
        });
    }
}

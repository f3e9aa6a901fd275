using Spectre.Console;

namespace MlOps.Cli;

/// <summary>Shows how far work has come: on a terminal, after a moment, on the error stream; else nothing.</summary>
internal static class ProgressBar
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(400);

    /// <summary>Waits for work, and shows a bar meanwhile.</summary>
    /// <param name="running">The work.</param>
    /// <param name="look">How far it is: what is done, what there is to do, and a line about it.</param>
    public static async Task<T> ShowAsync<T>(Task<T> running, Func<(double Done, double All, string Line)> look)
    {
        // What is done at once needs no bar.
        if (!Console.IsErrorRedirected && await Task.WhenAny(running, Task.Delay(s_moment)).ConfigureAwait(false) != running)
        {
            await DrawAsync(running, look).ConfigureAwait(false);
        }

        return await running.ConfigureAwait(false);
    }

    private static Task DrawAsync(Task running, Func<(double Done, double All, string Line)> look)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return console.Progress().AutoClear(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).StartAsync(async context =>
        {
            var bar = context.AddTask(look().Line, autoStart: true);
            while (await Task.WhenAny(running, Task.Delay(100)).ConfigureAwait(false) != running)
            {
                var (done, all, line) = look();
                bar.MaxValue = Math.Max(1, all);
                bar.Value = done;
                bar.Description = line;
            }
        });
    }
}

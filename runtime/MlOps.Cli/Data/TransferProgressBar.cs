using MlOps.Data;
using Spectre.Console;

namespace MlOps.Cli.Data;

/// <summary>Shows on a terminal how far it got; says nothing where nobody looks.</summary>
internal static class TransferProgressBar
{
    public static async Task<TransferResult> ShowAsync(string verb, Func<IProgress<TransferProgress>?, Task<TransferResult>> transfer)
    {
        if (Console.IsErrorRedirected)
        {
            return await transfer(null).ConfigureAwait(false);
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .AutoClear(true)
            .Columns(new SpinnerColumn(), new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(context => transfer(new Bar(context.AddTask(verb)))).ConfigureAwait(false);
    }

    // Not the Progress<T> of the library, which hands every value to another thread and lets them overtake each other.
    private sealed class Bar(ProgressTask task) : IProgress<TransferProgress>
    {
        public void Report(TransferProgress value)
        {
            task.MaxValue = value.Total;
            task.Value = value.Done;
            task.Description = $"{value.Done}/{value.Total} files, {value.Bytes / 1024.0 / 1024.0:0.0} MiB";
        }
    }
}

using MlOps.Data;

namespace MlOps.Cli.Data;

/// <summary>Shows how far work on data has come.</summary>
internal static class DataProgressBar
{
    /// <summary>Runs work that tells how far it is.</summary>
    public static T Show<T>(string title, Func<DataProgress, T> work) =>
        ShowAsync(title, progress => Console.IsErrorRedirected ? Task.FromResult(work(progress)) : Task.Run(() => work(progress))).GetAwaiter().GetResult();

    /// <summary>The same of work that waits for others.</summary>
    public static Task<T> ShowAsync<T>(string title, Func<DataProgress, Task<T>> work)
    {
        var progress = new DataProgress();
        return ProgressBar.ShowAsync(work(progress), () =>
        {
            var (done, all) = progress.TotalBytes > 0 ? (progress.Bytes, progress.TotalBytes) : (progress.Files, progress.TotalFiles);
            return (done, all, $"{title} {progress.Files}/{progress.TotalFiles}, {Words.Bytes(progress.Bytes)}");
        });
    }
}

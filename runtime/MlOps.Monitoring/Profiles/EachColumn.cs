namespace MlOps.Monitoring.Profiles;

/// <summary>What is done column by column, on several cores where there is enough of it.</summary>
internal static class EachColumn
{
    /// <summary>With fewer rows other threads cost more than they do.</summary>
    private const long ManyRows = 20_000;

    public static void Do(int columns, long rows, Action<int> work, CancellationToken cancellationToken)
    {
        if (rows >= ManyRows && columns > 1)
        {
            Parallel.For(0, columns, new ParallelOptions { CancellationToken = cancellationToken }, work);
            return;
        }

        for (var i = 0; i < columns; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            work(i);
        }
    }
}

namespace MlOps.Data.Remotes;

/// <summary>What holds for a time, as credentials do: asked for when it is first needed, and anew before it ends.</summary>
/// <param name="read">Asks for it.</param>
/// <param name="end">Until when one holds; null for ever.</param>
/// <param name="clock">The clock of this machine.</param>
internal sealed class Renewed<T>(Func<CancellationToken, Task<T>> read, Func<T, DateTimeOffset?> end, TimeProvider clock) : IDisposable
    where T : class
{
    // What is sent with it now may arrive minutes later.
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private T? _current;

    public async ValueTask<T> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is { } current)
        {
            return current;
        }

        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current ?? (_current = await read(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private T? Current => Volatile.Read(ref _current) is { } known && !(end(known) - clock.GetUtcNow() < s_early) ? known : null;
}

namespace MlOps.Data.Remotes.S3.Identity;

/// <summary>Credentials that hold for a time: asked for when the first request needs them, and anew before they expire.</summary>
internal sealed class CredentialSupply(ICredentialSource source, TimeProvider clock) : IDisposable
{
    // A large body that is signed now may arrive minutes later.
    private static readonly TimeSpan s_early = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1);
    private S3Credentials? _current;

    public async ValueTask<S3Credentials> GetAsync(CancellationToken cancellationToken)
    {
        if (Current is { } current)
        {
            return current;
        }

        await _one.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return Current ?? (_current = await source.ReadAsync(cancellationToken).ConfigureAwait(false));
        }
        finally
        {
            _one.Release();
        }
    }

    public void Dispose() => _one.Dispose();

    private S3Credentials? Current => Volatile.Read(ref _current) is { } known && !(known.Expires - clock.GetUtcNow() < s_early) ? known : null;
}

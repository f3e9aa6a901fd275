namespace MlOps.MLflow.Wire;

/// <summary>The time limit of an exchange that may take hours as long as it goes on: every move winds it up again.</summary>
internal sealed class StallClock : IDisposable
{
    private readonly CancellationTokenSource _source;
    private readonly TimeSpan _patience;

    public StallClock(TimeSpan patience, CancellationToken cancellationToken)
    {
        _patience = patience;
        _source = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Moved();
    }

    public CancellationToken Token => _source.Token;

    public void Moved() => _source.CancelAfter(_patience);

    public void Dispose() => _source.Dispose();
}

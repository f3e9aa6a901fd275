namespace MlOps.Monitoring.Alerts;

/// <summary>Brings alerts to all channels, each with a queue of its own: one that hangs holds up neither the others nor who posts.</summary>
internal sealed class AlertDispatcher : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(10);

    private readonly AlertQueue[] _queues;
    private readonly TimeSpan _patience;

    /// <param name="channels">Where alerts go.</param>
    /// <param name="say">Shows a sentence about a channel that fails, once until it works again.</param>
    /// <param name="patience">How long a channel may take for one attempt, and how long the end waits for what is left.</param>
    public AlertDispatcher(IReadOnlyList<IAlertChannel> channels, Action<string> say, TimeSpan patience)
    {
        _patience = patience;
        _queues = [.. channels.Select(channel => new AlertQueue(channel, say, patience))];
    }

    /// <summary>How many alerts were not sent by a channel: too many waited, or it failed for good.</summary>
    public long Dropped => _queues.Sum(static queue => queue.Dropped);

    public void Post(Alert alert)
    {
        foreach (var queue in _queues)
        {
            queue.Post(alert);
        }
    }

    /// <summary>Waits until all that was posted is sent, as long as there is time for it.</summary>
    public async Task SentAsync()
    {
        for (var waited = TimeSpan.Zero; waited < _patience && Array.Exists(_queues, static queue => queue.Waiting > 0); waited += s_look)
        {
            await Task.Delay(s_look).ConfigureAwait(false);
        }
    }

    /// <summary>Sends what is left, as long as there is time for it.</summary>
    public ValueTask DisposeAsync() => StopAsync(_patience);

    public async ValueTask StopAsync(TimeSpan patience)
    {
        await Task.WhenAll(_queues.Select(queue => queue.StopAsync(patience))).ConfigureAwait(false);
        Array.ForEach(_queues, static queue => queue.Dispose());
    }
}

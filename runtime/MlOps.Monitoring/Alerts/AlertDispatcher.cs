using System.Threading.Channels;

namespace MlOps.Monitoring.Alerts;

/// <summary>
/// Brings alerts to all channels on a task of its own. Whoever posts waits for nothing: a channel that hangs holds up alerts for a few seconds
/// each, and when too many wait the oldest go, counted.
/// </summary>
internal sealed class AlertDispatcher : IAsyncDisposable
{
    private const int MostWaiting = 256;
    private const int MostAttempts = 3;

    private readonly IReadOnlyList<IAlertChannel> _channels;
    private readonly Action<string> _say;
    private readonly TimeSpan _patience;
    private readonly Channel<Alert> _alerts;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private readonly Task _sending;
    private long _dropped;

    /// <param name="channels">Where alerts go.</param>
    /// <param name="say">Shows a sentence about a channel that fails, once until it works again.</param>
    /// <param name="patience">How long a channel may take for one attempt, and how long the end waits for what is left.</param>
    public AlertDispatcher(IReadOnlyList<IAlertChannel> channels, Action<string> say, TimeSpan patience)
    {
        (_channels, _say, _patience) = (channels, say, patience);
        _alerts = Channel.CreateBounded<Alert>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Interlocked.Increment(ref _dropped));
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>How many alerts were not sent: too many waited, or a channel failed for good.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    public void Post(Alert alert) => _alerts.Writer.TryWrite(alert);

    /// <summary>Sends what is left, as long as there is time for it.</summary>
    public ValueTask DisposeAsync() => StopAsync(_patience);

    public async ValueTask StopAsync(TimeSpan patience)
    {
        if (!_alerts.Writer.TryComplete())
        {
            return;
        }

        await _sending.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task SendAllAsync()
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            await Task.WhenAll(_channels.Select(channel => SendAsync(channel, alert))).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(IAlertChannel channel, Alert alert)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(_patience);

                // Not every channel looks at its token, and some work for long before they give their task back.
                await Task.Run(() => channel.SendAsync(alert, limit.Token), limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
                Tell(channel, null);
                return;
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                if (attempt < MostAttempts)
                {
                    await Task.Delay(_patience / 10 * attempt, _stop.Token).ConfigureAwait(false);
                    continue;
                }

                // A channel is anybody's code, and the others go on without it.
                Interlocked.Increment(ref _dropped);
                Tell(channel, fault is OperationCanceledException ? $"it did not answer within {_patience.TotalSeconds:0.#} s." : fault.Message);
                return;
            }
        }
    }

    private void Tell(IAlertChannel channel, string? problem)
    {
        lock (_told)
        {
            if (problem is null)
            {
                _told.Remove(channel.Name);
            }
            else if (_told.Add(channel.Name))
            {
                _say($"alerts do not get through by {channel.Name}: {problem} The rest goes on, and later alerts are tried again.");
            }
        }
    }
}

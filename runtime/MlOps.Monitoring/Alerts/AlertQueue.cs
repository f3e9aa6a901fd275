using System.Globalization;
using System.Threading.Channels;

namespace MlOps.Monitoring.Alerts;

/// <summary>The alerts that wait for one channel, sent by a task of its own, one after the other. When too many wait the oldest go, counted.</summary>
internal sealed class AlertQueue : IDisposable
{
    private const int MostWaiting = 256;
    private const int MostAttempts = 3;

    private readonly IAlertChannel _channel;
    private readonly Action<string> _say;
    private readonly TimeSpan _patience;
    private readonly Channel<Alert> _alerts;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _sending;
    private bool _isTold;
    private long _dropped;
    private int _waiting;

    /// <param name="channel">Where they go.</param>
    /// <param name="say">Shows a sentence when that fails, once until it works again.</param>
    /// <param name="patience">How long the channel may take for one attempt.</param>
    public AlertQueue(IAlertChannel channel, Action<string> say, TimeSpan patience)
    {
        (_channel, _say, _patience) = (channel, say, patience);
        _alerts = Channel.CreateBounded<Alert>(
            new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true },
            _ => Drop());
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>How many alerts were not sent: too many waited, or the channel failed for good.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many wait or are on their way.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public void Post(Alert alert)
    {
        Interlocked.Increment(ref _waiting);
        if (!_alerts.Writer.TryWrite(alert))
        {
            Interlocked.Decrement(ref _waiting); // It is the end.
        }
    }

    /// <summary>Sends what is left, as long as there is time for it, and says what was not sent.</summary>
    public async Task StopAsync(TimeSpan patience)
    {
        if (!_alerts.Writer.TryComplete())
        {
            return;
        }

        await _sending.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _stop.CancelAsync().ConfigureAwait(false);
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (Waiting is > 0 and var left)
        {
            _say(string.Create(CultureInfo.InvariantCulture, $"{left} {(left == 1 ? "alert" : "alerts")} did not get through by {_channel.Name} before the end."));
        }
    }

    public void Dispose() => _stop.Dispose();

    private async Task SendAllAsync()
    {
        await foreach (var alert in _alerts.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
        {
            await SendAsync(alert).ConfigureAwait(false);
        }
    }

    private async Task SendAsync(Alert alert)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
                limit.CancelAfter(_patience);

                // Not every channel looks at its token, and some work for long before they give their task back.
                await Task.Run(() => _channel.SendAsync(alert, limit.Token), limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
                _isTold = false;
                Interlocked.Decrement(ref _waiting);
                return;
            }
            catch (Exception fault) when (!_stop.IsCancellationRequested)
            {
                if (attempt < MostAttempts)
                {
                    await Task.Delay(_patience / 10 * attempt, _stop.Token).ConfigureAwait(false);
                    continue;
                }

                // A channel is anybody's code.
                Drop();
                Tell(fault is OperationCanceledException ? $"it did not answer within {_patience.TotalSeconds:0.#} s." : fault.Message);
                return;
            }
        }
    }

    private void Drop()
    {
        Interlocked.Increment(ref _dropped);
        Interlocked.Decrement(ref _waiting);
    }

    private void Tell(string problem)
    {
        if (!_isTold)
        {
            _isTold = true;
            _say($"alerts do not get through by {_channel.Name}: {problem} The rest goes on, and later alerts are tried again.");
        }
    }
}

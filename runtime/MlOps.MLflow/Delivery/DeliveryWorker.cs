using MlOps.Delivery;
using MlOps.Recording;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>
/// Delivers while the program runs. It is started by the first thing that the store takes, and rests while the server lacks nothing.
/// </summary>
internal sealed class DeliveryWorker : IRunDelivery, IDisposable
{
    private static readonly TimeSpan s_hiccup = TimeSpan.FromMilliseconds(250);

    private readonly MlflowOptions _options;
    private readonly MlflowDeliveryOptions _delivery;
    private readonly DeliveryLog _log;
    private readonly DeliveryClock _clock;
    private readonly Lock _gate = new();
    private CancellationTokenSource _stop = new();
    private StoreLocation? _location;
    private Task? _work;

    public DeliveryWorker(MlflowOptions options, MlflowDeliveryOptions delivery, Action<string>? say = null)
    {
        _options = options with { MaxRetries = 0 }; // It has its own patience.
        _delivery = delivery;
        _clock = new DeliveryClock(delivery);
        _log = new DeliveryLog(DestinationOf(options), say ?? new Faults().Note);
    }

    public string Destination => _log.Destination;

    /// <summary>A server as the store notes it: its address without user and password.</summary>
    /// <exception cref="MlflowException">The options name no server.</exception>
    public static string DestinationOf(MlflowOptions options) => Options.MlflowAddress.Parse(options.TrackingUri).Base.AbsoluteUri.TrimEnd('/');

    public void Committed(StoreLocation location, int records)
    {
        lock (_gate)
        {
            _location ??= location;
            if (_work is null or { IsCompleted: true })
            {
                _work = Task.Run(() => WorkAsync(_location, _stop.Token));
            }
        }

        _clock.Recorded(records);
    }

    public void Finish()
    {
        Task? work;
        lock (_gate)
        {
            work = _work;
        }

        if (work is null)
        {
            return; // Nothing was recorded.
        }

        _clock.Finish();
        if (!work.Wait(_delivery.ExitPatience))
        {
            _stop.Cancel();
            work.Wait(TimeSpan.FromSeconds(1));
        }

        SayWhatIsLeft(_location!);
        BeginAgain();
    }

    public void Dispose()
    {
        _stop.Dispose();
        _clock.Dispose();
    }

    /// <summary>A program that handles its signals may go on.</summary>
    private void BeginAgain()
    {
        lock (_gate)
        {
            _work = null;
            _stop.Dispose();
            _stop = new CancellationTokenSource();
            _clock.BeginAgain();
        }
    }

    private void SayWhatIsLeft(StoreLocation location)
    {
        using var outbox = new Outbox(location, Destination);
        if (outbox.Pending().Count(static run => run.HasEnded) is > 0 and var left)
        {
            _log.Note($"{left} {(left == 1 ? "run is" : "runs are")} not delivered to {Destination} yet. {_log.Problem} Nothing is lost: 'mlops sync --to {Destination}' sends what is left.".Replace("  ", " ", StringComparison.Ordinal));
        }
    }

    private async Task WorkAsync(StoreLocation location, CancellationToken stop)
    {
        try
        {
            using var hold = new DeliveryLock(location, Destination);
            if (await TakeAsync(hold, location, stop).ConfigureAwait(false))
            {
                using var client = new MlflowClient(_options);
                await DeliverAsync(location, client, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The program ends, and has waited long enough.
        }
        catch (MlflowException fault)
        {
            _log.Away(fault); // Such as a certificate that cannot be read; the next thing that is recorded begins again.
        }
        catch (Exception fault)
        {
            _log.Away(fault);
        }
    }

    private async Task DeliverAsync(StoreLocation location, MlflowClient client, CancellationToken stop)
    {
        var deliverer = new Deliverer(location, client, _log);
        await using (deliverer.ConfigureAwait(false))
        {
            var isLast = false;
            while (!isLast)
            {
                isLast = _clock.IsFinishing;
                try
                {
                    var looksAtAll = isLast || _clock.IsFirst;
                    await deliverer.RoundAsync(looksAtAll, waitsForFiles: isLast, stop).ConfigureAwait(false);
                    _clock.Succeeded(isIdle: deliverer.Outbox.Pending().Count == 0);
                }
                catch (MlflowException fault)
                {
                    _log.Away(fault);
                    _clock.Failed(fault.RetryAfter);
                    if (isLast && DeliveryFault.IsHiccup(fault))
                    {
                        isLast = false; // The server is there: there is time to try again, until the patience of the program is over.
                        await Task.Delay(s_hiccup, stop).ConfigureAwait(false);
                    }
                }
                catch (Exception fault) when (!stop.IsCancellationRequested)
                {
                    _log.Away(fault); // Such as a store that another program has locked.
                    _clock.Failed(null);
                }

                if (!isLast)
                {
                    await _clock.WaitAsync(stop).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Waits until no other program delivers, or, at the end, until that one has delivered what there is.</summary>
    /// <returns>Whether it is our turn; if not, there is nothing left to do.</returns>
    private async Task<bool> TakeAsync(DeliveryLock hold, StoreLocation location, CancellationToken stop)
    {
        while (!hold.TryTake())
        {
            if (_clock.IsFinishing)
            {
                using var outbox = new Outbox(location, Destination);
                if (!outbox.Pending().Any(static run => run.HasEnded))
                {
                    return false;
                }
            }

            await Task.Delay(_clock.IsFinishing ? TimeSpan.FromMilliseconds(100) : _delivery.FlushInterval, stop).ConfigureAwait(false);
        }

        return true;
    }
}

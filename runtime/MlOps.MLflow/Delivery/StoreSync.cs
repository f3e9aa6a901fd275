using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>Delivers what a store has after the fact: all that a server lacks, or one run.</summary>
/// <param name="location">The store.</param>
/// <param name="options">The server.</param>
/// <param name="say">Shows a sentence about what does not go well.</param>
internal sealed class StoreSync(StoreLocation location, MlflowOptions options, Action<string> say)
{
    private readonly DeliveryLog _log = new(DeliveryWorker.DestinationOf(options), say);
    private long _points;
    private int _runs;

    public string Destination => _log.Destination;

    /// <summary>How far it is: points sent, points in all, bytes of artifacts sent.</summary>
    public (long Points, long AllPoints, long Bytes) Progress => (_log.Points, Interlocked.Read(ref _points), _log.Bytes);

    /// <summary>Sends everything once.</summary>
    /// <param name="run">The id of one run; null for all.</param>
    /// <param name="cancellationToken">Stops; what was sent until then is noted.</param>
    /// <exception cref="StoreException">Another program delivers to this server just now.</exception>
    /// <exception cref="MlflowException">The server takes nothing.</exception>
    public async Task<SyncReport> RunAsync(string? run, CancellationToken cancellationToken)
    {
        using var hold = Take();
        using var client = new MlflowClient(options);
        var deliverer = new Deliverer(location, client, _log);
        await using (deliverer.ConfigureAwait(false))
        {
            deliverer.Outbox.Add(run);
            Count(deliverer.Outbox);
            await deliverer.RoundAsync(looksAtAll: false, waitsForFiles: true, cancellationToken).ConfigureAwait(false);
            return Report(deliverer.Outbox);
        }
    }

    /// <summary>Sends everything, and what comes after it, until it is stopped. A server that is away is waited for.</summary>
    public async Task WatchAsync(string? run, CancellationToken cancellationToken)
    {
        using var hold = Take();
        using var client = new MlflowClient(options);
        using var clock = new DeliveryClock(new MlflowDeliveryOptions());
        var deliverer = new Deliverer(location, client, _log);
        await using (deliverer.ConfigureAwait(false))
        {
            while (true)
            {
                try
                {
                    deliverer.Outbox.Add(run);
                    await deliverer.RoundAsync(looksAtAll: false, waitsForFiles: true, cancellationToken).ConfigureAwait(false);
                    clock.Succeeded(isIdle: false);
                }
                catch (MlflowException fault)
                {
                    _log.Away(fault);
                    clock.Failed(fault.RetryAfter);
                }

                await clock.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private DeliveryLock Take()
    {
        var hold = new DeliveryLock(location, Destination);
        if (hold.TryTake())
        {
            return hold;
        }

        hold.Dispose();
        throw new StoreException($"Another program delivers runs of '{location.Folder}' to {Destination} just now: a training that goes on, or another 'mlops sync'. It sends what is noted for that server; try again when it has ended.");
    }

    private void Count(Outbox outbox)
    {
        var pending = outbox.Pending();
        _runs = pending.Count;
        Interlocked.Exchange(ref _points, pending.Sum(run => outbox.CountNewMetrics(run.RunId, run.LastMetric)));
    }

    private SyncReport Report(Outbox outbox)
    {
        var pending = outbox.Pending();
        using var reader = RunReader.Open(location);
        var refused = reader.Deliveries().SelectMany(static run => run)
            .Where(delivery => delivery.Destination == Destination && delivery.Problem is not null)
            .Select(static delivery => new RunLeft(delivery.RunId, delivery.Problem!));
        RunLeft[] left = [.. refused, .. pending.Select(run => new RunLeft(run.RunId, run.HasEnded ? _log.Problem ?? "not everything could be sent; see above" : "it goes on"))];
        return new SyncReport(Destination, Math.Max(0, _runs - left.Length), _log.Points, _log.Bytes, left);
    }
}

/// <summary>What a sync did.</summary>
/// <param name="Destination">The server.</param>
/// <param name="Runs">How many runs it has now that it did not have, or had in part.</param>
/// <param name="Points">How many points of metrics were sent.</param>
/// <param name="Bytes">How many bytes of artifacts were sent.</param>
/// <param name="Left">The runs that it still lacks, or of which it lacks something.</param>
internal sealed record SyncReport(string Destination, int Runs, long Points, long Bytes, IReadOnlyList<RunLeft> Left);

/// <summary>A run that is not delivered, and why.</summary>
internal sealed record RunLeft(string RunId, string Reason);

using MlOps.MLflow;
using MlOps.MLflow.Delivery;
using MlOps.Tests.MLflow.Proxy;

namespace MlOps.Tests.MLflow.Delivery;

/// <summary>One schedule: random runs, delivered through a faulty proxy by couriers that crash, until the server has all.</summary>
internal sealed class FaultyDelivery(int seed, MlflowOptions server)
{
    private const int MostRounds = 300;

    private readonly Random _random = new(seed);
    private readonly string _experiment = $"faults-{seed}-{Guid.NewGuid():n}";

    /// <summary>What went wrong, in words; nothing if all arrived, once.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(CancellationToken cancellationToken)
    {
        using var store = new LocalStore();
        var schedule = new FaultSchedule(seed, rate: 0.1 + (0.5 * _random.NextDouble()), most: _random.Next(30));
        await using var proxy = new FaultyProxy(new Uri(server.TrackingUri!), schedule);
        var training = new RandomTraining(seed, store, _experiment);
        for (var piece = 1; piece < training.Pieces; piece++)
        {
            training.Record(isLast: false);
            await DeliverAsync(store, proxy, _random.Next(1, 5), cancellationToken);
        }

        training.Record(isLast: true);
        if (!await DeliverAsync(store, proxy, MostRounds, cancellationToken))
        {
            return [$"seed {seed}: after {MostRounds} rounds not all is delivered"];
        }

        return [.. Compare(store.ReadRuns(), await ServerSide.ReadRunsAsync(server, _experiment, cancellationToken)).Select(difference => $"seed {seed}: {difference}")];
    }

    /// <returns>Whether the server has all.</returns>
    private async Task<bool> DeliverAsync(LocalStore store, FaultyProxy proxy, int rounds, CancellationToken cancellationToken)
    {
        while (rounds > 0)
        {
            // A life of a process: some rounds, and a crash at some request.
            using var crash = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            var left = _random.Next(3) == 0 ? _random.Next(1, 12) : int.MaxValue;
            proxy.Requested = () =>
            {
                if (Interlocked.Decrement(ref left) == 0)
                {
                    crash.Cancel();
                }
            };
            using var client = new MlflowClient(server with { TrackingUri = proxy.Uri.AbsoluteUri });
            await using var deliverer = new Deliverer(store.Location, client, new DeliveryLog(server.TrackingUri!, static _ => { }));
            deliverer.Outbox.Add(null);
            while (rounds-- > 0 && !crash.IsCancellationRequested)
            {
                if (await IsCompleteAsync(deliverer, crash.Token))
                {
                    return true;
                }
            }

            // What the dead one had sent arrives before the next one has started: that takes longer than a request.
            await proxy.QuietAsync(cancellationToken);
        }

        return false;
    }

    private static async Task<bool> IsCompleteAsync(Deliverer deliverer, CancellationToken crash)
    {
        try
        {
            await deliverer.RoundAsync(looksAtAll: true, waitsForFiles: true, crash);
            return deliverer.Outbox.Pending().Count == 0;
        }
        catch (Exception fault) when (fault is MlflowException or OperationCanceledException)
        {
            return false; // The next round goes on.
        }
    }

    private static IEnumerable<string> Compare(IReadOnlyList<RunContents> here, IReadOnlyList<RunContents> there)
    {
        foreach (var ghost in there.Where(run => here.All(known => known.LocalId != run.LocalId)))
        {
            yield return $"the run {ghost.Name} is there and not here";
        }

        foreach (var run in here)
        {
            var same = there.Where(other => other.LocalId == run.LocalId).ToList();
            if (same.Count != 1)
            {
                yield return $"the run {run.Name} is there {same.Count} times";
            }

            foreach (var difference in same.Take(1).SelectMany(run.Differences))
            {
                yield return $"run {run.Name}: {difference}";
            }
        }
    }
}

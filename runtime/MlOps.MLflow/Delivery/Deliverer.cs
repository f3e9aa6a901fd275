using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>Brings what one server lacks to it, in rounds. Large files go beside the rest: values of a run that goes on do not wait for them.</summary>
internal sealed class Deliverer : IAsyncDisposable
{
    private readonly DeliveryLog _log;
    private readonly Outbox _outbox;
    private readonly Outbox _outboxOfFiles;
    private readonly RunCourier _runs;
    private readonly ArtifactCourier _files;
    private readonly ModelCourier _models;
    private Task _sendingFiles = Task.CompletedTask;

    public Deliverer(StoreLocation location, MlflowClient client, DeliveryLog log)
    {
        _log = log;
        _outbox = new Outbox(location, log.Destination);
        _outboxOfFiles = new Outbox(location, log.Destination);
        _runs = new RunCourier(client, _outbox, log);
        _files = new ArtifactCourier(client, log);
        _models = new ModelCourier(client, _outbox, log);
    }

    public Outbox Outbox => _outbox;

    /// <summary>Goes once through all runs of which the server lacks something.</summary>
    /// <param name="looksAtAll">Whether to look also at runs that the server had all of: they may have got something since.</param>
    /// <param name="waitsForFiles">Whether to send all files before the round is over, or to leave that to a task beside it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">The server, or the way to it, takes nothing for now.</exception>
    public async Task RoundAsync(bool looksAtAll, bool waitsForFiles, CancellationToken cancellationToken)
    {
        if (looksAtAll)
        {
            _outbox.LookAgain();
        }

        var runs = new List<OutboxRun>();
        foreach (var run in _outbox.Pending())
        {
            await TryAsync(_outbox, run, async () => runs.Add(await _runs.DeliverAsync(run, cancellationToken).ConfigureAwait(false))).ConfigureAwait(false);
        }

        if (waitsForFiles || _sendingFiles.IsCompleted)
        {
            // What is on its way is not all that there is by now. A fault of the last time is one of this round, and of no other.
            var last = _sendingFiles;
            _sendingFiles = Task.CompletedTask;
            await last.ConfigureAwait(false);
            _sendingFiles = SendFilesAsync(runs, cancellationToken);
        }

        if (waitsForFiles)
        {
            await _sendingFiles.ConfigureAwait(false);
        }

        foreach (var run in runs.Where(static run => run.HasEnded))
        {
            await TryAsync(_outbox, run, () => EndAsync(run, cancellationToken)).ConfigureAwait(false);
        }

        _log.Back();
    }

    /// <summary>Lets what is being sent come to an end, which a cancelled token hastens.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sendingFiles.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _outbox.Dispose();
        _outboxOfFiles.Dispose();
    }

    private async Task SendFilesAsync(List<OutboxRun> runs, CancellationToken cancellationToken)
    {
        await Task.Yield();
        foreach (var run in runs)
        {
            await TryAsync(_outboxOfFiles, run, () => _files.DeliverAsync(_outboxOfFiles, run, cancellationToken)).ConfigureAwait(false);
        }
    }

    private async Task EndAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        if (ArtifactCourier.Missing(_outbox, run) is not [])
        {
            return; // The next round, or the one after.
        }

        await _runs.EndAsync(run, cancellationToken).ConfigureAwait(false);
        await _models.DeliverAsync(run, cancellationToken).ConfigureAwait(false); // Who may not register models has runs that ended all the same.
        if (_outbox.Refusal(run.RunId) is { } refusal)
        {
            _outbox.SetProblem(run.RunId, refusal);
        }
        else
        {
            _outbox.SetDelivered(run);
        }
    }

    /// <summary>What is wrong with one run keeps no other from being delivered.</summary>
    private async Task TryAsync(Outbox outbox, OutboxRun run, Func<Task> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (MlflowException fault) when (!DeliveryFault.IsOfServer(fault))
        {
            _log.Failed(run, fault);
            if (!DeliveryFault.MayPass(fault))
            {
                outbox.SetProblem(run.RunId, $"{fault.Reason} {fault.Hint}".TrimEnd());
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            _log.Failed(run, fault);
        }
    }
}

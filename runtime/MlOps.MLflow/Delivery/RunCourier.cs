using System.Globalization;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>
/// Brings runs to a server, in MLflow's order: the run, its params, tags, points and inputs, and at last how it ended. It can be stopped at
/// any point, and begins again where it was.
/// </summary>
/// <remarks>
/// A request whose answer is lost may have been carried out, and a network may carry one out twice. Params, tags and points may be sent again
/// without harm. A run is created with a tag that tells which one it is, looked for before it is created again, and before its end its
/// twins are taken away.
/// </remarks>
internal sealed partial class RunCourier(MlflowClient client, Outbox outbox, DeliveryLog log)
{
    /// <summary>The tag by which a run of a server is known to be one of ours: its id in the embedded store.</summary>
    public const string LocalIdTag = "mlops.run_id";

    private readonly Dictionary<string, string> _experiments = new(StringComparer.Ordinal);
    private readonly HashSet<string> _counted = new(StringComparer.Ordinal);

    /// <summary>Brings what can be brought while the run goes on: all but its artifacts and its end.</summary>
    /// <returns>The run as the server knows it.</returns>
    public async Task<OutboxRun> DeliverAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        run = run.RemoteArtifacts is not null ? run
            : run.RemoteRun is null ? await CreateAsync(run, cancellationToken).ConfigureAwait(false)
            : await AdoptAsync(run, cancellationToken).ConfigureAwait(false);
        await ReopenAsync(run, cancellationToken).ConfigureAwait(false);
        await DeliverParamsAsync(run, cancellationToken).ConfigureAwait(false);
        await DeliverTagsAsync(run, cancellationToken).ConfigureAwait(false);
        await DeliverMetricsAsync(run, cancellationToken).ConfigureAwait(false);
        await DeliverInputsAsync(run, cancellationToken).ConfigureAwait(false);
        return run;
    }

    /// <summary>Says how a run ended.</summary>
    /// <param name="run">A run that ended, and of which the server has everything else.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task EndAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        await RemoveTwinsAsync(run, cancellationToken).ConfigureAwait(false);
        var end = string.Create(CultureInfo.InvariantCulture, $"{run.Status} {run.EndTime}");
        if (outbox.Delivered(run.RunId, FactKind.Status, "") != end)
        {
            await client.Runs.UpdateAsync(run.RemoteRun!, RunStatusText.Parse(run.Status), Time(run.EndTime), cancellationToken: cancellationToken).ConfigureAwait(false);
            outbox.SetDelivered(run.RunId, FactKind.Status, KeyValuePair.Create("", end));
        }
    }

    private async Task<OutboxRun> CreateAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        var experiment = run.RemoteExperiment ?? await ExperimentAsync(run.Experiment, cancellationToken).ConfigureAwait(false);
        var known = run.MayExist ? await SameAsync(run, experiment, cancellationToken).ConfigureAwait(false) : [];
        outbox.SetMayExist(run.RunId);
        var remote = known is [var first, ..] ? first : await client.Runs.CreateAsync(
            experiment, run.Name, Time(run.StartTime), [KeyValuePair.Create(LocalIdTag, run.RunId)], run.User, cancellationToken).ConfigureAwait(false);
        return Note(run with { MayExist = true }, remote);
    }

    /// <summary>Goes on with a run that the server has and somebody else began, as <c>MLFLOW_RUN_ID</c> says.</summary>
    private async Task<OutboxRun> AdoptAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        var remote = await client.Runs.GetAsync(run.RemoteRun!, cancellationToken).ConfigureAwait(false);
        if (remote.Info.Status != RunStatus.Running)
        {
            await client.Runs.UpdateAsync(run.RemoteRun!, RunStatus.Running, cancellationToken: cancellationToken).ConfigureAwait(false);
        }

        return Note(run, remote);
    }

    /// <summary>A run that the server knows as ended goes on after all: its process handled a signal, or slept.</summary>
    private async Task ReopenAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        if (!run.HasEnded && outbox.Delivered(run.RunId, FactKind.Status, "") is not null)
        {
            await client.Runs.UpdateAsync(run.RemoteRun!, RunStatus.Running, cancellationToken: cancellationToken).ConfigureAwait(false);
            outbox.SetGone(run.RunId, FactKind.Status, "");
        }
    }

    private OutboxRun Note(OutboxRun run, MlflowRun remote)
    {
        outbox.SetRemote(run.RunId, remote.Info);
        return run with { RemoteExperiment = remote.Info.ExperimentId, RemoteRun = remote.Info.RunId, RemoteArtifacts = remote.Info.ArtifactUri };
    }

    /// <summary>Whatever was created of one run, by id, so that everybody who looks takes the same one for it.</summary>
    private async Task<List<MlflowRun>> SameAsync(OutboxRun run, string experiment, CancellationToken cancellationToken)
    {
        var found = new List<MlflowRun>();
        var search = new RunQuery { ExperimentIds = [experiment], Filter = RunFilter.Tag(LocalIdTag).EqualTo(run.RunId).ToString() };
        await foreach (var one in client.Runs.SearchAsync(search, cancellationToken).ConfigureAwait(false))
        {
            found.Add(one);
        }

        found.Sort(static (one, other) => string.CompareOrdinal(one.Info.RunId, other.Info.RunId));
        return found;
    }

    private async Task RemoveTwinsAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        if (!run.MayExist)
        {
            return; // Not created by us.
        }

        foreach (var twin in await SameAsync(run, run.RemoteExperiment!, cancellationToken).ConfigureAwait(false))
        {
            if (twin.Info.RunId != run.RemoteRun)
            {
                await client.Runs.DeleteAsync(twin.Info.RunId, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> ExperimentAsync(string name, CancellationToken cancellationToken)
    {
        if (!_experiments.TryGetValue(name, out var id))
        {
            id = await FindOrCreateExperimentAsync(name, cancellationToken).ConfigureAwait(false);
            _experiments.Add(name, id);
        }

        return id;
    }

    private async Task<string> FindOrCreateExperimentAsync(string name, CancellationToken cancellationToken)
    {
        if (await client.Experiments.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } known)
        {
            if (!known.IsActive)
            {
                await client.Experiments.RestoreAsync(known.ExperimentId, cancellationToken).ConfigureAwait(false);
                log.Note($"the experiment '{name}' had been deleted on {log.Destination}; it is restored, because a new run belongs to it.");
            }

            return known.ExperimentId;
        }

        try
        {
            return await client.Experiments.CreateAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ResourceAlreadyExists)
        {
            // Somebody else was quicker, or the answer to our own call was lost.
            if (await client.Experiments.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } made)
            {
                return made.ExperimentId;
            }

            throw;
        }
    }

    private static DateTimeOffset? Time(long? milliseconds) => milliseconds is { } given ? DateTimeOffset.FromUnixTimeMilliseconds(given) : null;
}

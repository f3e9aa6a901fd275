namespace MlOps.MLflow.Delivery;

// Params, tags and inputs. What a server refuses of them is told and left, so that the rest arrives.
internal sealed partial class RunCourier
{
    private const string ParentTag = "mlflow.parentRunId";
    private const string ModelHistoryTag = "mlflow.log-model.history";

    private async Task DeliverParamsAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var batch in outbox.NewParams(run.RunId).Chunk(LogBatch.MostPairs))
        {
            await LogAsync(run, FactKind.Param, batch, facts => client.Runs.LogBatchAsync(run.RemoteRun!, @params: facts, cancellationToken: cancellationToken), cancellationToken)
                .ConfigureAwait(false);
        }
    }

    private async Task DeliverTagsAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var batch in outbox.NewTags(run.RunId).Chunk(LogBatch.MostPairs))
        {
            await LogAsync(
                run,
                FactKind.Tag,
                batch,
                facts => client.Runs.LogBatchAsync(run.RemoteRun!, tags: facts.Select(fact => KeyValuePair.Create(fact.Key, Translate(run, fact))), cancellationToken: cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }

        foreach (var (key, _) in outbox.GoneTags(run.RunId))
        {
            try
            {
                await client.Runs.DeleteTagAsync(run.RemoteRun!, key, cancellationToken).ConfigureAwait(false);
            }
            catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ResourceDoesNotExist)
            {
                await ThrowIfGoneAsync(run, fault, cancellationToken).ConfigureAwait(false); // Else it is gone already.
            }

            outbox.SetGone(run.RunId, FactKind.Tag, key);
        }
    }

    private async Task DeliverInputsAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var input in outbox.NewInputs(run.RunId))
        {
            await LogAsync(
                run,
                FactKind.Input,
                [KeyValuePair.Create($"{input.Name} {input.Digest}", "")],
                _ => client.Runs.LogInputsAsync(run.RemoteRun!, [input], cancellationToken: cancellationToken),
                cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>What names runs of the store names those of the server there.</summary>
    private string Translate(OutboxRun run, KeyValuePair<string, string> tag) => tag.Key switch
    {
        ParentTag => outbox.RemoteOf(tag.Value) ?? tag.Value,
        ModelHistoryTag => tag.Value.Replace(run.RunId, run.RemoteRun, StringComparison.Ordinal),
        _ => tag.Value,
    };

    /// <summary>Sends facts together; if the server refuses them, one by one, to learn which it is.</summary>
    private async Task LogAsync(
        OutboxRun run, string kind, KeyValuePair<string, string>[] facts, Func<KeyValuePair<string, string>[], Task> send, CancellationToken cancellationToken)
    {
        try
        {
            await send(facts).ConfigureAwait(false);
        }
        catch (MlflowException fault) when (DeliveryFault.IsOfWhatWasSent(fault))
        {
            if (facts.Length > 1)
            {
                foreach (var fact in facts)
                {
                    await LogAsync(run, kind, [fact], send, cancellationToken).ConfigureAwait(false);
                }

                return;
            }

            await ThrowIfGoneAsync(run, fault, cancellationToken).ConfigureAwait(false);
            log.Refused(run, kind, facts[0].Key, fault.Reason);
            outbox.SetRefused(run.RunId, kind, facts[0].Key, fault.Reason);
        }

        outbox.SetDelivered(run.RunId, kind, facts);
    }

    /// <summary>A run that was deleted takes nothing, whatever it is.</summary>
    private async Task ThrowIfGoneAsync(OutboxRun run, MlflowException fault, CancellationToken cancellationToken)
    {
        var remote = await client.Runs.GetAsync(run.RemoteRun!, cancellationToken).ConfigureAwait(false);
        if (!remote.Info.IsActive)
        {
            throw new MlflowException(MlflowErrorCode.ResourceDoesNotExist, $"The run {run.RemoteRun} was deleted on {log.Destination}.", fault)
            {
                Hint = $"Restore it there and run 'mlops sync --run {run.RunId}'.",
            };
        }
    }
}

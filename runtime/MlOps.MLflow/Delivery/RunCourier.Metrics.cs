namespace MlOps.MLflow.Delivery;

// Points of metrics: while one parcel is on its way, the last one is noted and the next one packed, so that the server is what everything
// waits for.
internal sealed partial class RunCourier
{
    private readonly MetricParcel[] _parcels = [new(), new()];
    private readonly List<(string Key, string Reason)> _refusedPoints = [];

    private async Task DeliverMetricsAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        var (last, count) = FirstMetric(run);
        var (next, sending) = (_parcels[0], _parcels[1]);
        var hasNext = Pack(run, last, next);
        while (hasNext)
        {
            (next, sending) = (sending, next);
            var answer = SendAsync(run, sending, sending.Body, 0, sending.Count, cancellationToken);
            try
            {
                Note(run, last, count);
                hasNext = Pack(run, sending.Last, next);
            }
            finally
            {
                await answer.ConfigureAwait(false); // Whatever happens here, the parcel is in use until then.
            }

            _refusedPoints.ForEach(point => outbox.SetRefused(run.RunId, FactKind.Point, point.Key, point.Reason));
            _refusedPoints.Clear();
            (last, count) = (sending.Last, count + sending.Count);
            log.Sent(sending.Count);
        }

        Note(run, last, count);
    }

    private bool Pack(OutboxRun run, long after, MetricParcel parcel)
    {
        if (!outbox.ReadMetrics(run.RunId, after, parcel))
        {
            return false;
        }

        parcel.Write(run.RemoteRun!, 0, parcel.Count);
        return true;
    }

    private void Note(OutboxRun run, long last, long count)
    {
        if (last != run.LastMetric)
        {
            outbox.SetMetrics(run.RunId, last, count);
        }
    }

    /// <summary>Where to go on. Rows that were numbered anew since are sent again from the first one, which the server passes over.</summary>
    private (long Last, long Count) FirstMetric(OutboxRun run) =>
        _counted.Add(run.RunId) && run.LastMetric > 0 && outbox.CountMetrics(run.RunId, run.LastMetric) != run.MetricCount ? (0, 0) : (run.LastMetric, run.MetricCount);

    /// <summary>Sends points; of those that a server refuses, halves, until it is known which one it is.</summary>
    private async Task SendAsync(OutboxRun run, MetricParcel parcel, ReadOnlyMemory<byte> body, int start, int count, CancellationToken cancellationToken)
    {
        try
        {
            await client.Transport.SendAsync(HttpMethod.Post, "runs/log-batch", body, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException fault) when (DeliveryFault.IsOfWhatWasSent(fault))
        {
            await ThrowIfGoneAsync(run, fault, cancellationToken).ConfigureAwait(false);
            if (count == 1)
            {
                log.Refused(run, FactKind.Point, parcel[start].Key, fault.Reason);
                _refusedPoints.Add((parcel[start].Key, fault.Reason)); // Noted later: the store is in use while this is on its way.
                return;
            }

            var half = count / 2;
            await SendAsync(run, parcel, parcel.Write(run.RemoteRun!, start, half), start, half, cancellationToken).ConfigureAwait(false);
            await SendAsync(run, parcel, parcel.Write(run.RemoteRun!, start + half, count - half), start + half, count - half, cancellationToken).ConfigureAwait(false);
        }
    }
}

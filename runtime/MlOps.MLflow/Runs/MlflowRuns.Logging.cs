using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

// What is written to a run while it goes on, or afterwards.
public sealed partial class MlflowRuns
{
    /// <summary>Writes metrics, params and tags, in as few calls as MLflow's limits allow.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="metrics">Values of metrics. Sent twice, they are stored once.</param>
    /// <param name="params">Params. What a run has once, it keeps: another value is refused.</param>
    /// <param name="tags">Tags. A later value takes the place of an earlier one.</param>
    /// <param name="cancellationToken">Stops; what was sent stays.</param>
    /// <exception cref="MlflowException">Also: a value that servers would cut, or store as another, is not sent.</exception>
    public async Task LogBatchAsync(
        string runId,
        IEnumerable<Metric>? metrics = null,
        IEnumerable<KeyValuePair<string, string>>? @params = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        CancellationToken cancellationToken = default)
    {
        foreach (var batch in LogBatch.Split(metrics ?? [], @params ?? [], tags ?? []))
        {
            await _server.SendAsync(MlflowCall.Post("runs/log-batch", json => batch.Write(json, runId)), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes one value of a metric. Many are quicker in <see cref="LogBatchAsync"/>.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="metric">The value.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task LogMetricAsync(string runId, Metric metric, CancellationToken cancellationToken = default) => LogBatchAsync(runId, [metric], cancellationToken: cancellationToken);

    /// <summary>Writes a tag, in place of an earlier value.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task SetTagAsync(string runId, string key, string value, CancellationToken cancellationToken = default)
    {
        var tag = ServerLimits.Tag(new(key, value));
        await _server.SendAsync(
            MlflowCall.Post("runs/set-tag", json =>
            {
                json.WriteString("run_id", runId);
                json.WriteString("key", tag.Key);
                json.WriteString("value", tag.Value);
            }),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Takes a tag away.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteTagAsync(string runId, string key, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Post("runs/delete-tag", json =>
        {
            json.WriteString("run_id", runId);
            json.WriteString("key", key);
        }).Once(),
        cancellationToken);

    /// <summary>Tells which data sets a run read.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="datasets">The data sets. Told twice, they are stored once.</param>
    /// <param name="modelIds">The logged models it read (MLflow 3); older servers pass over them.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task LogInputsAsync(string runId, IEnumerable<DatasetInput> datasets, IEnumerable<string>? modelIds = null, CancellationToken cancellationToken = default)
    {
        await _server.SendAsync(
            MlflowCall.Post("runs/log-inputs", json =>
            {
                json.WriteString("run_id", runId);
                json.Objects("datasets", datasets.Select(ServerLimits.Dataset), DatasetInput.Write);
                json.Objects("models", modelIds ?? [], static (writer, model) => writer.WriteString("model_id", model));
            }),
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Tells which logged models a run made (MLflow 3).</summary>
    /// <param name="runId">The run.</param>
    /// <param name="models">The models.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task LogOutputsAsync(string runId, IEnumerable<ModelOutput> models, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Post("runs/outputs", json =>
        {
            json.WriteString("run_id", runId);
            json.Objects("models", models, static (writer, model) =>
            {
                writer.WriteString("model_id", model.ModelId);
                writer.WriteNumber("step", model.Step);
            });
        }),
        cancellationToken);
}

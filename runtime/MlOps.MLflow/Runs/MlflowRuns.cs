using MlOps.MLflow.Wire;
using MlOps.Search;
using MlOps.Store;

namespace MlOps.MLflow;

/// <summary>The runs of a server. Every method throws <see cref="MlflowException"/> when the server refuses or cannot be reached.</summary>
public sealed partial class MlflowRuns
{
    private readonly MlflowTransport _server;

    internal MlflowRuns(MlflowTransport server) => _server = server;

    /// <summary>Makes a run.</summary>
    /// <param name="experimentId">The experiment it belongs to.</param>
    /// <param name="runName">Its name; null for one that the server makes up.</param>
    /// <param name="startTime">When it began; null for now.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="userId">Who runs it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <remarks>An answer that is lost is not asked for again, since that could make a second run: whoever must not lose one tags it, and searches for the tag.</remarks>
    public Task<MlflowRun> CreateAsync(
        string experimentId,
        string? runName = null,
        DateTimeOffset? startTime = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        string? userId = null,
        CancellationToken cancellationToken = default) => _server.SendAsync(
            MlflowCall.Post("runs/create", json =>
            {
                json.WriteString("experiment_id", experimentId);
                json.Optional("user_id", userId);
                json.Optional("run_name", runName);
                json.Optional("start_time", startTime ?? DateTimeOffset.UtcNow);
                json.Pairs("tags", (tags ?? []).Select(ServerLimits.Tag));
            }).Once(),
            static answer => MlflowRun.Read(answer.Need("run")),
            cancellationToken);

    /// <summary>Reads a run.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<MlflowRun> GetAsync(string runId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(MlflowCall.Get("runs/get", ("run_id", runId)), static answer => MlflowRun.Read(answer.Need("run")), cancellationToken);

    /// <summary>Changes a run. What is null stays as it is.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="status">How far it has come.</param>
    /// <param name="endTime">When it ended.</param>
    /// <param name="runName">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RunInfo> UpdateAsync(string runId, RunStatus? status = null, DateTimeOffset? endTime = null, string? runName = null, CancellationToken cancellationToken = default) =>
        _server.SendAsync(
            MlflowCall.Post("runs/update", json =>
            {
                json.WriteString("run_id", runId);
                json.Optional("status", status is { } given ? RunStatusText.Of(given) : null);
                json.Optional("end_time", endTime);
                json.Optional("run_name", runName);
            }),
            static answer => RunInfo.Read(answer.Need("run_info")),
            cancellationToken);

    /// <summary>Ends a run.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="status">How it ended.</param>
    /// <param name="endTime">When; null for now.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RunInfo> SetTerminatedAsync(string runId, RunStatus status = RunStatus.Finished, DateTimeOffset? endTime = null, CancellationToken cancellationToken = default) =>
        UpdateAsync(runId, status, endTime ?? DateTimeOffset.UtcNow, null, cancellationToken);

    /// <summary>Finds runs, page by page while they are looked at.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<MlflowRun> SearchAsync(RunQuery query, CancellationToken cancellationToken = default) => Paging.AllAsync(
        (token, stop) => _server.SendAsync(
            MlflowCall.Post("runs/search", json =>
            {
                json.Strings("experiment_ids", query.ExperimentIds);
                json.Optional("filter", query.Filter);
                json.WriteString("run_view_type", ViewTypeText.Of(query.View));
                json.WriteNumber("max_results", query.PageSize);
                json.Strings("order_by", query.OrderBy);
                json.Optional("page_token", token);
            }),
            static answer => new Page<MlflowRun>(answer.List("runs", MlflowRun.Read), answer.TextOrNull("next_page_token")),
            stop),
        cancellationToken);

    /// <summary>Finds runs by a filter that is made in code.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="query">Where to look and in which order; its own <see cref="RunQuery.Filter"/> is replaced.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<MlflowRun> SearchAsync(RunFilter filter, RunQuery query, CancellationToken cancellationToken = default) =>
        SearchAsync(query with { Filter = filter.ToString() }, cancellationToken);

    /// <summary>All values of a metric, ordered by time, step and value, page by page where the server has pages.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="key">The metric's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<Metric> GetMetricHistoryAsync(string runId, string key, CancellationToken cancellationToken = default) => Paging.AllAsync(
        (token, stop) => _server.SendAsync(

            // Without max_results some releases of MLflow 3 answer no values and a token for the first page, for ever. MLflow 2 passes over it and sends all.
            MlflowCall.Get("metrics/get-history", ("run_id", runId), ("metric_key", key), ("max_results", "25000"), ("page_token", token)),
            static answer => new Page<Metric>(answer.List("metrics", Metric.Read), answer.TextOrNull("next_page_token")),
            stop),
        cancellationToken);

    /// <summary>Deletes a run. It can be restored until the server is cleaned up.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteAsync(string runId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(MlflowCall.Post("runs/delete", json => json.WriteString("run_id", runId)).Once(), cancellationToken);

    /// <summary>Brings a deleted run back.</summary>
    /// <param name="runId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task RestoreAsync(string runId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(MlflowCall.Post("runs/restore", json => json.WriteString("run_id", runId)).Once(), cancellationToken);
}

using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>
/// The logged models of a server of MLflow 3. An older server refuses all this as <see cref="MlflowErrorCode.EndpointNotFound"/>, but for
/// <see cref="StoreAsync"/>, which has another way there. Every method throws <see cref="MlflowException"/> when the server refuses or cannot be reached.
/// </summary>
public sealed partial class MlflowLoggedModels
{
    private readonly MlflowTransport _server;
    private readonly MlflowRuns _runs;
    private readonly MlflowArtifacts _artifacts;

    internal MlflowLoggedModels(MlflowTransport server, MlflowRuns runs, MlflowArtifacts artifacts) => (_server, _runs, _artifacts) = (server, runs, artifacts);

    /// <summary>Makes a logged model, whose files are still to come.</summary>
    /// <param name="experimentId">The experiment it belongs to.</param>
    /// <param name="name">Its name, without any of <c>/ : . % " '</c>; null for one that the server makes up.</param>
    /// <param name="modelType">What kind of model it is.</param>
    /// <param name="sourceRunId">The run that made it.</param>
    /// <param name="params">Its params.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<LoggedModel> CreateAsync(
        string experimentId,
        string? name = null,
        string? modelType = null,
        string? sourceRunId = null,
        IEnumerable<KeyValuePair<string, string>>? @params = null,
        IEnumerable<KeyValuePair<string, string>>? tags = null,
        CancellationToken cancellationToken = default) => _server.SendAsync(
            MlflowCall.Post("logged-models", json =>
            {
                json.WriteString("experiment_id", experimentId);
                json.Optional("name", name);
                json.Optional("model_type", modelType);
                json.Optional("source_run_id", sourceRunId);
                json.Pairs("params", @params ?? []);
                json.Pairs("tags", tags ?? []);
            }).Once(),
            ReadModel,
            cancellationToken);

    /// <summary>Reads a logged model.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<LoggedModel> GetAsync(string modelId, CancellationToken cancellationToken = default) => _server.SendAsync(MlflowCall.Get(PathOf(modelId)), ReadModel, cancellationToken);

    /// <summary>Says that the files of a logged model are complete, or never will be.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="status">How it is.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<LoggedModel> FinalizeAsync(string modelId, LoggedModelStatus status = LoggedModelStatus.Ready, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Patch(PathOf(modelId), json =>
        {
            json.WriteString("model_id", modelId);
            json.WriteString("status", LoggedModelStatusText.Of(status));
        }),
        ReadModel,
        cancellationToken);

    /// <summary>Finds logged models, page by page while they are looked at.</summary>
    /// <param name="experimentIds">The experiments to look in.</param>
    /// <param name="filter">A filter in MLflow's language, such as <c>name = 'iris' AND metrics.accuracy &gt; 0.9</c>; null for all.</param>
    /// <param name="orderBy">What to sort by, such as <c>metrics.accuracy DESC</c>; without it the newest come first.</param>
    /// <param name="pageSize">How many are asked for at a time, at most 50.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<LoggedModel> SearchAsync(
        IReadOnlyList<string> experimentIds, string? filter = null, IReadOnlyList<string>? orderBy = null, int pageSize = 50, CancellationToken cancellationToken = default) => Paging.AllAsync(
            (token, stop) => _server.SendAsync(
                MlflowCall.Post("logged-models/search", json =>
                {
                    json.Strings("experiment_ids", experimentIds);
                    json.Optional("filter", filter);
                    json.WriteNumber("max_results", pageSize);
                    json.Objects("order_by", orderBy ?? [], WriteOrder);
                    json.Optional("page_token", token);
                }),
                static answer => new Page<LoggedModel>(answer.List("models", LoggedModel.Read), answer.TextOrNull("next_page_token")),
                stop),
            cancellationToken);

    /// <summary>Writes tags of a logged model, in place of earlier values.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="tags">The tags.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SetTagsAsync(string modelId, IEnumerable<KeyValuePair<string, string>> tags, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Patch(PathOf(modelId) + "/tags", json =>
        {
            json.WriteString("model_id", modelId);
            json.Pairs("tags", tags);
        }),
        cancellationToken);

    /// <summary>Takes a tag of a logged model away.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteTagAsync(string modelId, string key, CancellationToken cancellationToken = default) =>
        _server.SendAsync(new MlflowCall(HttpMethod.Delete, $"{PathOf(modelId)}/tags/{Uri.EscapeDataString(key)}", null, MayRepeat: false), cancellationToken);

    /// <summary>Writes params of a logged model.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="params">The params.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task LogParamsAsync(string modelId, IEnumerable<KeyValuePair<string, string>> @params, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Post(PathOf(modelId) + "/params", json =>
        {
            json.WriteString("model_id", modelId); // Wanted in the body as well.
            json.Pairs("params", @params);
        }),
        cancellationToken);

    /// <summary>Deletes a logged model.</summary>
    /// <param name="modelId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteAsync(string modelId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(new MlflowCall(HttpMethod.Delete, PathOf(modelId), null, MayRepeat: false), cancellationToken);

    private static LoggedModel ReadModel(JsonElement answer) => LoggedModel.Read(answer.Need("model"));

    private static string PathOf(string modelId) => "logged-models/" + Uri.EscapeDataString(modelId);

    // Unlike elsewhere, the direction is a field of its own here.
    private static void WriteOrder(Utf8JsonWriter json, string order)
    {
        var parts = order.Trim().Split(' ', 2, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        json.WriteString("field_name", parts[0]);
        json.WriteBoolean("ascending", parts.Length < 2 || !parts[1].Equals("DESC", StringComparison.OrdinalIgnoreCase));
    }
}

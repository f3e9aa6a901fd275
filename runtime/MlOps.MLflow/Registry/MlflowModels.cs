using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>The model registry of a server. Every method throws <see cref="MlflowException"/> when the server refuses or cannot be reached.</summary>
public sealed partial class MlflowModels
{
    private readonly MlflowTransport _registry;
    private readonly MlflowArtifacts _artifacts;
    private readonly MlflowLoggedModels _loggedModels;

    internal MlflowModels(MlflowTransport registry, MlflowArtifacts artifacts, MlflowLoggedModels loggedModels) =>
        (_registry, _artifacts, _loggedModels) = (registry, artifacts, loggedModels);

    /// <summary>Makes a registered model, still without versions.</summary>
    /// <param name="name">Its name, which no other has. It holds no slash and no colon.</param>
    /// <param name="description">What is said of it.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RegisteredModel> CreateAsync(string name, string? description = null, IEnumerable<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(
            MlflowCall.Post("registered-models/create", json =>
            {
                json.WriteString("name", name);
                json.Optional("description", description);
                json.Pairs("tags", tags ?? []);
            }).Once(),
            ReadModel,
            cancellationToken);

    /// <summary>Reads a registered model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RegisteredModel> GetAsync(string name, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Get("registered-models/get", ("name", name)), ReadModel, cancellationToken);

    /// <summary>Reads a registered model, or makes it when there is none. Two who do so at once get the same.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<RegisteredModel> GetOrCreateAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await CreateAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code == MlflowErrorCode.ResourceAlreadyExists)
        {
            return await GetAsync(name, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds registered models, page by page while they are looked at.</summary>
    /// <param name="filter">A filter in MLflow's language, such as <c>name LIKE 'iris%'</c>; null for all.</param>
    /// <param name="orderBy">What to sort by, such as <c>name ASC</c>.</param>
    /// <param name="pageSize">How many are asked for at a time, at most 1000.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<RegisteredModel> SearchAsync(string? filter = null, IReadOnlyList<string>? orderBy = null, int pageSize = 1000, CancellationToken cancellationToken = default) =>
        Paging.AllAsync(
            (token, stop) => _registry.SendAsync(
                SearchCall("registered-models/search", filter, orderBy, pageSize, token),
                static answer => new Page<RegisteredModel>(answer.List("registered_models", RegisteredModel.Read), answer.TextOrNull("next_page_token")),
                stop),
            cancellationToken);

    /// <summary>Says something else of a registered model.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What is said.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RegisteredModel> UpdateAsync(string name, string description, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Patch("registered-models/update", json => Write(json, ("name", name), ("description", description))), ReadModel, cancellationToken);

    /// <summary>Gives a registered model and its versions another name.</summary>
    /// <param name="name">Its name so far.</param>
    /// <param name="newName">The new one.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<RegisteredModel> RenameAsync(string name, string newName, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Post("registered-models/rename", json => Write(json, ("name", name), ("new_name", newName))).Once(), ReadModel, cancellationToken);

    /// <summary>Deletes a registered model and all its versions, for good. The files stay where they are.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Delete("registered-models/delete", json => Write(json, ("name", name))).Once(), cancellationToken);

    /// <summary>Writes a tag of a registered model, in place of an earlier value.</summary>
    /// <param name="name">The model.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SetTagAsync(string name, string key, string value, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Post("registered-models/set-tag", json => Write(json, ("name", name), ("key", key), ("value", value))), cancellationToken);

    /// <summary>Takes a tag of a registered model away.</summary>
    /// <param name="name">The model.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteTagAsync(string name, string key, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Delete("registered-models/delete-tag", json => Write(json, ("name", name), ("key", key))), cancellationToken);

    private static RegisteredModel ReadModel(JsonElement answer) => RegisteredModel.Read(answer.Need("registered_model"));

    private static MlflowCall SearchCall(string path, string? filter, IReadOnlyList<string>? orderBy, int pageSize, string? token) => MlflowCall.Get(
        path, [("filter", filter), ("max_results", QueryText.Number(pageSize)), ("page_token", token), .. (orderBy ?? []).Select(static order => ("order_by", (string?)order))]);

    private static void Write(Utf8JsonWriter json, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        foreach (var (name, value) in fields)
        {
            json.Optional(name, value);
        }
    }
}

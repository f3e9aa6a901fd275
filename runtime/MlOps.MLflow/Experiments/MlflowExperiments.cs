using System.Text.Json;
using MlOps.MLflow.Wire;
using MlOps.Search;

namespace MlOps.MLflow;

/// <summary>The experiments of a server. Every method throws <see cref="MlflowException"/> when the server refuses or cannot be reached.</summary>
public sealed class MlflowExperiments
{
    private readonly MlflowTransport _server;

    internal MlflowExperiments(MlflowTransport server) => _server = server;

    /// <summary>Makes an experiment and gives its id.</summary>
    /// <param name="name">Its name, which no other has, a deleted one included.</param>
    /// <param name="artifactLocation">Where artifacts of its runs go; null for the server's choice.</param>
    /// <param name="tags">Its first tags.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<string> CreateAsync(string name, string? artifactLocation = null, IEnumerable<KeyValuePair<string, string>>? tags = null, CancellationToken cancellationToken = default) =>
        _server.SendAsync(
            MlflowCall.Post("experiments/create", json =>
            {
                json.WriteString("name", name);
                json.Optional("artifact_location", artifactLocation);
                json.Pairs("tags", tags ?? []);
            }).Once(),
            static answer => answer.Text("experiment_id"),
            cancellationToken);

    /// <summary>Reads an experiment.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Experiment> GetAsync(string experimentId, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Get("experiments/get", ("experiment_id", experimentId)), static answer => Experiment.Read(answer.Need("experiment")), cancellationToken);

    /// <summary>Reads the experiment of a name, also when it was deleted.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<Experiment> GetByNameAsync(string name, CancellationToken cancellationToken = default) => _server.SendAsync(
        MlflowCall.Get("experiments/get-by-name", ("experiment_name", name)), static answer => Experiment.Read(answer.Need("experiment")), cancellationToken);

    /// <summary>As <see cref="GetByNameAsync"/>, for a name that may be nobody's.</summary>
    /// <param name="name">The name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The experiment, or null when there is none.</returns>
    public async Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await GetByNameAsync(name, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }

    /// <summary>Finds an experiment by its name, or makes it. Two who do so at once get the same.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">Also: an experiment of that name was deleted; it keeps the name until it is restored or cleaned up.</exception>
    public async Task<Experiment> GetOrCreateAsync(string name, CancellationToken cancellationToken = default)
    {
        var found = await FindAsync(name, cancellationToken).ConfigureAwait(false) ?? await CreateOrFindAsync(name, cancellationToken).ConfigureAwait(false);
        return found.IsActive ? found : throw new MlflowException(MlflowErrorCode.InvalidParameterValue, $"The experiment '{name}' was deleted.")
        {
            Hint = $"Restore it (mlflow experiments restore --experiment-id {found.ExperimentId}), or use another name.",
        };
    }

    /// <summary>Finds experiments, page by page while they are looked at.</summary>
    /// <param name="filter">A filter in MLflow's language, such as <c>name LIKE 'iris%' AND tags.team = 'vision'</c>; null for all.</param>
    /// <param name="orderBy">What to sort by, such as <c>name ASC</c>; without it the latest changed come first.</param>
    /// <param name="view">Whether deleted ones are looked at.</param>
    /// <param name="pageSize">How many are asked for at a time, at most 50,000.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<Experiment> SearchAsync(
        string? filter = null, IEnumerable<string>? orderBy = null, RunView view = RunView.Active, int pageSize = 1000, CancellationToken cancellationToken = default) => Paging.AllAsync(
            (token, stop) => _server.SendAsync(
                MlflowCall.Post("experiments/search", json =>
                {
                    json.WriteNumber("max_results", pageSize);
                    json.Optional("filter", filter);
                    json.Strings("order_by", orderBy ?? []);
                    json.WriteString("view_type", ViewTypeText.Of(view));
                    json.Optional("page_token", token);
                }),
                static answer => new Page<Experiment>(answer.List("experiments", Experiment.Read), answer.TextOrNull("next_page_token")),
                stop),
            cancellationToken);

    /// <summary>Gives an experiment another name.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="newName">The name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task RenameAsync(string experimentId, string newName, CancellationToken cancellationToken = default) =>
        _server.SendAsync(Change("experiments/update", experimentId, json => json.WriteString("new_name", newName)), cancellationToken);

    /// <summary>Deletes an experiment and its runs. They can be restored until the server is cleaned up.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteAsync(string experimentId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(Change("experiments/delete", experimentId).Once(), cancellationToken);

    /// <summary>Brings a deleted experiment back.</summary>
    /// <param name="experimentId">Its id.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task RestoreAsync(string experimentId, CancellationToken cancellationToken = default) =>
        _server.SendAsync(Change("experiments/restore", experimentId).Once(), cancellationToken);

    /// <summary>Writes a tag, in place of an earlier value.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="key">The tag's name, at most 250 characters.</param>
    /// <param name="value">Its value, at most 5000 characters.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SetTagAsync(string experimentId, string key, string value, CancellationToken cancellationToken = default) => _server.SendAsync(
        Change("experiments/set-experiment-tag", experimentId, json =>
        {
            json.WriteString("key", key);
            json.WriteString("value", value);
        }),
        cancellationToken);

    /// <summary>Takes a tag away. MLflow 2 cannot: there it is refused as <see cref="MlflowErrorCode.EndpointNotFound"/>.</summary>
    /// <param name="experimentId">The experiment.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteTagAsync(string experimentId, string key, CancellationToken cancellationToken = default) =>
        _server.SendAsync(Change("experiments/delete-experiment-tag", experimentId, json => json.WriteString("key", key)).Once(), cancellationToken);

    private async Task<Experiment> CreateOrFindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return await GetAsync(await CreateAsync(name, cancellationToken: cancellationToken).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code == MlflowErrorCode.ResourceAlreadyExists)
        {
            return await GetByNameAsync(name, cancellationToken).ConfigureAwait(false); // Somebody else was quicker.
        }
    }

    private static MlflowCall Change(string path, string experimentId, Action<Utf8JsonWriter>? fields = null) => MlflowCall.Post(path, json =>
    {
        json.WriteString("experiment_id", experimentId);
        fields?.Invoke(json);
    });
}

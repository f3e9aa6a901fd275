using MlOps.MLflow.Wire;

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
        MlflowCall.Get("experiments/get", ("experiment_id", experimentId)), static answer => Experiment.Read(answer.GetProperty("experiment")), cancellationToken);

    /// <summary>Finds an experiment by its name. A deleted one is found as well.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>It, or null when there is none.</returns>
    public async Task<Experiment?> FindAsync(string name, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _server.SendAsync(
                MlflowCall.Get("experiments/get-by-name", ("experiment_name", name)), static answer => Experiment.Read(answer.GetProperty("experiment")), cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code == MlflowErrorCode.ResourceDoesNotExist)
        {
            return null;
        }
    }
}

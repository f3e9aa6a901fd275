using MlOps.MLflow;

namespace MlOps.Cli.Models;

/// <summary>A model registry: the embedded one, or that of a server.</summary>
internal interface IRegistry : IDisposable
{
    Task<IReadOnlyList<RegisteredModel>> ListAsync(string? containing, CancellationToken cancellationToken);

    Task<RegisteredModel> ModelAsync(string name, CancellationToken cancellationToken);

    /// <returns>Oldest first.</returns>
    Task<IReadOnlyList<ModelVersion>> VersionsAsync(string name, CancellationToken cancellationToken);

    Task<ModelVersion> VersionAsync(VersionReference reference, CancellationToken cancellationToken);

    Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellationToken);

    Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken);

    /// <param name="name">The model.</param>
    /// <param name="version">Its version; null for the model itself.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null deletes the tag.</param>
    /// <param name="cancellationToken">Stops.</param>
    Task SetTagAsync(string name, string? version, string key, string? value, CancellationToken cancellationToken);

    /// <summary>Makes artifacts of a run the next version of a model, which is made when it is missing.</summary>
    Task<ModelVersion> RegisterAsync(string name, string run, string path, string description, CancellationToken cancellationToken);
}

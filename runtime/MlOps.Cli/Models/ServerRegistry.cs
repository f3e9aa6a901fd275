using System.Globalization;
using MlOps.MLflow;

namespace MlOps.Cli.Models;

/// <summary>The registry of an MLflow server.</summary>
internal sealed class ServerRegistry(MlflowOptions options) : IRegistry
{
    private readonly MlflowClient _client = new(options);

    public async Task<IReadOnlyList<RegisteredModel>> ListAsync(string? containing, CancellationToken cancellationToken)
    {
        var models = new List<RegisteredModel>();
        await foreach (var model in _client.Models.SearchAsync(cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            if (containing is null || model.Name.Contains(containing, StringComparison.Ordinal))
            {
                models.Add(model);
            }
        }

        models.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return models;
    }

    public Task<RegisteredModel> ModelAsync(string name, CancellationToken cancellationToken) => _client.Models.GetAsync(name, cancellationToken);

    public async Task<IReadOnlyList<ModelVersion>> VersionsAsync(string name, CancellationToken cancellationToken)
    {
        var versions = new List<ModelVersion>();
        await foreach (var version in _client.Models.SearchVersionsAsync($"name = {Quoted(name)}", cancellationToken: cancellationToken).ConfigureAwait(false))
        {
            versions.Add(version);
        }

        versions.Sort(static (one, other) => NumberOf(one).CompareTo(NumberOf(other)));
        return versions;
    }

    public async Task<ModelVersion> VersionAsync(VersionReference reference, CancellationToken cancellationToken) => reference switch
    {
        { Alias: { } alias } => await _client.Models.FindByAliasAsync(reference.Name, alias, cancellationToken).ConfigureAwait(false)
            ?? throw new KeyNotFoundException($"The registered model '{reference.Name}' has no alias '{alias}'."),
        { Version: { } version } => await _client.Models.GetVersionAsync(reference.Name, version.ToString(CultureInfo.InvariantCulture), cancellationToken).ConfigureAwait(false),
        _ => await VersionsAsync(reference.Name, cancellationToken).ConfigureAwait(false) is [.., var latest]
            ? latest
            : throw new KeyNotFoundException($"The registered model '{reference.Name}' has no version."),
    };

    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellationToken) => _client.Models.SetAliasAsync(name, alias, version, cancellationToken);

    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken) => _client.Models.DeleteAliasAsync(name, alias, cancellationToken);

    public Task SetTagAsync(string name, string? version, string key, string? value, CancellationToken cancellationToken) => (version, value) switch
    {
        (null, null) => _client.Models.DeleteTagAsync(name, key, cancellationToken),
        (null, _) => _client.Models.SetTagAsync(name, key, value, cancellationToken),
        (_, null) => _client.Models.DeleteVersionTagAsync(name, version, key, cancellationToken),
        _ => _client.Models.SetVersionTagAsync(name, version, key, value, cancellationToken),
    };

    public async Task<ModelVersion> RegisterAsync(string name, string run, string path, string description, CancellationToken cancellationToken)
    {
        var there = await _client.Runs.GetAsync(run, cancellationToken).ConfigureAwait(false);
        await _client.Models.GetOrCreateAsync(name, cancellationToken).ConfigureAwait(false);
        var version = new NewModelVersion { Source = $"{there.Info.ArtifactUri}/{path}", RunId = there.Info.RunId, Description = description };
        return await _client.Models.CreateVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => _client.Dispose();

    /// <summary>MLflow's language has no way to write both kinds of quotes in one text.</summary>
    private static string Quoted(string name) => name.Contains('\'', StringComparison.Ordinal) ? $"\"{name}\"" : $"'{name}'";

    private static long NumberOf(ModelVersion version) => long.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}

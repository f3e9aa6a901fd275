using System.Text.Json;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

// Versions of registered models, and what points at them: aliases and stages.
public sealed partial class MlflowModels
{
    /// <summary>Makes a version of a registered model, which must be there.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">What the version is.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <remarks>An answer that is lost is not asked for again, since that could make a second version.</remarks>
    public Task<ModelVersion> CreateVersionAsync(string name, NewModelVersion version, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Post("model-versions/create", json =>
        {
            Write(json, ("name", name), ("source", version.Source), ("run_id", version.RunId), ("run_link", version.RunLink), ("model_id", version.ModelId), ("description", version.Description));
            json.Pairs("tags", version.Tags);
        }).Once(),
        ReadVersion,
        cancellationToken);

    /// <summary>Reads a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<ModelVersion> GetVersionAsync(string name, string version, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Get("model-versions/get", ("name", name), ("version", version)), ReadVersion, cancellationToken);

    /// <summary>Finds versions of all models, page by page while they are looked at.</summary>
    /// <param name="filter">A filter in MLflow's language, such as <c>name = 'iris' AND run_id = '…'</c>; null for all.</param>
    /// <param name="orderBy">What to sort by, such as <c>version_number DESC</c>.</param>
    /// <param name="pageSize">How many are asked for at a time, at most 200,000.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<ModelVersion> SearchVersionsAsync(string? filter = null, IReadOnlyList<string>? orderBy = null, int pageSize = 10_000, CancellationToken cancellationToken = default) =>
        Paging.AllAsync(
            (token, stop) => _registry.SendAsync(
                SearchCall("model-versions/search", filter, orderBy, pageSize, token),
                static answer => new Page<ModelVersion>(answer.List("model_versions", ModelVersion.Read), answer.TextOrNull("next_page_token")),
                stop),
            cancellationToken);

    /// <summary>Says something else of a version.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="description">What is said.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<ModelVersion> UpdateVersionAsync(string name, string version, string description, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Patch("model-versions/update", json => Write(json, ("name", name), ("version", version), ("description", description))), ReadVersion, cancellationToken);

    /// <summary>Deletes a version for good. Its files stay where they are.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteVersionAsync(string name, string version, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Delete("model-versions/delete", json => Write(json, ("name", name), ("version", version))).Once(), cancellationToken);

    /// <summary>Writes a tag of a version, in place of an earlier value.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="value">Its value.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SetVersionTagAsync(string name, string version, string key, string value, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Post("model-versions/set-tag", json => Write(json, ("name", name), ("version", version), ("key", key), ("value", value))), cancellationToken);

    /// <summary>Takes a tag of a version away.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="key">The tag's name.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteVersionTagAsync(string name, string version, string key, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Delete("model-versions/delete-tag", json => Write(json, ("name", name), ("version", version), ("key", key))), cancellationToken);

    /// <summary>Makes an alias mean a version; it no longer means another one then.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias, such as <c>champion</c>: letters, digits, <c>_</c> and <c>-</c>, but not <c>latest</c> and not <c>v</c> with a number.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Post("registered-models/alias", json => Write(json, ("name", name), ("alias", alias), ("version", version))), cancellationToken);

    /// <summary>Takes an alias away. The version stays.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken = default) =>
        _registry.SendAsync(MlflowCall.Delete("registered-models/alias", json => Write(json, ("name", name), ("alias", alias))), cancellationToken);

    /// <summary>The version that an alias means; null when there is no such alias.</summary>
    /// <param name="name">The model.</param>
    /// <param name="alias">The alias.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ModelVersion?> FindByAliasAsync(string name, string alias, CancellationToken cancellationToken = default)
    {
        try
        {
            return await _registry.SendAsync(MlflowCall.Get("registered-models/alias", ("name", name), ("alias", alias)), ReadVersion, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code == MlflowErrorCode.InvalidParameterValue && refused.Reason.Contains($"alias {alias} not found", StringComparison.Ordinal))
        {
            return null; // MLflow says it as if the parameter were wrong.
        }
    }

    /// <summary>The latest version of each stage.</summary>
    /// <param name="name">The model.</param>
    /// <param name="stages">The stages; none for all.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<IReadOnlyList<ModelVersion>> GetLatestVersionsAsync(string name, IReadOnlyList<string>? stages = null, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Post("registered-models/get-latest-versions", json =>
        {
            json.WriteString("name", name);
            json.Strings("stages", stages ?? []);
        }),
        static answer => answer.List("model_versions", ModelVersion.Read),
        cancellationToken);

    /// <summary>Moves a version to a stage, on servers that still have them. MLflow advises aliases instead.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="stage"><c>None</c>, <c>Staging</c>, <c>Production</c> or <c>Archived</c>.</param>
    /// <param name="archiveExisting">Whether the versions that are there are archived.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<ModelVersion> TransitionStageAsync(string name, string version, string stage, bool archiveExisting = false, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Post("model-versions/transition-stage", json =>
        {
            Write(json, ("name", name), ("version", version), ("stage", stage));
            json.WriteBoolean("archive_existing_versions", archiveExisting);
        }),
        ReadVersion,
        cancellationToken);

    /// <summary>Makes a version of another model from a version, such as to promote it from one environment to the next. The other model is made when it is not there.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="target">The other model.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<ModelVersion> CopyVersionAsync(string name, string version, string target, CancellationToken cancellationToken = default)
    {
        var source = await GetVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
        await GetOrCreateAsync(target, cancellationToken).ConfigureAwait(false);
        var copy = new NewModelVersion
        {
            Source = $"models:/{name}/{version}",
            RunId = source.RunId,
            RunLink = source.RunLink,
            Description = source.Description,
            Tags = source.Tags,
        };
        return await CreateVersionAsync(target, copy, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Where the files of a version are. Of a copy, that is where those of its original are.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="cancellationToken">Stops.</param>
    public Task<string> GetDownloadUriAsync(string name, string version, CancellationToken cancellationToken = default) => _registry.SendAsync(
        MlflowCall.Get("model-versions/get-download-uri", ("name", name), ("version", version)), static answer => answer.Text("artifact_uri"), cancellationToken);

    private static ModelVersion ReadVersion(JsonElement answer) => ModelVersion.Read(answer.Need("model_version"));
}

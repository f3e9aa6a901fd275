using System.Globalization;
using System.Text.Json.Nodes;
using MlOps.MLflow;
using MlOps.Models;
using MlOps.Store;

namespace MlOps.Cli.Models;

/// <summary>The registry in the embedded store.</summary>
internal sealed class EmbeddedRegistry(StoreLocation location) : IRegistry
{
    private readonly ModelRegistry _registry = ModelRegistry.Open(location);

    public Task<IReadOnlyList<RegisteredModel>> ListAsync(string? containing, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RegisteredModel>>([.. _registry.Models(containing).Select(View)]);

    public Task<RegisteredModel> ModelAsync(string name, CancellationToken cancellationToken) => Task.FromResult(View(_registry.Model(name)));

    public Task<IReadOnlyList<ModelVersion>> VersionsAsync(string name, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ModelVersion>>([.. _registry.Versions(name).Select(View)]);

    public Task<ModelVersion> VersionAsync(VersionReference reference, CancellationToken cancellationToken) => Task.FromResult(View(reference switch
    {
        { Alias: { } alias } => _registry.Aliased(reference.Name, alias),
        { Version: { } version } => _registry.Version(reference.Name, version),
        _ => _registry.VersionOf(reference.Name + "/latest"),
    }));

    public Task SetAliasAsync(string name, string alias, string version, CancellationToken cancellationToken) => Done(() => _registry.SetAlias(name, alias, Number(version)));

    public Task DeleteAliasAsync(string name, string alias, CancellationToken cancellationToken) => Done(() => _registry.DeleteAlias(name, alias));

    public Task SetTagAsync(string name, string? version, string key, string? value, CancellationToken cancellationToken) => Done(() =>
    {
        switch (version, value)
        {
            case (null, null):
                _registry.DeleteTag(name, key);
                break;
            case (null, not null):
                _registry.SetTag(name, key, value);
                break;
            case (not null, null):
                _registry.DeleteVersionTag(name, Number(version), key);
                break;
            default:
                _registry.SetVersionTag(name, Number(version), key, value);
                break;
        }
    });

    public Task<ModelVersion> RegisterAsync(string name, string run, string path, string description, CancellationToken cancellationToken)
    {
        using var reader = RunReader.Open(location);
        var details = reader.Details(reader.Find(run));
        _registry.Resolve($"runs:/{details.Run.RunId}/{path}"); // There must be something.
        if (_registry.Find(name) is null)
        {
            _registry.Create(name);
        }

        var source = Path.Combine(details.ArtifactFolder, path);
        return Task.FromResult(View(_registry.CreateVersion(name, source, details.Run.RunId, description, Origin(details))));
    }

    public void Dispose() => _registry.Dispose();

    private static Dictionary<string, string> Origin(RecordedRunDetails run)
    {
        var tags = new Dictionary<string, string>();
        if (run.Tags.GetValueOrDefault(ModelTags.Fingerprint) is { } fingerprint)
        {
            tags.Add(ModelTags.Fingerprint, fingerprint);
        }

        var digests = new JsonObject();
        foreach (var dataset in run.Datasets)
        {
            digests[dataset.Name] = dataset.Digest;
        }

        if (digests.Count > 0)
        {
            tags.Add(ModelTags.Data, digests.ToJsonString());
        }

        return tags;
    }

    private RegisteredModel View(RecordedModel model) => new()
    {
        Name = model.Name,
        Description = model.Description,
        CreationTime = model.Created,
        LastUpdateTime = model.Updated,
        LatestVersions = [.. _registry.LatestVersions(model.Name).Select(View)],
        Tags = model.Tags,
        Aliases = model.Aliases.ToDictionary(static alias => alias.Key, static alias => Text(alias.Value)),
    };

    private static ModelVersion View(RecordedModelVersion version) => new()
    {
        Name = version.Name,
        Version = Text(version.Version),
        Description = version.Description,
        Source = version.Source ?? "",
        RunId = version.RunId,
        Status = version.Status,
        CurrentStage = version.Stage,
        CreationTime = version.Created,
        LastUpdateTime = version.Updated,
        Tags = version.Tags,
        Aliases = version.Aliases,
    };

    private static Task Done(Action change)
    {
        change();
        return Task.CompletedTask;
    }

    private static long Number(string version) => long.Parse(version, CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}

using System.Globalization;
using MlOps.Models.Registry;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>
/// Brings the versions of registered models that a run made to a server, once its artifacts are there: the model if it is missing, each version
/// once, what is said of it, and its aliases. What was changed on the server since is left as it is.
/// </summary>
/// <remarks>
/// The server counts versions itself, so that they may have other numbers there. Which is which a tag tells: it is looked for before a version
/// is made, since the answer to an earlier try may have been lost, and twins are taken away.
/// </remarks>
internal sealed class ModelCourier(MlflowClient client, Outbox outbox, DeliveryLog log)
{
    /// <summary>The tag by which a version of a server is known to be one of ours: run, model and number of the embedded store.</summary>
    public const string LocalVersionTag = "mlops.local.version";

    private readonly LoggedModelCourier _logged = new(client, outbox, log);

    private const string NoStage = "None";

    // In place of a number: the server would not take the version.
    private const string Refused = "";

    /// <summary>Brings what the server lacks.</summary>
    /// <param name="run">A run that the server has, with its artifacts.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">The server takes nothing for now.</exception>
    public async Task DeliverAsync(OutboxRun run, CancellationToken cancellationToken)
    {
        foreach (var version in outbox.ModelVersions(run.RunId))
        {
            await DeliverAsync(run, version, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeliverAsync(OutboxRun run, RecordedModelVersion version, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{version.Name}/{version.Version}");
        if (SourceThere(run, version.Source) is not { } source)
        {
            return; // Its files are none of the run's, so the server has not got them.
        }

        var number = outbox.Delivered(run.RunId, FactKind.Model, key) ?? await MakeAsync(run, version, key, source, cancellationToken).ConfigureAwait(false);
        if (number is Refused)
        {
            return;
        }

        if (FolderHere(run, version.Source) is { } folder)
        {
            await _logged.DeliverAsync(run, version, number, IdOf(run, version), folder, cancellationToken).ConfigureAwait(false);
        }

        var models = client.Models;
        await SendAsync(run, $"{key}/description", version.Description, () => models.UpdateVersionAsync(version.Name, number, version.Description, cancellationToken), "").ConfigureAwait(false);
        await SendAsync(run, $"{key}/stage", version.Stage, () => models.TransitionStageAsync(version.Name, number, version.Stage, cancellationToken: cancellationToken), NoStage).ConfigureAwait(false);
        foreach (var (name, value) in version.Tags)
        {
            await SendAsync(run, $"{key}/tags/{name}", value, () => models.SetVersionTagAsync(version.Name, number, name, value, cancellationToken)).ConfigureAwait(false);
        }

        foreach (var alias in version.Aliases)
        {
            await SendAsync(run, $"{version.Name}/aliases/{alias}", key, () => models.SetAliasAsync(version.Name, alias, number, cancellationToken)).ConfigureAwait(false);
        }
    }

    /// <returns>The number that the version has there.</returns>
    private async Task<string> MakeAsync(OutboxRun run, RecordedModelVersion version, string key, string source, CancellationToken cancellationToken)
    {
        var known = await FindAsync(run, version, cancellationToken).ConfigureAwait(false);
        var facts = new Dictionary<string, string> { [key] = known?.Version ?? Refused };
        try
        {
            if (known is null)
            {
                facts[key] = (await CreateAsync(run, version, source, cancellationToken).ConfigureAwait(false)).Version;
                facts[$"{key}/description"] = version.Description;
                foreach (var (name, value) in version.Tags)
                {
                    facts[$"{key}/tags/{name}"] = value;
                }
            }
        }
        catch (MlflowException fault) when (DeliveryFault.IsOfWhatWasSent(fault))
        {
            outbox.SetRefused(run.RunId, FactKind.Model, key, fault.Reason);
            log.Refused(run, FactKind.Model, key, fault.Reason);
        }

        outbox.SetDelivered(run.RunId, FactKind.Model, facts);
        return facts[key];
    }

    private async Task<ModelVersion> CreateAsync(OutboxRun run, RecordedModelVersion version, string source, CancellationToken cancellationToken)
    {
        await CreateModelAsync(version.Name, cancellationToken).ConfigureAwait(false);
        var made = await client.Models.CreateVersionAsync(
            version.Name,
            new NewModelVersion
            {
                Source = source,
                RunId = run.RemoteRun,
                Description = version.Description,
                Tags = new Dictionary<string, string>(version.Tags) { [LocalVersionTag] = IdOf(run, version) },
            },
            cancellationToken).ConfigureAwait(false);
        return await FindAsync(run, version, cancellationToken).ConfigureAwait(false) ?? made;
    }

    /// <summary>Makes the model with all that is said of it here. One that is there already is somebody's, and stays as it is.</summary>
    private async Task CreateModelAsync(string name, CancellationToken cancellationToken)
    {
        var model = outbox.Model(name);
        try
        {
            await client.Models.CreateAsync(name, model.Description, model.Tags, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException fault) when (fault.Code == MlflowErrorCode.ResourceAlreadyExists)
        {
            // As it should be.
        }
    }

    /// <summary>The version as the server has it. Of several, which a network that carried a request out twice may make, the first stays.</summary>
    private Task<ModelVersion?> FindAsync(OutboxRun run, RecordedModelVersion version, CancellationToken cancellationToken) => Twins.KeepFirstAsync(
        client.Models.SearchVersionsAsync($"run_id = '{run.RemoteRun}'", cancellationToken: cancellationToken),
        one => one.Name == version.Name && one.Tags.GetValueOrDefault(LocalVersionTag) == IdOf(run, version),
        static (one, other) => NumberOf(one).CompareTo(NumberOf(other)),
        twin => client.Models.DeleteVersionAsync(twin.Name, twin.Version, cancellationToken),
        cancellationToken);

    /// <param name="run">The run.</param>
    /// <param name="key">What is said.</param>
    /// <param name="value">How it is now.</param>
    /// <param name="send">Says it.</param>
    /// <param name="unsaid">How it is as long as nobody says anything.</param>
    private async Task SendAsync(OutboxRun run, string key, string value, Func<Task> send, string? unsaid = null)
    {
        if ((outbox.Delivered(run.RunId, FactKind.Model, key) ?? unsaid) == value)
        {
            return;
        }

        try
        {
            await send().ConfigureAwait(false);
        }
        catch (MlflowException fault) when (DeliveryFault.IsOfWhatWasSent(fault))
        {
            outbox.SetRefused(run.RunId, FactKind.Model, key, fault.Reason);
            log.Refused(run, FactKind.Model, key, fault.Reason);
        }

        outbox.SetDelivered(run.RunId, FactKind.Model, KeyValuePair.Create(key, value));
    }

    private static string? SourceThere(OutboxRun run, string? source) => FolderHere(run, source) is { } folder
        ? $"{run.RemoteArtifacts}/{Path.GetRelativePath(run.Artifacts, folder).Replace('\\', '/')}"
        : null;

    /// <summary>Where the files lie on this machine; null for what is not among the artifacts of the run.</summary>
    private static string? FolderHere(OutboxRun run, string? source)
    {
        var ofRun = $"runs:/{run.RunId}/";
        var path = source is null ? null
            : source.StartsWith(ofRun, StringComparison.Ordinal) ? Path.Combine(run.Artifacts, source[ofRun.Length..])
            : ModelUri.LocalPath(source);
        return path is not null && ModelRules.IsInside(path, run.Artifacts) ? path : null;
    }

    private static string IdOf(OutboxRun run, RecordedModelVersion version) => string.Create(CultureInfo.InvariantCulture, $"{run.RunId}/{version.Name}/{version.Version}");

    private static long NumberOf(ModelVersion version) => long.TryParse(version.Version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : long.MaxValue;
}

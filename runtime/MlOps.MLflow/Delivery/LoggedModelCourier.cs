using System.Text.Json.Nodes;
using MlOps.Models;
using MlOps.MLflow.Artifacts;
using MlOps.Store;

namespace MlOps.MLflow.Delivery;

/// <summary>
/// Makes logged models, as servers of MLflow 3 have them, of the models that a run registered: each once, with its own copy of the files, as an
/// output of the run. Servers without them are passed over.
/// </summary>
internal sealed class LoggedModelCourier(MlflowClient client, Outbox outbox, DeliveryLog log)
{
    /// <summary>The tag by which a logged model of a server is known to be one of ours.</summary>
    public const string LocalVersionTag = ModelCourier.LocalVersionTag;

    private const string VersionsTag = "mlflow.modelVersions";

    // In place of an id: the server would not take it.
    private const string Refused = "";

    private bool _isUnknown;

    /// <param name="run">A run that the server has.</param>
    /// <param name="version">The version here.</param>
    /// <param name="number">Its number there.</param>
    /// <param name="id">What <see cref="LocalVersionTag"/> says of it.</param>
    /// <param name="folder">The folder of this machine with its files.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="MlflowException">The server takes nothing for now.</exception>
    public async Task DeliverAsync(OutboxRun run, RecordedModelVersion version, string number, string id, string folder, CancellationToken cancellationToken)
    {
        var key = $"{id}/logged";
        if (_isUnknown || outbox.Delivered(run.RunId, FactKind.Model, key) is not null || !File.Exists(Path.Combine(folder, ModelDocument.FileName)))
        {
            return;
        }

        var fact = Refused;
        try
        {
            fact = await MakeAsync(run, version, number, id, folder, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException fault) when (fault.Code is MlflowErrorCode.EndpointNotFound or MlflowErrorCode.NotMlflow)
        {
            _isUnknown = true; // MLflow 2, and services that speak its interface. A later version may have them.
            return;
        }
        catch (MlflowException fault) when (DeliveryFault.IsOfWhatWasSent(fault) || fault.Code == MlflowErrorCode.ArtifactsNotReachable)
        {
            outbox.SetRefused(run.RunId, FactKind.Model, key, fault.Reason);
            log.Refused(run, "logged model", version.Name, fault.Reason);
        }

        outbox.SetDelivered(run.RunId, FactKind.Model, KeyValuePair.Create(key, fact));
    }

    private async Task<string> MakeAsync(OutboxRun run, RecordedModelVersion version, string number, string id, string folder, CancellationToken cancellationToken)
    {
        var (experiment, name) = (run.RemoteExperiment!, NameOf(version.Name));
        if (await FindAsync(experiment, name, id, cancellationToken).ConfigureAwait(false) is not { } model)
        {
            KeyValuePair<string, string>[] tags = [KeyValuePair.Create(LocalVersionTag, id), KeyValuePair.Create(VersionsTag, VersionsOf(version.Name, number))];
            model = await client.LoggedModels.CreateAsync(experiment, name, sourceRunId: run.RemoteRun, tags: tags, cancellationToken: cancellationToken).ConfigureAwait(false);
            model = await FindAsync(experiment, name, id, cancellationToken).ConfigureAwait(false) ?? model;
        }

        await client.LoggedModels.UploadFolderAsync(model, folder, cancellationToken: cancellationToken).ConfigureAwait(false);
        var document = await RemoteModelDocument.ReadAsync(Path.Combine(folder, ModelDocument.FileName), run.RunId, run.RemoteRun, model.ModelId, cancellationToken).ConfigureAwait(false);
        await using (document.ConfigureAwait(false))
        {
            await ArtifactTransfer.UploadAsync(client.LoggedModels.PlaceOf(model), ModelDocument.FileName, document, ArtifactCheck.Automatic, progress: null, cancellationToken)
                .ConfigureAwait(false);
        }

        var remote = await client.Runs.GetAsync(run.RemoteRun!, cancellationToken).ConfigureAwait(false);
        if (remote.ModelOutputs.All(output => output.ModelId != model.ModelId))
        {
            await client.Runs.LogOutputsAsync(run.RemoteRun!, [new ModelOutput(model.ModelId, 0)], cancellationToken).ConfigureAwait(false);
        }

        await client.LoggedModels.FinalizeAsync(model.ModelId, LoggedModelStatus.Ready, cancellationToken).ConfigureAwait(false);
        return model.ModelId;
    }

    /// <summary>The logged model as the server has it. Of several, which a network that carried a request out twice may make, one stays.</summary>
    private Task<LoggedModel?> FindAsync(string experiment, string name, string id, CancellationToken cancellationToken) => Twins.KeepFirstAsync(
        client.LoggedModels.SearchAsync([experiment], $"name = '{name}'", cancellationToken: cancellationToken),
        model => model.Tags.GetValueOrDefault(LocalVersionTag) == id,
        static (one, other) => string.CompareOrdinal(one.ModelId, other.ModelId),
        twin => client.LoggedModels.DeleteAsync(twin.ModelId, cancellationToken),
        cancellationToken);

    /// <summary>The names of logged models have fewer characters than those of registered ones.</summary>
    private static string NameOf(string name) => string.Concat(name.Select(static letter => letter is '/' or ':' or '.' or '%' or '"' or '\'' ? '_' : letter));

    private static string VersionsOf(string name, string number) => new JsonArray(new JsonObject { ["name"] = name, ["version"] = number }).ToJsonString();
}

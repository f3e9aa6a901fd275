using MlOps.MLflow.Artifacts;

namespace MlOps.MLflow;

// The files of logged models, and where they go on a server that has none.
public sealed partial class MlflowLoggedModels
{
    /// <summary>Stores the files of a model: as a logged model where the server has them, else among the artifacts of its run, as MLflow 2 does.</summary>
    /// <param name="model">The model.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what was stored stays.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task<StoredModel> StoreAsync(ModelUpload model, IProgress<ArtifactProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var run = await _runs.GetAsync(model.RunId, cancellationToken).ConfigureAwait(false);
        if (await CreateOrNullAsync(run.Info.ExperimentId, model, cancellationToken).ConfigureAwait(false) is not { } logged)
        {
            await _artifacts.UploadFolderAsync(model.RunId, model.Folder, model.Name, progress: progress, cancellationToken: cancellationToken).ConfigureAwait(false);
            return new StoredModel($"runs:/{model.RunId}/{model.Name}", null);
        }

        try
        {
            await UploadFolderAsync(logged, model.Folder, progress, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await MarkFailedAsync(logged.ModelId).ConfigureAwait(false);
            throw;
        }

        await FinalizeAsync(logged.ModelId, LoggedModelStatus.Ready, cancellationToken).ConfigureAwait(false);
        await _runs.LogOutputsAsync(model.RunId, [new ModelOutput(logged.ModelId, model.Step)], cancellationToken).ConfigureAwait(false);
        return new StoredModel($"models:/{logged.ModelId}", logged.ModelId);
    }

    /// <summary>Stores the files of a folder as those of a logged model. What is there with the same size is passed over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what was stored stays.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Task<FolderTransfer> UploadFolderAsync(LoggedModel model, string folder, IProgress<ArtifactProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FolderMover.UploadAsync(PlaceOf(model), "", folder, resume: false, ArtifactCheck.Automatic, progress, cancellationToken);

    /// <summary>Writes the files of a logged model to a folder of this machine, and nowhere else. What is there with the same size is passed over.</summary>
    /// <param name="model">The model.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what came stays.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public Task<FolderTransfer> DownloadFolderAsync(LoggedModel model, string folder, IProgress<ArtifactProgress>? progress = null, CancellationToken cancellationToken = default) =>
        FolderMover.DownloadAsync(PlaceOf(model), "", folder, resume: false, progress, cancellationToken);

    internal ArtifactPlace PlaceOf(LoggedModel model) => ArtifactPlaces.Of(_server, model.ArtifactUri, model.ModelId, isRun: false);

    private async Task<LoggedModel?> CreateOrNullAsync(string experimentId, ModelUpload model, CancellationToken cancellationToken)
    {
        try
        {
            return await CreateAsync(experimentId, model.Name, model.ModelType, model.RunId, model.Params, model.Tags, cancellationToken).ConfigureAwait(false);
        }
        catch (MlflowException refused) when (refused.Code is MlflowErrorCode.EndpointNotFound or MlflowErrorCode.NotMlflow)
        {
            return null; // MLflow 2, and services that speak its interface.
        }
    }

    private async Task MarkFailedAsync(string modelId)
    {
        try
        {
            await FinalizeAsync(modelId, LoggedModelStatus.UploadFailed, CancellationToken.None).ConfigureAwait(false);
        }
        catch (MlflowException)
        {
            // The failure that led here is the one to tell.
        }
    }
}

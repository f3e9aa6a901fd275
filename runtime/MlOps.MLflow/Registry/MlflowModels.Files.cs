using MlOps.MLflow.Artifacts;

namespace MlOps.MLflow;

// The files of model versions, which lie where runs and logged models keep theirs.
public sealed partial class MlflowModels
{
    // A copy of a copy of a copy: more in a row is a circle.
    private const int MostCopies = 16;

    /// <summary>Writes the files of a version to a folder of this machine, and nowhere else. What is there with the same size is passed over.</summary>
    /// <param name="name">The model.</param>
    /// <param name="version">The version.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what came stays.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<FolderTransfer> DownloadVersionAsync(
        string name, string version, string folder, IProgress<ArtifactProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var found = await GetVersionAsync(name, version, cancellationToken).ConfigureAwait(false);
        var uri = await GetDownloadUriAsync(name, version, cancellationToken).ConfigureAwait(false);
        var (place, path) = await PlaceAsync(uri, found.RunId, MostCopies, cancellationToken).ConfigureAwait(false);
        var done = await FolderMover.DownloadAsync(place, path, folder, resume: false, progress, cancellationToken).ConfigureAwait(false);
        return done is { Transferred: 0, Skipped: 0 }
            ? throw new MlflowException(MlflowErrorCode.ResourceDoesNotExist, $"Version {version} of model '{name}' has no files in '{Options.MlflowAddress.Redact(uri)}'.")
            : done;
    }

    private async Task<(ArtifactPlace Place, string Path)> PlaceAsync(string uri, string? runId, int copies, CancellationToken cancellationToken)
    {
        switch (uri.Split('/', 3))
        {
            case ["runs:", var run, var path]:
                return (await _artifacts.PlaceAsync(run, cancellationToken).ConfigureAwait(false), ArtifactPath.CheckAnswered(path.Trim('/'), ""));
            case ["models:", var id] when id.StartsWith("m-", StringComparison.Ordinal):
                return (_loggedModels.PlaceOf(await _loggedModels.GetAsync(id, cancellationToken).ConfigureAwait(false)), "");
            case ["models:", var name, var version] when copies > 0:
                return await PlaceAsync(await GetDownloadUriAsync(name, version, cancellationToken).ConfigureAwait(false), runId, copies - 1, cancellationToken).ConfigureAwait(false);
            default:
                return await _artifacts.PlaceOfUriAsync(uri, runId, cancellationToken).ConfigureAwait(false);
        }
    }
}

using MlOps.MLflow.Artifacts;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>
/// The files of runs, of any size in bounded memory: behind the server, or in a folder of this machine where the server is on it. Every method
/// throws <see cref="MlflowException"/> when the server refuses, cannot be reached, or keeps them where only it can go.
/// </summary>
public sealed class MlflowArtifacts
{
    private readonly MlflowTransport _server;
    private readonly MlflowRuns _runs;

    internal MlflowArtifacts(MlflowTransport server, MlflowRuns runs) => (_server, _runs) = (server, runs);

    /// <summary>Lists a folder of a run's artifacts. Of a file, and of what is not there, nothing is listed.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The folder; null for the root.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<ArtifactEntry> ListAsync(string runId, string? path = null, CancellationToken cancellationToken = default) =>
        ServedPlace.ListRunAsync(_server, runId, path is null ? "" : ArtifactPath.Check(path), cancellationToken);

    /// <summary>Stores a file.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path among the run's artifacts, with forward slashes; what is there is overwritten.</param>
    /// <param name="check">How it is made sure that all arrived.</param>
    /// <param name="progress">Is told the bytes sent so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task UploadAsync(
        string runId, string file, string path, ArtifactCheck check = ArtifactCheck.Automatic, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        await ArtifactTransfer.UploadFileAsync(place, path, file, check, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what a stream still has to give.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="content">The stream. It is not closed. One that cannot seek is copied to a temporary file first, since MLflow must be told its length.</param>
    /// <param name="path">Its path among the run's artifacts, with forward slashes; what is there is overwritten.</param>
    /// <param name="check">How it is made sure that all arrived.</param>
    /// <param name="progress">Is told the bytes sent so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task UploadAsync(
        string runId, Stream content, string path, ArtifactCheck check = ArtifactCheck.Automatic, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        await ArtifactTransfer.UploadAsync(place, path, content, check, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores the files of a folder and of those in it. Links to folders are not followed.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="path">Where the files go among the run's artifacts; null for the root.</param>
    /// <param name="resume">Whether files that are there with the same size are passed over, to go on where a transfer broke off: only for what did not change since.</param>
    /// <param name="check">How it is made sure that all arrived.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what was stored stays.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public async Task<FolderTransfer> UploadFolderAsync(
        string runId,
        string folder,
        string? path = null,
        bool resume = false,
        ArtifactCheck check = ArtifactCheck.Automatic,
        IProgress<ArtifactProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var target = path is null ? "" : ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        return await FolderMover.UploadAsync(place, target, folder, resume, check, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an artifact to a stream.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">Its path among the run's artifacts.</param>
    /// <param name="target">The stream. Where it cannot seek, a connection that breaks is not made again.</param>
    /// <param name="progress">Is told the bytes received so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task DownloadAsync(string runId, string path, Stream target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        await place.ReadAsync(path, target, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes an artifact to a file, which is there whole or not at all.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">Its path among the run's artifacts.</param>
    /// <param name="file">The file; what is there is overwritten.</param>
    /// <param name="progress">Is told the bytes received so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task DownloadAsync(string runId, string path, string file, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        await ArtifactTransfer.DownloadFileAsync(place, path, file, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes the artifacts of a folder, and of those in it, to a folder of this machine, and nowhere else.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The folder among the run's artifacts; null for all of them.</param>
    /// <param name="folder">The folder they go to.</param>
    /// <param name="resume">Whether files that are there with the same size are passed over, to go on where a transfer broke off: only for what did not change since.</param>
    /// <param name="progress">Is told how far it has come.</param>
    /// <param name="cancellationToken">Stops; what came stays.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public async Task<FolderTransfer> DownloadFolderAsync(
        string runId, string? path, string folder, bool resume = false, IProgress<ArtifactProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var source = path is null ? "" : ArtifactPath.Check(path);
        var place = await PlaceAsync(runId, cancellationToken).ConfigureAwait(false);
        return await FolderMover.DownloadAsync(place, source, folder, resume, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Stores what a stream has to give, for a run whose artifacts' place is known: the server is not asked for it again.</summary>
    internal Task UploadToAsync(string runId, string artifactUri, Stream content, string path, IProgress<long>? progress, CancellationToken cancellationToken) =>
        ArtifactTransfer.UploadAsync(ArtifactPlaces.Of(_server, artifactUri, runId, isRun: true), ArtifactPath.Check(path), content, ArtifactCheck.Automatic, progress, cancellationToken);

    internal async Task<ArtifactPlace> PlaceAsync(string runId, CancellationToken cancellationToken)
    {
        var run = await _runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        return ArtifactPlaces.Of(_server, run.Info.ArtifactUri, runId, isRun: true);
    }

    /// <summary>The way to a place that a model version names, which may be a folder of the run that made it.</summary>
    internal async Task<(ArtifactPlace Place, string Path)> PlaceOfUriAsync(string uri, string? runId, CancellationToken cancellationToken)
    {
        if (runId is not null)
        {
            var root = (await _runs.GetAsync(runId, cancellationToken).ConfigureAwait(false)).Info.ArtifactUri.TrimEnd('/') + "/";
            if (uri.StartsWith(root, StringComparison.Ordinal))
            {
                return (ArtifactPlaces.Of(_server, root[..^1], runId, isRun: true), ArtifactPath.CheckAnswered(uri[root.Length..].TrimEnd('/'), ""));
            }
        }

        return (ArtifactPlaces.Of(_server, uri, "", isRun: false), "");
    }
}

using MlOps.MLflow.Artifacts;
using MlOps.MLflow.Wire;

namespace MlOps.MLflow;

/// <summary>The files of runs. Every method throws <see cref="MlflowException"/> when the server refuses or cannot be reached.</summary>
public sealed class MlflowArtifacts
{
    private readonly MlflowTransport _server;
    private readonly MlflowRuns _runs;

    internal MlflowArtifacts(MlflowTransport server, MlflowRuns runs) => (_server, _runs) = (server, runs);

    /// <summary>Lists a folder of a run's artifacts. Of a file, and of what is not there, nothing is listed.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">The folder; null for the root.</param>
    /// <param name="cancellationToken">Stops.</param>
    public IAsyncEnumerable<ArtifactEntry> ListAsync(string runId, string? path = null, CancellationToken cancellationToken = default)
    {
        var folder = path is null ? "" : ArtifactPath.Check(path);
        return Paging.AllAsync(
            (token, stop) => _server.SendAsync(
                MlflowCall.Get("artifacts/list", ("run_id", runId), ("path", path), ("page_token", token)),
                answer => new Page<ArtifactEntry>(answer.List("files", json => Entry(json, folder)), answer.TextOrNull("next_page_token")),
                stop),
            cancellationToken);

        static ArtifactEntry Entry(System.Text.Json.JsonElement json, string folder)
        {
            var entry = ArtifactEntry.Read(json);
            ArtifactPath.CheckAnswered(entry.Path, folder);
            return entry;
        }
    }

    /// <summary>Stores a file.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="file">The file.</param>
    /// <param name="path">Its path among the run's artifacts; what is there is overwritten.</param>
    /// <param name="progress">Is told the bytes sent so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task UploadAsync(string runId, string file, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var content = OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await UploadAsync(runId, content, path, progress, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Stores what a stream still has to give.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="content">The stream, which can tell its length. It is not closed.</param>
    /// <param name="path">Its path among the run's artifacts; what is there is overwritten.</param>
    /// <param name="progress">Is told the bytes sent so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task UploadAsync(string runId, Stream content, string path, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var run = await _runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        await UploadToAsync(run.Info.ArtifactUri, content, path, progress, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The same for whoever knows where the run's artifacts are.</summary>
    internal async Task UploadToAsync(string artifactUri, Stream content, string path, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var call = new MlflowCall(HttpMethod.Put, ProxyPath(artifactUri, ArtifactPath.Check(path)), null, MayRepeat: true);
        var start = content.Position;
        await _server.MoveAsync(call, SendAsync, cancellationToken).ConfigureAwait(false);

        async Task<bool> SendAsync(HttpRequestMessage request, StallClock clock)
        {
            content.Position = start;
            using var body = new FileBody(content, content.Length - start, clock, progress);
            body.Headers.ContentType = new("application/octet-stream");
            request.Content = body;
            try
            {
                using var response = await _server.StartAsync(request, call, clock.Token).ConfigureAwait(false);
                return true;
            }
            catch (HttpRequestException) when (body.SourceProblem is { } problem)
            {
                throw problem;
            }
        }
    }

    /// <summary>Writes an artifact to a stream.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="path">Its path among the run's artifacts.</param>
    /// <param name="target">The stream.</param>
    /// <param name="progress">Is told the bytes received so far.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task DownloadAsync(string runId, string path, Stream target, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        var run = await _runs.GetAsync(runId, cancellationToken).ConfigureAwait(false);
        var call = new MlflowCall(HttpMethod.Get, ProxyPath(run.Info.ArtifactUri, ArtifactPath.Check(path)), null, MayRepeat: false);
        await _server.MoveAsync(call, ReceiveAsync, cancellationToken).ConfigureAwait(false);

        async Task<bool> ReceiveAsync(HttpRequestMessage request, StallClock clock)
        {
            using var response = await _server.StartAsync(request, call, clock.Token).ConfigureAwait(false);
            var body = await response.Content.ReadAsStreamAsync(clock.Token).ConfigureAwait(false);
            await body.CopyToAsync(target, clock.Token).ConfigureAwait(false);
            return true;
        }
    }

    internal static FileStream OpenRead(string file) =>
        new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private static string ProxyPath(string artifactUri, string path) =>
        artifactUri.StartsWith("mlflow-artifacts:", StringComparison.Ordinal)
            ? $"/api/2.0/mlflow-artifacts/artifacts/{ArtifactPath.Escape(new Uri(artifactUri).AbsolutePath.Trim('/'))}/{ArtifactPath.Escape(path)}"
            : throw new MlflowException(MlflowErrorCode.ArtifactsNotReachable, $"The artifacts lie in '{artifactUri}', not behind the server.");
}

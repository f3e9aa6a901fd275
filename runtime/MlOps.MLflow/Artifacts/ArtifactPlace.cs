namespace MlOps.MLflow.Artifacts;

/// <summary>Where artifacts lie, as far as this client can go there. Paths are checked before they come here.</summary>
internal abstract class ArtifactPlace
{
    /// <summary>Stores what a stream still has to give, which can seek: what fails in passing begins again.</summary>
    public abstract Task WriteAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Appends an artifact to a stream. Where the stream can seek, what fails in passing begins again.</summary>
    public abstract Task ReadAsync(string path, Stream target, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>Lists a folder; the root is the empty path. The paths begin at the root and are safe.</summary>
    public abstract IAsyncEnumerable<ArtifactEntry> ListAsync(string folder, CancellationToken cancellationToken);

    /// <summary>Lists the files of a folder and of those in it.</summary>
    public async IAsyncEnumerable<ArtifactEntry> ListFilesAsync(string folder, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // Every path is longer than that of its folder and at most as long as a path may be, so a server cannot make this go on for ever.
        var folders = new Stack<string>([folder]);
        while (folders.TryPop(out var next))
        {
            await foreach (var entry in ListAsync(next, cancellationToken).ConfigureAwait(false))
            {
                if (entry.IsFolder)
                {
                    folders.Push(entry.Path);
                }
                else
                {
                    yield return entry;
                }
            }
        }
    }
}

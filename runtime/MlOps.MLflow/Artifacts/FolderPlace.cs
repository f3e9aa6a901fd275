using System.Runtime.CompilerServices;

namespace MlOps.MLflow.Artifacts;

/// <summary>Artifacts in a folder of this machine, which a server on the same machine keeps them in without passing them on.</summary>
/// <param name="root">The folder.</param>
internal sealed class FolderPlace(string root) : ArtifactPlace
{
    public override async Task WriteAsync(string path, Stream content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var file = ArtifactPath.Inside(root, path);
        await WholeFile.WriteAsync(file, target => content.CopyToAsync(target, cancellationToken)).ConfigureAwait(false);
        progress?.Report(new FileInfo(file).Length);
    }

    public override async Task ReadAsync(string path, Stream target, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        var file = ArtifactPath.Inside(root, path);
        if (!File.Exists(file))
        {
            throw new MlflowException(MlflowErrorCode.ResourceDoesNotExist, $"There is no artifact '{path}' in '{root}'.");
        }

        var content = WholeFile.OpenRead(file);
        await using (content.ConfigureAwait(false))
        {
            await content.CopyToAsync(target, cancellationToken).ConfigureAwait(false);
            progress?.Report(content.Length);
        }
    }

    public override async IAsyncEnumerable<ArtifactEntry> ListAsync(string folder, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = new DirectoryInfo(folder.Length == 0 ? root : ArtifactPath.Inside(root, folder));
        foreach (var entry in place.Exists ? place.EnumerateFileSystemInfos() : [])
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return new ArtifactEntry(ArtifactPath.Join(folder, entry.Name), entry is DirectoryInfo, entry is FileInfo file ? file.Length : 0);
        }

        await Task.CompletedTask.ConfigureAwait(false); // A disk is asked at once, a server is waited for.
    }
}

using MlOps.Recording;

namespace MlOps.MLflow.Artifacts;

/// <summary>Moves folders. What the other side has with the same size is passed over, which resumes a transfer that broke off.</summary>
internal static class FolderMover
{
    // A server has few workers; more calls at once would wait for each other there.
    private const int AtOnce = 4;

    public static async Task<FolderTransfer> UploadAsync(ArtifactPlace place, string path, string folder, bool resume, ArtifactCheck check, IProgress<ArtifactProgress>? progress, CancellationToken cancellationToken)
    {
        List<FolderFile> files = [.. Staging.FilesOf(folder).Select(name => Local(path, folder, name))];
        var sizes = resume ? await SizesAsync(place, files, cancellationToken).ConfigureAwait(false) : [];
        return await MoveAsync(
            files,
            file => sizes.TryGetValue(file.Path, out var size) && size == file.Size,
            (file, moved, token) => ArtifactTransfer.UploadFileAsync(place, file.Path, file.File, check, moved, token),
            progress,
            cancellationToken).ConfigureAwait(false);
    }

    public static async Task<FolderTransfer> DownloadAsync(ArtifactPlace place, string path, string folder, bool resume, IProgress<ArtifactProgress>? progress, CancellationToken cancellationToken)
    {
        var files = new List<FolderFile>();
        await foreach (var entry in place.ListFilesAsync(path, cancellationToken).ConfigureAwait(false))
        {
            files.Add(new FolderFile(entry.Path, ArtifactPath.Inside(folder, path.Length == 0 ? entry.Path : entry.Path[(path.Length + 1)..]), entry.Size));
        }

        return await MoveAsync(
            files,
            file => resume && new FileInfo(file.File) is { Exists: true } there && there.Length == file.Size,
            (file, moved, token) => ArtifactTransfer.DownloadFileAsync(place, file.Path, file.File, moved, token),
            progress,
            cancellationToken).ConfigureAwait(false);
    }

    private static async Task<FolderTransfer> MoveAsync(
        List<FolderFile> files, Predicate<FolderFile> isThere, Func<FolderFile, IProgress<long>, CancellationToken, Task> move, IProgress<ArtifactProgress>? progress, CancellationToken cancellationToken)
    {
        var sum = new FolderProgress(files, progress);
        var (skipped, bytes) = (0, 0L);
        await Parallel.ForEachAsync(files, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (file, token) =>
        {
            var skip = isThere(file);
            if (skip)
            {
                Interlocked.Increment(ref skipped);
            }
            else
            {
                await move(file, sum.Of(file), token).ConfigureAwait(false);
                Interlocked.Add(ref bytes, file.Size);
            }

            sum.Done(file, skip);
        }).ConfigureAwait(false);
        return new FolderTransfer(files.Count - skipped, skipped, bytes);
    }

    private static FolderFile Local(string path, string folder, string name)
    {
        var file = Path.Combine(folder, name);
        return new FolderFile(ArtifactPath.Check(ArtifactPath.Join(path, name)), file, new FileInfo(file).Length);
    }

    /// <summary>What the place has in the folders that files go to.</summary>
    private static async Task<Dictionary<string, long>> SizesAsync(ArtifactPlace place, List<FolderFile> files, CancellationToken cancellationToken)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var folder in files.Select(static file => ArtifactPath.FolderOf(file.Path)).Distinct())
        {
            await foreach (var entry in place.ListAsync(folder, cancellationToken).ConfigureAwait(false))
            {
                if (!entry.IsFolder)
                {
                    sizes[entry.Path] = entry.Size;
                }
            }
        }

        return sizes;
    }
}

namespace MlOps.MLflow.Artifacts;

/// <summary>Adds up what the transfers of single files report, which go on side by side.</summary>
internal sealed class FolderProgress(IReadOnlyCollection<FolderFile> files, IProgress<ArtifactProgress>? progress)
{
    private readonly Lock _lock = new();
    private readonly long _totalBytes = files.Sum(static file => file.Size);
    private int _done;
    private long _bytes;

    /// <summary>What one file reports to.</summary>
    public IProgress<long> Of(FolderFile file) => new FileProgress(this, file);

    /// <summary>A file is done, or passed over.</summary>
    public void Done(FolderFile file, bool isSkipped)
    {
        lock (_lock)
        {
            _done++;
            Add(file, isSkipped ? file.Size : 0);
        }
    }

    private void Add(FolderFile file, long bytes)
    {
        _bytes += bytes;
        progress?.Report(new ArtifactProgress(file.Path, _done, files.Count, _bytes, _totalBytes));
    }

    private sealed class FileProgress(FolderProgress folder, FolderFile file) : IProgress<long>
    {
        private long _before;

        public void Report(long value)
        {
            lock (folder._lock)
            {
                folder.Add(file, value - _before); // Less than before, where a transfer begins again.
                _before = value;
            }
        }
    }
}

/// <summary>A file of a folder that is moved.</summary>
/// <param name="Path">The artifact.</param>
/// <param name="File">The file on this machine.</param>
/// <param name="Size">Its bytes.</param>
internal sealed record FolderFile(string Path, string File, long Size);

namespace MlOps.Data;

/// <summary>How far work on data has come; written to by many threads, read by whoever shows it.</summary>
public sealed class DataProgress
{
    private long _files;
    private long _bytes;
    private long _totalFiles;
    private long _totalBytes;

    /// <summary>Files done.</summary>
    public long Files => Interlocked.Read(ref _files);

    /// <summary>Bytes done.</summary>
    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Files to be done, as far as that is known.</summary>
    public long TotalFiles => Interlocked.Read(ref _totalFiles);

    /// <summary>Bytes to be done, as far as that is known.</summary>
    public long TotalBytes => Interlocked.Read(ref _totalBytes);

    internal void Expect(long files, long bytes)
    {
        Interlocked.Add(ref _totalFiles, files);
        Interlocked.Add(ref _totalBytes, bytes);
    }

    internal void Add(long files, long bytes)
    {
        Interlocked.Add(ref _files, files);
        Interlocked.Add(ref _bytes, bytes);
    }
}

using MlOps.Monitoring;

namespace MlOps.Cli.Monitoring;

/// <summary>How far the reading of large files is, as a bar on a terminal.</summary>
internal sealed class ReadProgress
{
    private readonly List<Part> _parts = [];

    /// <summary>The options for reading a file, which tell this how far it is.</summary>
    public TableOptions Of(string path, TableOptions options)
    {
        var part = new Part(File.Exists(path) ? new FileInfo(path).Length : 0);
        _parts.Add(part);
        return options with { Progress = part };
    }

    /// <summary>Waits for the work.</summary>
    public Task<T> ShowAsync<T>(Task<T> work) => ProgressBar.ShowAsync(work, () =>
    {
        var (done, all) = (_parts.Sum(static part => part.Read), _parts.Sum(static part => part.Length));
        return (done, all, $"reading, {Words.Bytes(done)}");
    });

    private sealed class Part(long length) : IProgress<long>
    {
        private long _read;

        public long Length => length;

        public long Read => Volatile.Read(ref _read);

        public void Report(long value) => Volatile.Write(ref _read, value);
    }
}

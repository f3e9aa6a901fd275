using MlOps.Csv;
using MlOps.Data.Stat;
using MlOps.Data.Tables;

namespace MlOps.Data.Csv;

/// <summary>Finds what a table a file is while the file is read: its rows are counted as they pass, and beside that the first of them are sampled.</summary>
internal sealed class CsvProfiler : ITableProfiler
{
    private readonly string _file;
    private readonly CsvLineScanner _lines = new();
    private readonly CancellationTokenSource _cancellation;
    private readonly Task<(FileStamp Stamp, TableProfile Profile)> _sampling;

    internal CsvProfiler(string file, CancellationToken cancellationToken)
    {
        _file = file;
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = _cancellation.Token;
        _sampling = Task.Run(() => (FileStamp.Of(file), CsvSampler.Sample(file, token)), token);
    }

    public void Restart() => _lines.Restart();

    public void Receive(ReadOnlySpan<byte> block) => _lines.Receive(block);

    // If the file changed since the sample was taken, another is.
    public TableProfile Finish(FileStamp read)
    {
        _lines.Finish();
        var (stamp, sample) = _sampling.GetAwaiter().GetResult();
        var profile = stamp == read ? sample : CsvSampler.Sample(_file, _cancellation.Token);
        return profile.Problem is null ? profile with { Rows = Math.Max(0, _lines.Records - 1) } : profile;
    }

    public void Dispose()
    {
        _cancellation.Cancel();
        Task.WhenAny(_sampling).GetAwaiter().GetResult(); // Its file is closed then; what went wrong does not count any more.
        _cancellation.Dispose();
    }
}

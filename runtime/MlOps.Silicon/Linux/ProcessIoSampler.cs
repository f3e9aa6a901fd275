using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What this process made disks read and write.</summary>
/// <param name="path"><c>/proc/self/io</c>.</param>
internal sealed class ProcessIoSampler(string path) : ISampler
{
    private SystemFile? _file;
    private int _read;
    private int _written;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _read = table.Add("process_disk_read_megabytes", MetricKind.Total, new("process.disk.io", "By", 1e6, new KeyValuePair<string, object?>("disk.io.direction", "read")));
        _written = table.Add("process_disk_write_megabytes", MetricKind.Total, new("process.disk.io", "By", 1e6, new KeyValuePair<string, object?>("disk.io.direction", "write")));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[512];
        var text = _file!.Read(buffer);
        values.Set(_read, Digits.TryFind(text, "read_bytes:"u8, out var read) ? read / 1e6 : double.NaN);
        values.Set(_written, Digits.TryFind(text, "write_bytes:"u8, out var written) ? written / 1e6 : double.NaN);
    }

    public void Dispose() => _file?.Dispose();
}

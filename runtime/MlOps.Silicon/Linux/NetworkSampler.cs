using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>What went over all network interfaces, loopback included, as MLflow counts it.</summary>
/// <param name="path"><c>/proc/net/dev</c>.</param>
internal sealed class NetworkSampler(string path) : ISampler
{
    private const int MaxText = 16 * 1024; // A hundred interfaces.

    private readonly byte[] _buffer = new byte[MaxText];
    private SystemFile? _file;
    private RunningTotal _receivedInAll;
    private RunningTotal _sentInAll;
    private int _received;
    private int _sent;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _received = table.Add("network_receive_megabytes", MetricKind.Total, new("system.network.io", "By", 1e6, new KeyValuePair<string, object?>("network.io.direction", "receive")));
        _sent = table.Add("network_transmit_megabytes", MetricKind.Total, new("system.network.io", "By", 1e6, new KeyValuePair<string, object?>("network.io.direction", "transmit")));
        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var text = _file!.ReadPages(_buffer);
        ulong received = 0, sent = 0;
        for (; !text.IsEmpty; text = text.IndexOf((byte)'\n') is >= 0 and var end ? text[(end + 1)..] : default)
        {
            // Names may hold colons; old kernels write no space behind them.
            var line = Digits.LineOf(text);
            line = line.LastIndexOf((byte)':') is >= 0 and var colon ? line[(colon + 1)..] : default;
            Digits.TryTake(ref line, out var receivedHere);
            Digits.Skip(ref line, 7); // packets errs drop fifo frame compressed multicast
            Digits.TryTake(ref line, out var sentHere);
            received += receivedHere;
            sent += sentHere;
        }

        // The counts of an interface go with it, as when a container ends.
        values.Set(_received, _receivedInAll.Add(received) / 1e6);
        values.Set(_sent, _sentInAll.Add(sent) / 1e6);
    }

    public void Dispose() => _file?.Dispose();
}

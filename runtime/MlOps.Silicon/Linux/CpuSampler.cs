using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>How busy the processors are: all together, and each class of cores where there are several.</summary>
/// <param name="path"><c>/proc/stat</c>.</param>
/// <param name="findClasses">Tells which class each processor belongs to, and the classes' names; empty where all cores are alike.</param>
internal sealed class CpuSampler(string path, Func<CoreClasses> findClasses) : ISampler
{
    // The first line is all there is to it unless classes differ; a line of a processor has at most 110 characters.
    private const int OneLine = 256;
    private const int LineOfProcessor = 112;

    private CoreClasses _classes = CoreClasses.None;
    private byte[] _buffer = new byte[OneLine];
    private int[] _slots = [];
    private CpuUsage[] _classUsage = [];
    private CpuTimes[] _sums = [];
    private SystemFile? _file;
    private CpuUsage _usage;
    private int _busy;
    private int _stolen;

    public string Name => path;

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(path, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _busy = table.Add("cpu_utilization_percentage", instrument: new("system.cpu.utilization", "1", 0.01));
        _stolen = table.Add("cpu_steal_percentage", instrument: new("system.cpu.utilization", "1", 0.01, new KeyValuePair<string, object?>("cpu.mode", "steal")));
        _classes = findClasses();
        if (_classes.Count > 1)
        {
            _buffer = new byte[OneLine + (_classes.ProcessorCount * LineOfProcessor)];
            _slots = [.. Enumerable.Range(0, _classes.Count).Select(index => table.Add($"cpu_{_classes.NameInMetrics(index)}_utilization_percentage"))];
            _classUsage = new CpuUsage[_classes.Count];
            _sums = new CpuTimes[_classes.Count];
        }

        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        var text = _file!.Read(_buffer);
        if (!text.StartsWith("cpu "u8) || !CpuTimes.TryParse(Digits.LineOf(text), out var times))
        {
            throw new InvalidDataException($"{path} does not begin with the times of all processors.");
        }

        (values[_busy], values[_stolen]) = _usage.Percent(times, now);
        if (_classes.Count > 1)
        {
            SampleClasses(text, now, values);
        }
    }

    public void Dispose() => _file?.Dispose();

    private void SampleClasses(ReadOnlySpan<byte> text, in Moment now, Span<double> values)
    {
        Array.Clear(_sums);
        while (text.IndexOf((byte)'\n') is >= 0 and var end)
        {
            text = text[(end + 1)..];
            var line = Digits.LineOf(text);
            if (!line.StartsWith("cpu"u8))
            {
                break;
            }

            if (Digits.TryTake(ref line, out var processor) && CpuTimes.TryParse(line, out var times) && _classes.Of(processor) is >= 0 and var index)
            {
                ref var sum = ref _sums[index];
                sum = new CpuTimes(sum.Total + times.Total, sum.Busy + times.Busy, sum.Stolen + times.Stolen);
            }
        }

        for (var index = 0; index < _sums.Length; index++)
        {
            values.Set(_slots[index], _classUsage[index].Percent(_sums[index], now).Busy);
        }
    }
}

using MlOps.Silicon.Sampling;

namespace MlOps.Silicon.Linux;

/// <summary>
/// How much of the time work waited for a resource (PSI): <c>some</c> of it, or all of it (<c>full</c>). From the totals, so that a sample tells
/// of the time since the last one; the averages of the kernel decide on the thermal level.
/// </summary>
/// <param name="folder"><c>/proc/pressure</c>.</param>
/// <param name="resource"><c>cpu</c>, <c>memory</c> or <c>io</c>.</param>
internal sealed class PressureSampler(string folder, string resource) : ISampler
{
    private const double MicrosecondsInPercent = 1e4;

    // Where memory is so scarce, work runs slower (facts of the kernel's documentation; limits of our own choice).
    private const double ElevatedSome = 10;
    private const double ThrottlingFull = 5;

    private SystemFile? _file;
    private RateCounter _some;
    private RateCounter _full;
    private int _someSlot;
    private int _fullSlot = -1;

    public string Name => $"{folder}/{resource}";

    public ThermalLevel? Level { get; private set; }

    public string? Probe(MetricTable table)
    {
        _file = SystemFile.TryOpen(Name, out var absence);
        if (_file is null)
        {
            return absence;
        }

        _someSlot = table.Add($"{resource}_pressure_some_percentage");
        if (resource != "cpu") // All of the work cannot wait for a processor.
        {
            _fullSlot = table.Add($"{resource}_pressure_full_percentage");
        }

        return null;
    }

    public void Sample(in Moment now, Span<double> values)
    {
        Span<byte> buffer = stackalloc byte[256];
        var text = _file!.Read(buffer);
        var some = Pressure.Parse(text, "some "u8);
        values.Set(_someSlot, Percent(ref _some, some, now));
        if (_fullSlot < 0)
        {
            return;
        }

        var full = Pressure.Parse(text, "full "u8);
        values.Set(_fullSlot, Percent(ref _full, full, now));
        if (resource == "memory")
        {
            Level = full?.Average > ThrottlingFull ? ThermalLevel.Throttling : some?.Average > ElevatedSome ? ThermalLevel.Elevated : some is null ? null : ThermalLevel.Nominal;
        }
    }

    public void Dispose() => _file?.Dispose();

    // The kernel adds up what its processors counted a little earlier or later than asked.
    private static double Percent(ref RateCounter counter, Pressure? pressure, in Moment now) =>
        pressure is { } line ? Math.Clamp(counter.PerSecond(line.Total, now) / MicrosecondsInPercent, 0, 100) : double.NaN;
}

/// <summary>A line of a pressure file: <c>some avg10=0.12 avg60=0.00 avg300=0.00 total=12345</c>.</summary>
/// <param name="Average">Percent of the last ten seconds.</param>
/// <param name="Total">Microseconds since the system started.</param>
internal readonly record struct Pressure(double Average, ulong Total)
{
    public static Pressure? Parse(ReadOnlySpan<byte> text, ReadOnlySpan<byte> kind)
    {
        var at = text.IndexOf(kind);
        if (at < 0)
        {
            return null;
        }

        var line = Digits.LineOf(text[at..]);
        var average = line.IndexOf("avg10="u8) is >= 0 and var value && System.Buffers.Text.Utf8Parser.TryParse(line[(value + 6)..], out double percent, out _) ? percent : 0;
        var total = line.IndexOf("total="u8) is >= 0 and var sum ? line[(sum + 6)..] : default;
        return Digits.TryTake(ref total, out var microseconds) ? new Pressure(average, microseconds) : null;
    }
}

using MlOps.Silicon.Apple;

namespace MlOps.Tests.Apple;

/// <summary>Drivers that report what they are told to; a sample then says it once.</summary>
internal sealed class FakeIoReport(params IEnumerable<IoChannel> channels) : IIoReport
{
    private readonly Dictionary<string, long> _values = [];
    private readonly Dictionary<string, double> _updates = [];
    private readonly Dictionary<string, long[]> _residencies = [];

    public IReadOnlyList<IoChannel> Channels { get; private set; } = [];

    public string? Absence { get; set; }

    public bool IsGone { get; set; }

    public bool IsDisposed { get; private set; }

    public static IoChannel Energy(string name, string unit = "mJ") => new("Energy Model", "", name, unit, []);

    public static IoChannel Core(string name, params string[] states) => new("CPU Stats", "CPU Core Performance States", name, "24Mticks", states);

    public static IoChannel Gpu(params string[] states) => new("GPU Stats", "GPU Performance States", "GPUPH", "24Mticks", states);

    /// <summary>What a counter adds until the next sample.</summary>
    public FakeIoReport Add(string name, long value, double updatedAt = double.NaN)
    {
        _values[name] = value;
        _updates[name] = updatedAt;
        return this;
    }

    /// <summary>The time in each state until the next sample.</summary>
    public FakeIoReport Spend(string name, params long[] residencies)
    {
        _residencies[name] = residencies;
        return this;
    }

    public string? Open(Func<IoChannel, bool> isWanted)
    {
        Channels = [.. channels.Where(isWanted)];
        return Absence;
    }

    public bool Advance() => !IsGone;

    public long Value(int channel) => _values.Remove(Channels[channel].Name, out var value) ? value : 0;

    public double UpdatedAt(int channel) => _updates.GetValueOrDefault(Channels[channel].Name, double.NaN);

    public long Residency(int channel, int state) => _residencies.TryGetValue(Channels[channel].Name, out var times) ? times[state] : 0;

    public void Dispose() => IsDisposed = true;
}

namespace MlOps.Silicon.Apple;

/// <summary>How long a part of the chip was at work and how fast its clock was then, by the time that it spent in each of its performance states.</summary>
internal sealed class ResidencyMeter
{
    // A cluster sleeps in IDLE, DOWN or OFF; they come before the states that have a clock.
    private static readonly string[] s_resting = ["IDLE", "DOWN", "OFF"];

    private readonly List<(int Channel, int FirstActive, int States)> _channels = [];

    /// <summary>The clocks of the states; <see langword="null"/> if they are not known.</summary>
    public FrequencyTable? Table { get; set; }

    /// <summary>The share of time at work, percent; <see cref="double.NaN"/> if it is not known.</summary>
    public double ActivePercentage { get; private set; } = double.NaN;

    /// <summary>The mean clock while at work, the lowest one if there was no work; <see cref="double.NaN"/> if it is not known.</summary>
    public double Megahertz { get; private set; } = double.NaN;

    /// <summary>The most states with a clock that a channel of this part has.</summary>
    public int ActiveStates { get; private set; }

    public void Add(int channel, IReadOnlyList<string> states)
    {
        var first = 0;
        while (first < states.Count && s_resting.Contains(states[first]))
        {
            first++;
        }

        _channels.Add((channel, first, states.Count));
        ActiveStates = Math.Max(ActiveStates, states.Count - first);
    }

    public void Advance(IIoReport report)
    {
        var (active, total, cycles) = (0.0, 0.0, 0.0);
        foreach (var (channel, firstActive, states) in _channels)
        {
            for (var state = 0; state < states; state++)
            {
                var time = Math.Max(0, report.Residency(channel, state));
                total += time;
                if (state >= firstActive && time > 0)
                {
                    active += time;
                    cycles += time * Clock(state - firstActive);
                }
            }
        }

        ActivePercentage = total > 0 ? active / total * 100 : double.NaN;
        Megahertz = active > 0 ? cycles / active
            : total > 0 && Table is { } table ? table.Lowest
            : double.NaN;
    }

    public void Forget() => ActivePercentage = Megahertz = double.NaN;

    // A state that the table lacks makes the mean unknown, not smaller.
    private double Clock(int state) => Table is { } table && state < table.Count ? table[state] : double.NaN;
}

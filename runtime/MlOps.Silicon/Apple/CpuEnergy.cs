namespace MlOps.Silicon.Apple;

/// <summary>
/// The energy of the CPU. Some systems stop refreshing its counter: from then on the energy of this process alone stands in, which is less
/// than the truth but no zero. How much of the total is such a stand-in is told beside it.
/// </summary>
internal sealed class CpuEnergy(EnergyMeter meter)
{
    private double _lastProcess = double.NaN;
    private double _pending;

    /// <summary>The energy since the beginning, joules.</summary>
    public double Joules => meter.Joules + Estimated;

    /// <summary>How much of it is that of this process in the place of the CPU's.</summary>
    public double Estimated { get; private set; }

    /// <summary>Takes a reading, after the meter has taken its own.</summary>
    /// <param name="process">The energy of this process, joules; <see cref="double.NaN"/> if it is not known.</param>
    public void Advance(double process)
    {
        var added = process - _lastProcess;
        _lastProcess = process;
        _pending += added > 0 ? added : 0;
        if (meter.Added > 0)
        {
            Estimated -= Math.Min(Estimated, meter.Added); // What the counter tells now includes the time that was estimated.
            _pending = 0;
        }
        else if (meter.IsStalled)
        {
            Estimated += _pending;
            _pending = 0;
        }
    }
}

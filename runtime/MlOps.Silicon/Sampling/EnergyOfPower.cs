namespace MlOps.Silicon.Sampling;

/// <summary>Adds up energy where a device tells its power and does not count joules itself: right as far as power between two readings is their mean.</summary>
internal struct EnergyOfPower
{
    private double _joules;
    private double _watts;
    private double _seconds;
    private bool _isKnown;

    /// <summary>Takes a reading; over a gap, or beside a reading that failed, nothing is added.</summary>
    /// <returns>The joules since the first reading; <see cref="double.NaN"/> if power is not known now.</returns>
    public double Add(double watts, in Moment now)
    {
        var added = (watts + _watts) / 2 * (now.Seconds - _seconds);
        _joules += _isKnown && double.IsFinite(added) && !now.IsAfterGap ? added : 0;
        _isKnown = true;
        _watts = watts;
        _seconds = now.Seconds;
        return double.IsNaN(watts) ? double.NaN : _joules;
    }

    /// <summary>Adds nothing for the time until the next reading.</summary>
    public void Pause() => _isKnown = false;
}

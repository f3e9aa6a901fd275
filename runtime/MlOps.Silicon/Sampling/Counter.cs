namespace MlOps.Silicon.Sampling;

/// <summary>Remembers a counter of the system and tells what was added since the last reading.</summary>
/// <param name="range">How many values the counter has before it begins at zero again; zero if it never does.</param>
internal struct Counter(ulong range = 0)
{
    private ulong _last;
    private bool _isKnown;

    /// <summary>Takes a reading.</summary>
    /// <param name="value">What the counter says.</param>
    /// <param name="added">What was added since the last reading.</param>
    /// <returns><see langword="false"/> at the first reading, and when the counter went back without wrapping: then it was set anew.</returns>
    public bool TryAdvance(ulong value, out ulong added)
    {
        var isUsable = _isKnown && (value >= _last || range > 0);
        added = !isUsable ? 0 : value >= _last ? value - _last : value + (range - _last);
        _last = value;
        _isKnown = true;
        return isUsable;
    }

    /// <summary>Forgets the last reading.</summary>
    public void Reset() => _isKnown = false;
}

/// <summary>A counter that becomes a rate: what was added a second since the last reading.</summary>
/// <param name="range">How many values the counter has before it begins at zero again; zero if it never does.</param>
internal struct RateCounter(ulong range = 0)
{
    private Counter _counter = new(range);
    private double _seconds;

    /// <summary>Takes a reading.</summary>
    /// <param name="value">What the counter says.</param>
    /// <param name="now">When it said so.</param>
    /// <returns>The rate per second; <see cref="double.NaN"/> while it is not known.</returns>
    public double PerSecond(ulong value, in Moment now)
    {
        var elapsed = now.Seconds - _seconds;
        _seconds = now.Seconds;
        return _counter.TryAdvance(value, out var added) && elapsed > 0 && !now.IsAfterGap ? added / elapsed : double.NaN;
    }
}

/// <summary>A sum of counters that is told as a total and never falls: when one of them goes, the total stands still.</summary>
internal struct RunningTotal
{
    private Counter _counter;
    private double _total;
    private bool _isKnown;

    /// <summary>Takes a reading.</summary>
    /// <returns>The first reading, and all that was added since.</returns>
    public double Add(ulong value)
    {
        _total += _counter.TryAdvance(value, out var added) ? added : _isKnown ? 0 : value;
        _isKnown = true;
        return _total;
    }
}

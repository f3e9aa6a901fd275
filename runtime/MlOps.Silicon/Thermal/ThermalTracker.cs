namespace MlOps.Silicon.Thermal;

/// <summary>
/// Makes of what the sensors say, which flickers, a level to act on: it rises once two readings agree, and falls after half a minute of calm.
/// </summary>
internal sealed class ThermalTracker
{
    private const double CalmSeconds = 30;

    // Far more than the ten seconds between two samples of an old run.
    private const double GapSeconds = 120;

    // Readings nearer to each other than this are one: a slow source may not have been read in between.
    private const double ReadingSeconds = 0.5;

    private volatile int _level;
    private ThermalLevel _before;
    private ThermalLevel _highestInCalm;
    private double _calmSince = double.NaN;
    private double _readAt = double.NegativeInfinity;

    /// <summary>A level has changed; told on the thread of samples.</summary>
    public event Action<ThermalLevel, ThermalLevel>? Changed;

    public ThermalLevel Level => (ThermalLevel)_level;

    /// <summary>Whether any source of this machine can tell.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>Takes what the sensors say now.</summary>
    /// <param name="sensed">The highest level of all; <see langword="null"/> when none can tell.</param>
    /// <param name="seconds">When.</param>
    public void Update(ThermalLevel? sensed, double seconds)
    {
        if (seconds - _readAt >= (sensed is null ? CalmSeconds : GapSeconds))
        {
            Forget(isGone: sensed is null);
        }

        if (sensed is not { } level || seconds - _readAt < ReadingSeconds)
        {
            return;
        }

        IsKnown = true;
        _readAt = seconds;
        var current = Level;
        if (level > current)
        {
            _calmSince = double.NaN;
            Move(current, level < _before ? level : _before);
        }
        else if (level == current)
        {
            _calmSince = double.NaN;
        }
        else if (double.IsNaN(_calmSince))
        {
            _calmSince = seconds;
            _highestInCalm = level;
        }
        else
        {
            _highestInCalm = level > _highestInCalm ? level : _highestInCalm;
            if (seconds - _calmSince >= CalmSeconds)
            {
                _calmSince = double.NaN;
                Move(current, _highestInCalm, mayFall: true);
            }
        }

        _before = level;
    }

    /// <summary>
    /// Nothing was read for so long that what was says nothing about now: neither half of two readings that agree, nor the beginning of calm.
    /// </summary>
    /// <param name="isGone">Whether there is still nothing to read, such as after a GPU was lost to its heat: then no level holds any more.</param>
    private void Forget(bool isGone)
    {
        _before = ThermalLevel.Nominal;
        _calmSince = double.NaN;
        if (isGone && IsKnown)
        {
            IsKnown = false;
            if (Level > ThermalLevel.Nominal)
            {
                Move(Level, ThermalLevel.Nominal, mayFall: true);
            }
        }
    }

    private void Move(ThermalLevel from, ThermalLevel to, bool mayFall = false)
    {
        if (to > from || mayFall)
        {
            _level = (int)to;
            Changed?.Invoke(from, to);
        }
    }
}

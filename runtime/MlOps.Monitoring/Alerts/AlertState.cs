namespace MlOps.Monitoring.Alerts;

/// <summary>What one rule has seen so far: it tells once that something is wrong, and once that it no longer is.</summary>
internal sealed class AlertState(string monitor, AlertRule rule)
{
    private int _breaches;
    private DateTimeOffset _since;
    private DateTimeOffset? _raised;
    private bool _isFiring;

    public AlertRule Rule => rule;

    /// <summary>The metric of the rule, as windows have it.</summary>
    public string Metric { get; set; } = rule.Metric;

    /// <param name="metrics">What a window measured.</param>
    /// <param name="time">When it ended.</param>
    /// <returns>What is to be sent; <see langword="null"/> for nothing.</returns>
    public Alert? Observe(IReadOnlyDictionary<string, double> metrics, DateTimeOffset time)
    {
        if (!metrics.TryGetValue(Metric, out var value))
        {
            return null; // A window without rows says nothing of drift: what drifted before may well drift still.
        }

        if (rule.IsBreach(value))
        {
            _since = _breaches == 0 ? time : _since;
            _breaches++;
            return !_isFiring && _breaches >= rule.Windows && !IsCoolingDown(time) ? Raise(value, time) : null;
        }

        _breaches = 0;
        if (!_isFiring)
        {
            return null;
        }

        _isFiring = false;
        return new Alert(monitor, rule, value, IsResolved: true, _since, time);
    }

    private Alert Raise(double value, DateTimeOffset time)
    {
        (_isFiring, _raised) = (true, time);
        return new Alert(monitor, rule, value, IsResolved: false, _since, time);
    }

    private bool IsCoolingDown(DateTimeOffset time) => _raised is { } raised && time - raised < rule.CoolDown;
}

namespace MlOps.Monitoring.Tests.Windows;

/// <summary>A clock that stands until a test moves it.</summary>
internal sealed class ManualTime : TimeProvider
{
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(() => callback(state));
        _timers.Add(timer);
        return timer;
    }

    /// <summary>Moves the clock, and has all timers look at it.</summary>
    public void Advance(TimeSpan by)
    {
        _now += by;
        _timers.ForEach(static timer => timer.Tick());
    }

    private sealed class ManualTimer(Action tick) : ITimer
    {
        public Action Tick { get; private set; } = tick;

        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() => Tick = static () => { };

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

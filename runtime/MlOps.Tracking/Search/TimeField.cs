namespace MlOps.Search;

/// <summary>A time that a filter compares, in whole milliseconds.</summary>
public sealed class TimeField
{
    private readonly RunField _field;

    internal TimeField(RunField field) => _field = field;

    /// <summary>The time is later than that.</summary>
    /// <param name="time">The bound.</param>
    public RunFilter After(DateTimeOffset time) => Compare(RunComparison.Greater, time);

    /// <summary>The time is that or later.</summary>
    /// <param name="time">The bound.</param>
    public RunFilter AtOrAfter(DateTimeOffset time) => Compare(RunComparison.GreaterOrEqual, time);

    /// <summary>The time is earlier than that.</summary>
    /// <param name="time">The bound.</param>
    public RunFilter Before(DateTimeOffset time) => Compare(RunComparison.Less, time);

    /// <summary>The time is that or earlier.</summary>
    /// <param name="time">The bound.</param>
    public RunFilter AtOrBefore(DateTimeOffset time) => Compare(RunComparison.LessOrEqual, time);

    private RunFilter Compare(RunComparison comparison, DateTimeOffset time) =>
        new(new NumberCondition(_field, comparison, time.ToUnixTimeMilliseconds()));
}

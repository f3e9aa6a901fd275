namespace MlOps.Search;

/// <summary>A metric that a filter compares: its latest value, which is that of the greatest step, time and value.</summary>
public sealed class MetricField
{
    private readonly RunField _field;

    internal MetricField(RunField field) => _field = field;

    /// <summary>The metric is greater than that.</summary>
    /// <param name="value">The bound, not NaN.</param>
    public RunFilter GreaterThan(double value) => Compare(RunComparison.Greater, value);

    /// <summary>The metric is that or greater.</summary>
    /// <param name="value">The bound, not NaN.</param>
    public RunFilter GreaterThanOrEqualTo(double value) => Compare(RunComparison.GreaterOrEqual, value);

    /// <summary>The metric is less than that.</summary>
    /// <param name="value">The bound, not NaN.</param>
    public RunFilter LessThan(double value) => Compare(RunComparison.Less, value);

    /// <summary>The metric is that or less.</summary>
    /// <param name="value">The bound, not NaN.</param>
    public RunFilter LessThanOrEqualTo(double value) => Compare(RunComparison.LessOrEqual, value);

    /// <summary>The metric is exactly that.</summary>
    /// <param name="value">The value, not NaN.</param>
    public RunFilter EqualTo(double value) => Compare(RunComparison.Equal, value);

    /// <summary>The run has the metric, and it is something else.</summary>
    /// <param name="value">The value, not NaN.</param>
    public RunFilter NotEqualTo(double value) => Compare(RunComparison.NotEqual, value);

    private RunFilter Compare(RunComparison comparison, double value)
    {
        FilterText.Number(value);
        return new(new NumberCondition(_field, comparison, value));
    }
}

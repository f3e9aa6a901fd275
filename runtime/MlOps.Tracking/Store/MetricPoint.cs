namespace MlOps.Store;

/// <summary>One value of a metric as MLflow's tables hold it.</summary>
/// <param name="Value">A finite number.</param>
/// <param name="IsNaN">Whether the real value is NaN; <paramref name="Value"/> is 0 then.</param>
/// <param name="Timestamp">Milliseconds since 1970, UTC.</param>
/// <param name="Step">The step.</param>
internal readonly record struct MetricPoint(double Value, bool IsNaN, long Timestamp, long Step)
{
    /// <summary>Turns a value into what MLflow stores: NaN as 0 with a flag, infinities as the greatest finite numbers.</summary>
    public static MetricPoint Of(double value, long timestamp, long step) => value switch
    {
        double.NaN => new(0, true, timestamp, step),
        double.PositiveInfinity => new(double.MaxValue, false, timestamp, step),
        double.NegativeInfinity => new(double.MinValue, false, timestamp, step),
        _ => new(value, false, timestamp, step),
    };

    /// <summary>MLflow's rule for the latest value: greatest step, then time, then value.</summary>
    public bool IsLaterThan(MetricPoint other) =>
        (Step, Timestamp, Value).CompareTo((other.Step, other.Timestamp, other.Value)) > 0;
}

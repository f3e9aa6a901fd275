namespace MlOps.Tests.MLflow.StandIn.State;

/// <summary>A value of a metric. The server knows two apart by all of it, so that the same one twice is one.</summary>
internal readonly record struct Point(string Key, double Value, long Timestamp, long Step, string ModelId = "", string DatasetName = "", string DatasetDigest = "")
{
    /// <summary>What is stored: no infinities, and of NaN only that it is one.</summary>
    public Point Stored() => this with
    {
        Value = Value switch
        {
            double.PositiveInfinity => double.MaxValue,
            double.NegativeInfinity => double.MinValue,
            _ => Value,
        },
    };

    /// <summary>Whether this is the one to show as the metric's value: by step, then time, then value, NaN counting as zero.</summary>
    public bool IsLaterThan(Point other) => (Step, Timestamp, Rank).CompareTo((other.Step, other.Timestamp, other.Rank)) > 0;

    public double Rank => double.IsNaN(Value) ? 0 : Value;
}

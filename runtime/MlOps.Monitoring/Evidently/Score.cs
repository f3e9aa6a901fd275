namespace MlOps.Monitoring.Evidently;

/// <summary>What a test says of a column.</summary>
/// <param name="Value">A p-value or a distance; NaN where it says nothing.</param>
/// <param name="Reason">Why it says nothing.</param>
internal readonly record struct Score(double Value, string? Reason = null)
{
    public static implicit operator Score(double value) => new(value);

    public static Score None(string reason) => new(double.NaN, reason);
}

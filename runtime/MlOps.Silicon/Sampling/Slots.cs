namespace MlOps.Silicon.Sampling;

/// <summary>Writing to slots that may not be there.</summary>
internal static class Slots
{
    /// <summary>Writes a value, unless the metric was not added or belongs to another source.</summary>
    public static void Set(this Span<double> values, int slot, double value)
    {
        if (slot >= 0)
        {
            values[slot] = value;
        }
    }
}

namespace MlOps.Monitoring;

/// <summary>Numbers of single precision among those of double precision.</summary>
internal static class SinglePrecision
{
    // Beyond them a float has no digits left that a shorter number does not have.
    private static readonly double[] s_scales = [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8];

    /// <summary>
    /// The number that a float was made of: 5.1, and not 5.099999904, where the few digits of 5.1 tell it from every other float. Else measurements that a
    /// program keeps as floats would all lie beside those of its reference, which was read as doubles, and look as if they had drifted.
    /// </summary>
    public static double Widen(float value)
    {
        foreach (var scale in s_scales)
        {
            var near = Math.Round(value * scale) / scale; // The double that is nearest to the decimal, as both are exact.
            if ((float)near == value)
            {
                return near;
            }
        }

        return value;
    }
}

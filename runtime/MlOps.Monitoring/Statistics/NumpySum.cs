using System.Numerics;

namespace MlOps.Monitoring.Statistics;

/// <summary>
/// Sums as numpy forms them: buffers of 8192 one after the other, each by halves of halves, down to blocks of 128 in eight lanes
/// (Higham, SIAM J. Sci. Comput. 14, 1993).
/// </summary>
/// <remarks>
/// The mean of equal numbers may be off by a last digit, and what is left of their spread then decides what Student's t is: only the same
/// order of sums gives the same answer.
/// </remarks>
internal static class NumpySum
{
    private const int Buffer = 8192;
    private const int Block = 128;
    private const int Lanes = 8;

    public static double Mean(ReadOnlySpan<double> values) => Of(values) / values.Length;

    /// <summary>The mean of the squares of what the values are off a point.</summary>
    public static double MeanSquare(ReadOnlySpan<double> values, double center) => Sum(values, center, isSquared: true) / values.Length;

    public static T Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPoint<T> => Sum(values, T.Zero, isSquared: false);

    private static T Sum<T>(ReadOnlySpan<T> values, T center, bool isSquared)
        where T : unmanaged, IFloatingPoint<T>
    {
        var sum = T.Zero;
        for (; values.Length > Buffer; values = values[Buffer..])
        {
            sum += Pairs(values[..Buffer], center, isSquared);
        }

        return sum + Pairs(values, center, isSquared);
    }

    private static T Pairs<T>(ReadOnlySpan<T> values, T center, bool isSquared)
        where T : unmanaged, IFloatingPoint<T>
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2;
            half -= half % Lanes;
            return Pairs(values[..half], center, isSquared) + Pairs(values[half..], center, isSquared);
        }

        Span<T> lanes = stackalloc T[Lanes];
        lanes.Clear();
        var i = 0;
        if (values.Length >= Lanes)
        {
            for (; i < Lanes; i++)
            {
                lanes[i] = Term(values[i]);
            }

            for (; i <= values.Length - Lanes; i += Lanes)
            {
                for (var lane = 0; lane < Lanes; lane++)
                {
                    lanes[lane] += Term(values[i + lane]);
                }
            }
        }

        var sum = lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7]));
        for (; i < values.Length; i++)
        {
            sum += Term(values[i]);
        }

        return sum;

        T Term(T value) => isSquared ? (value - center) * (value - center) : value;
    }
}

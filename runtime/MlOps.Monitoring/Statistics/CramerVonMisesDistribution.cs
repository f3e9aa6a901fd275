using MathNet.Numerics;

namespace MlOps.Monitoring.Statistics;

/// <summary>The distribution of ∫B², B a Brownian bridge: the limit of the criterion of Cramér and von Mises.</summary>
internal static class CramerVonMisesDistribution
{
    /// <summary>The series ends behind a term below this, as Evidently's does: its p-values are the same to the last digit, even far out where it ends too early.</summary>
    private const double LastTerm = 1e-7;

    /// <summary>Of a p-value below this 1 − cdf leaves only noise, and the tail has its own integral.</summary>
    private const double Noise = 1e-10;

    /// <summary>P(∫B² ≥ x).</summary>
    public static double Above(double x) => double.IsNaN(x) ? double.NaN : x < 0.003 ? 1 : 1 - Below(x) is var p && p >= Noise ? p : Tail(x);

    /// <summary>Csörgő and Faraway, J. R. Statist. Soc. B 58 (1996), equation (1.3), by modified Bessel functions.</summary>
    private static double Below(double x)
    {
        var (sum, term) = (0.0, double.MaxValue);
        for (var k = 0; Math.Abs(term) >= LastTerm; k++)
        {
            var y = (4.0 * k) + 1;
            var q = y * y / (16 * x);
            var u = Math.Exp(SpecialFunctions.GammaLn(k + 0.5) - SpecialFunctions.GammaLn(k + 1.0)) / (Math.Pow(Math.PI, 1.5) * Math.Sqrt(x));
            term = u * Math.Sqrt(y) * Math.Exp(-q) * SpecialFunctions.BesselK(0.25, q);
            sum += term;
        }

        return sum;
    }

    /// <summary>
    /// N. V. Smirnov (1936): 1/π Σ (−1)ᵏ⁻¹ ∫ √(−√y / sin √y) e^(−xy/2) dy/y over √y from (2k−1)π to 2kπ. With √y = (2k−1)π + π (1 − cos θ)/2
    /// the ends are no longer infinite, and equal steps of θ converge as fast as for a periodic function.
    /// </summary>
    internal static double Tail(double x)
    {
        const int Steps = 256;
        var tail = 0.0;
        for (int k = 1, sign = 1; k <= 3; k++, sign = -sign)
        {
            var begin = ((2 * k) - 1) * Math.PI;
            var sum = 0.0;
            for (var step = 0; step < Steps; step++)
            {
                var theta = (step + 0.5) * Math.PI / Steps;
                var off = Math.PI * Math.Pow(Math.Sin(theta / 2), 2); // √y − begin, and −sin √y = sin off.
                var root = begin + off;
                sum += Math.Sin(theta) * Math.Exp(-x * root * root / 2) / Math.Sqrt(root * Math.Sin(off));
            }

            // dy/y = 2 d√y / √y, d√y = π/2 sin θ dθ, dθ = π / Steps, and 1/π before all.
            tail += sign * sum * Math.PI / Steps;
        }

        return tail;
    }
}

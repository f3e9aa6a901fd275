using MathNet.Numerics;

namespace MlOps.Monitoring.Calibrated;

/// <summary>Upper tails of distributions, right far out where 1 − cdf is noise.</summary>
internal static class Tails
{
    /// <summary>P(X ≥ x) for χ².</summary>
    public static double ChiSquare(double x, double degrees) => x <= 0 ? 1 : double.IsPositiveInfinity(x) ? 0 : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>P(|Z| ≥ z) for a standard normal Z.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    /// <summary>P(|T| ≥ t) for Student's t.</summary>
    public static double Student(double t, double degrees) => SpecialFunctions.BetaRegularized(degrees / 2, 0.5, degrees / (degrees + (t * t)));

    /// <summary>P(sup|B| ≥ x) for a Brownian bridge B (Kolmogorov 1933): 2 Σ (−1)ᵏ⁻¹ exp(−2 k² x²).</summary>
    public static double Kolmogorov(double x)
    {
        if (x < 0.2)
        {
            return 1; // It differs from 1 by less than 10⁻¹², and the series needs many terms there.
        }

        var (sum, sign) = (0.0, 1.0);
        for (var k = 1; k <= 30; k++, sign = -sign)
        {
            sum += sign * Math.Exp(-2 * k * k * x * x);
        }

        return Math.Clamp(2 * sum, 0, 1);
    }
}

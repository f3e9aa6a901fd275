using MathNet.Numerics;

namespace MlOps.Monitoring.Statistics;

/// <summary>Upper tails of distributions, right far out where 1 − cdf is noise.</summary>
internal static class Tails
{
    private const int MostFractions = 10_000;

    /// <summary>P(X ≥ x) for χ²; NaN without degrees of freedom.</summary>
    public static double ChiSquare(double x, double degrees) =>
        degrees <= 0 || double.IsNaN(x) ? double.NaN
        : x <= 0 ? 1
        : double.IsPositiveInfinity(x) ? 0
        : SpecialFunctions.GammaUpperRegularized(degrees / 2, x / 2);

    /// <summary>P(|Z| ≥ |z|) for a standard normal Z.</summary>
    public static double Normal(double z) => SpecialFunctions.Erfc(Math.Abs(z) / Constants.Sqrt2);

    /// <summary>P(Z ≥ z) for a standard normal Z.</summary>
    public static double NormalAbove(double z) => SpecialFunctions.Erfc(z / Constants.Sqrt2) / 2;

    /// <summary>P(|T| ≥ |t|) for Student's t: the incomplete beta function I(ν / (ν + t²); ν/2, ½).</summary>
    /// <remarks>
    /// The continued fraction of Numerical Recipes 6.4 (Lentz), with the quotient of gamma functions by its own series: as a difference of
    /// logarithms it would lose nine digits for a million rows.
    /// </remarks>
    public static double Student(double t, double degrees)
    {
        if (double.IsNaN(t) || !(degrees > 0))
        {
            return double.NaN;
        }

        if (double.IsInfinity(t))
        {
            return 0;
        }

        var a = degrees / 2;
        var ratio = t * t / degrees;
        var front = Math.Exp(-a * LogOnePlus(ratio)) * Math.Sqrt(ratio / (1 + ratio) / Math.PI) * GammaQuotient(a);
        return 1 / (1 + ratio) < (a + 1) / (a + 2.5)
            ? front * BetaFraction(1 / (1 + ratio), a, 0.5) / a
            : 1 - (front * BetaFraction(ratio / (1 + ratio), 0.5, a) * 2);
    }

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

    /// <summary>ln(1 + x) without the digits of a small x that 1 + x loses (Kahan).</summary>
    private static double LogOnePlus(double x)
    {
        var sum = 1 + x;
        return sum == 1 ? x : Math.Log(sum) * x / (sum - 1);
    }

    /// <summary>Γ(a + ½) / Γ(a): Stirling's series for large a (DLMF 5.11.13), to which small ones are brought by Γ(a + 1) = a Γ(a).</summary>
    private static double GammaQuotient(double a)
    {
        var factor = 1.0;
        for (; a < 30; a++)
        {
            factor *= a / (a + 0.5);
        }

        return factor * Math.Sqrt(a) * Polynomial.Evaluate(1 / a, 1, -1.0 / 8, 1.0 / 128, 5.0 / 1024, -21.0 / 32768, -399.0 / 262144);
    }

    /// <summary>The continued fraction of the incomplete beta function (DLMF 8.17.22), evaluated by Lentz's algorithm.</summary>
    private static double BetaFraction(double x, double a, double b)
    {
        var (c, d) = (1.0, 1 / NotZero(1 - ((a + b) * x / (a + 1))));
        var value = d;
        for (var m = 1; m <= MostFractions; m++)
        {
            Next(m * (b - m) * x / ((a + (2 * m) - 1) * (a + (2 * m))));
            var change = Next(-(a + m) * (a + b + m) * x / ((a + (2 * m)) * (a + (2 * m) + 1)));
            if (Math.Abs(change - 1) < 1e-16)
            {
                break;
            }
        }

        return value;

        double Next(double term)
        {
            d = 1 / NotZero(1 + (term * d));
            c = NotZero(1 + (term / c));
            value *= c * d;
            return c * d;
        }

        static double NotZero(double divisor) => Math.Abs(divisor) < 1e-300 ? 1e-300 : divisor;
    }
}

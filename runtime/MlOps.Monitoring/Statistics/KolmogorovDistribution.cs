namespace MlOps.Monitoring.Statistics;

/// <summary>How far the share of n rows below a point strays from the truth: the distribution of Kolmogorov's D, two-sided.</summary>
/// <remarks>
/// Which formula holds where follows R. Simard and P. L'Ecuyer, "Computing the two-sided Kolmogorov-Smirnov distribution", J. Stat. Soft. 39
/// (2011), as does scipy's <c>kstwo</c>; where several are exact, one of them is taken.
/// </remarks>
internal static class KolmogorovDistribution
{
    /// <summary>Up to so many rows no limit is near enough.</summary>
    private const int FewRows = 140;

    /// <summary>Above, the sum of the one-sided tail has too many terms, and its limit all digits that matter.</summary>
    private const int ManyRows = 1_000_000;

    /// <summary>P(D ≥ distance) for n rows.</summary>
    public static double Above(int n, double distance)
    {
        var scaled = n * distance * distance;
        return distance >= 1 || scaled >= 370 ? 0
            : n * distance <= 0.5 ? 1
            : distance >= 0.5 || scaled >= (n <= FewRows ? 4 : 2.2) ? Math.Min(1, 2 * OneSided(n, distance))
            : Math.Clamp(1 - (n <= FewRows || (n <= 100_000 && n * Math.Pow(distance, 1.5) <= 1.4) ? Durbin(n, distance) : PelzGood(n, distance)), 0, 1);
    }

    /// <summary>P(D⁺ ≥ x), the one-sided tail: Σ x / (x + j/n) of the binomial chance of j at x + j/n (Birnbaum and Tingey 1951).</summary>
    private static double OneSided(int n, double x)
    {
        if (n > ManyRows)
        {
            return Math.Exp(-Math.Pow((6 * n * x) + 1, 2) / 18 / n);
        }

        var sum = Math.Pow(1 - x, n);
        for (var j = 1; j < n * (1 - x); j++)
        {
            sum += BinomialChance.Of(j, n, x + ((double)j / n)) * x / (x + ((double)j / n));
        }

        return sum;
    }

    /// <summary>P(D ≤ x) as an entry of the n-th power of a matrix (Durbin 1968; Marsaglia, Tsang and Wang, J. Stat. Soft. 8, 2003).</summary>
    private static double Durbin(int n, double x)
    {
        var k = (int)Math.Ceiling(n * x);
        var size = (2 * k) - 1;
        var (power, exponent) = Power(DurbinMatrix(size, k - (n * x)), size, n);
        var chance = power[((k - 1) * size) + k - 1];
        for (var i = 1; i <= n; i++)
        {
            chance *= (double)i / n;
            if (chance < 1e-140)
            {
                (chance, exponent) = (chance * 1e140, exponent - 140);
            }
        }

        return chance * Math.Pow(10, exponent);
    }

    private static double[] DurbinMatrix(int size, double h)
    {
        var matrix = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var column = 0; column < size; column++)
            {
                matrix[(row * size) + column] = row - column + 1 >= 0 ? 1 : 0;
            }
        }

        for (var i = 0; i < size; i++)
        {
            matrix[i * size] -= Math.Pow(h, i + 1);
            matrix[((size - 1) * size) + i] -= Math.Pow(h, size - i);
        }

        matrix[(size - 1) * size] += 2 * h > 1 ? Math.Pow((2 * h) - 1, size) : 0;
        for (var row = 0; row < size; row++)
        {
            var factorial = 1.0;
            for (var column = row; column >= 0; column--)
            {
                matrix[(row * size) + column] /= factorial *= row - column + 1;
            }
        }

        return matrix;
    }

    /// <summary>A power of a matrix, and the power of ten that it is to be taken times.</summary>
    private static (double[] Matrix, int Exponent) Power(double[] matrix, int size, int power)
    {
        if (power == 1)
        {
            return (matrix, 0);
        }

        var (root, exponent) = Power(matrix, size, power / 2);
        var product = Product(root, root, size);
        exponent *= 2;
        if (power % 2 == 1)
        {
            product = Product(matrix, product, size);
        }

        if (product[(size / 2 * size) + (size / 2)] > 1e140)
        {
            product = Array.ConvertAll(product, static value => value * 1e-140);
            exponent += 140;
        }

        return (product, exponent);
    }

    private static double[] Product(double[] a, double[] b, int size)
    {
        var product = new double[size * size];
        for (var row = 0; row < size; row++)
        {
            for (var k = 0; k < size; k++)
            {
                for (var (column, factor) = (0, a[(row * size) + k]); column < size; column++)
                {
                    product[(row * size) + column] += factor * b[(k * size) + column];
                }
            }
        }

        return product;
    }

    /// <summary>P(D ≤ x) with the first four terms of its expansion in 1/√n (Pelz and Good, J. R. Statist. Soc. B 38, 1976).</summary>
    private static double PelzGood(int n, double x)
    {
        var z = Math.Sqrt(n) * x;
        var (z2, z4, z6, pi2) = (z * z, Math.Pow(z, 4), Math.Pow(z, 6), Math.PI * Math.PI);
        var (pi4, pi6) = (pi2 * pi2, pi2 * pi2 * pi2);
        var (k0, k1, k2, k3) = (0.0, 0.0, 0.0, 0.0);
        var terms = (int)Math.Ceiling(16 * z / Math.PI);
        for (var k = terms; k >= 1; k--)
        {
            var odd = (2.0 * k) - 1;
            var (o2, o4, o6) = (odd * odd, Math.Pow(odd, 4), Math.Pow(odd, 6));
            var weight = Math.Exp(-pi2 * o2 / 8 / z2);
            k0 += weight;
            k1 += weight * (-z2 + (pi2 / 4 * o2));
            k2 += weight * ((6 * z6) + (2 * z4) + (((2 * z4) - (5 * z2)) * pi2 / 4 * o2) + (pi4 * (1 - (2 * z2)) / 16 * o4));
            k3 += weight * ((-30 * z6) - (90 * z4 * z4) + (pi2 * ((135 * z4) - (96 * z6)) / 4 * o2) + (pi4 * ((-60 * z2) + (212 * z4)) / 16 * o4) + (pi6 * (5 - (30 * z2)) / 64 * o6));
        }

        var (even2, even3) = (0.0, 0.0);
        for (var k = terms; k >= 1; k--)
        {
            var weight = (double)k * k * Math.Exp(-pi2 * k * k / 2 / z2);
            even2 += weight;
            even3 += weight * ((3 * z2) - (pi2 * k * k));
        }

        var root = Math.Sqrt(2 * Math.PI);
        var first = root * k0 / z;
        var second = root * k1 / (6 * z4);
        var third = root * ((k2 / (72 * z6 * z)) - (pi2 * even2 / (36 * z2 * z)));
        var fourth = root * ((k3 / (6480 * Math.Pow(z, 10))) + (pi2 * even3 / (216 * z6)));
        return first + (second / Math.Sqrt(n)) + (third / n) + (fourth / (n * Math.Sqrt(n)));
    }
}

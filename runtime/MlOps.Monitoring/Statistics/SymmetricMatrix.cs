namespace MlOps.Monitoring.Statistics;

/// <summary>Small symmetric matrices, by their axes.</summary>
internal static class SymmetricMatrix
{
    private const int MostSweeps = 60;

    /// <summary>vᵀ A⁺ v with the pseudoinverse of A, and the rank of A⁺.</summary>
    /// <param name="matrix">A, symmetric. Changed.</param>
    /// <param name="vector">v.</param>
    /// <param name="least">Axes along which A is less than this share of its largest are left out.</param>
    public static (double Form, int Rank) InverseForm(double[][] matrix, ReadOnlySpan<double> vector, double least)
    {
        var axes = Diagonalize(matrix);
        var size = vector.Length;
        var largest = 0.0;
        for (var i = 0; i < size; i++)
        {
            largest = Math.Max(largest, Math.Abs(matrix[i][i]));
        }

        var (form, inverse) = (0.0, new double[size]);
        for (var i = 0; i < size; i++)
        {
            if (Math.Abs(matrix[i][i]) <= least * largest)
            {
                continue;
            }

            var along = 0.0;
            for (var row = 0; row < size; row++)
            {
                along += axes[row][i] * vector[row];
            }

            inverse[i] = 1 / matrix[i][i];
            form += along * along * inverse[i];
        }

        // What is negligible beside the largest counts as nothing, as in numpy's matrix_rank.
        var negligible = inverse.Max(Math.Abs) * size * double.BitIncrement(1.0) - (inverse.Max(Math.Abs) * size);
        return (form, inverse.Count(value => Math.Abs(value) > negligible));
    }

    /// <summary>Turns a matrix into its axes by rotations of two of them at a time (Jacobi 1846).</summary>
    private static double[][] Diagonalize(double[][] a)
    {
        var size = a.Length;
        var axes = new double[size][];
        for (var i = 0; i < size; i++)
        {
            axes[i] = new double[size];
            axes[i][i] = 1;
        }

        for (var sweep = 0; sweep < MostSweeps; sweep++)
        {
            var isDone = true;
            for (var p = 0; p < size; p++)
            {
                for (var q = p + 1; q < size; q++)
                {
                    if (Math.Abs(a[p][q]) > 1e-18 * Math.Sqrt(Math.Abs(a[p][p] * a[q][q])))
                    {
                        Rotate(a, axes, p, q);
                        isDone = false;
                    }
                }
            }

            if (isDone)
            {
                break;
            }
        }

        return axes;
    }

    private static void Rotate(double[][] a, double[][] axes, int p, int q)
    {
        var slope = (a[q][q] - a[p][p]) / (2 * a[p][q]);
        var tangent = (slope < 0 ? -1 : 1) / (Math.Abs(slope) + Math.Sqrt((slope * slope) + 1));
        var cosine = 1 / Math.Sqrt((tangent * tangent) + 1);
        var sine = tangent * cosine;
        var size = a.Length;
        for (var k = 0; k < size; k++)
        {
            (a[k][p], a[k][q]) = ((cosine * a[k][p]) - (sine * a[k][q]), (sine * a[k][p]) + (cosine * a[k][q]));
        }

        for (var k = 0; k < size; k++)
        {
            (a[p][k], a[q][k]) = ((cosine * a[p][k]) - (sine * a[q][k]), (sine * a[p][k]) + (cosine * a[q][k]));
            (axes[k][p], axes[k][q]) = ((cosine * axes[k][p]) - (sine * axes[k][q]), (sine * axes[k][p]) + (cosine * axes[k][q]));
        }
    }
}

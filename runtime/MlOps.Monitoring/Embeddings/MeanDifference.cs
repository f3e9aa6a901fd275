namespace MlOps.Monitoring.Embeddings;

/// <summary>How far the means of two sets of vectors are apart.</summary>
internal static class MeanDifference
{
    public static (double? Distance, double? Cosine) Of(EmbeddingSet one, EmbeddingSet other)
    {
        if (one.Rows == 0 || other.Rows == 0)
        {
            return (null, null);
        }

        var (a, b) = (Mean(one), Mean(other));
        var (squares, product, ofA, ofB) = (0.0, 0.0, 0.0, 0.0);
        for (var i = 0; i < a.Length; i++)
        {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
            product += a[i] * b[i];
            ofA += a[i] * a[i];
            ofB += b[i] * b[i];
        }

        return (Math.Sqrt(squares), ofA > 0 && ofB > 0 ? 1 - Math.Clamp(product / Math.Sqrt(ofA) / Math.Sqrt(ofB), -1, 1) : null);
    }

    private static double[] Mean(EmbeddingSet set)
    {
        var mean = new double[set.Dimensions];
        for (var row = 0; row < set.Rows; row++)
        {
            for (var i = 0; i < mean.Length; i++)
            {
                mean[i] += (set[row][i] - mean[i]) / (row + 1);
            }
        }

        return mean;
    }
}

using System.Numerics;
using System.Runtime.InteropServices;
using MlOps.Monitoring.Profiles;

namespace MlOps.Monitoring.Embeddings;

/// <summary>The maximum mean discrepancy of two sets of vectors, and how it would be if the vectors were dealt out at random.</summary>
/// <remarks>All permutations share one matrix of kernels: each adds up the pairs within one side only, the other sums follow from those of whole rows.</remarks>
internal sealed class DiscrepancyTest
{
    private readonly EmbeddingDriftOptions _options;
    private readonly int _first;
    private readonly int _second;
    private readonly double[][] _kernels;
    private readonly double[] _rowSums;
    private readonly double _sum;

    public DiscrepancyTest(EmbeddingSet reference, EmbeddingSet current, EmbeddingDriftOptions options)
    {
        _options = options;
        var random = new SplitMix((ulong)options.Seed);
        float[][] vectors = [.. Sample(reference, ref random), .. Sample(current, ref random)];
        _first = Math.Min(reference.Rows, options.MostRows);
        _second = vectors.Length - _first;
        _kernels = Kernels(vectors);
        _rowSums = Array.ConvertAll(_kernels, static row => row.Sum());
        _sum = _rowSums.Sum();
        Discrepancy = Of([.. Enumerable.Range(0, vectors.Length)]);
    }

    public double Discrepancy { get; }

    /// <summary>The share of permutations that differ at least as much, itself among them (B. Phipson and G. K. Smyth, 2010).</summary>
    public double PValue(CancellationToken cancellationToken)
    {
        var random = new SplitMix((ulong)_options.Seed + 1);
        int[] order = [.. Enumerable.Range(0, _first + _second)];
        var asLarge = 1;
        for (var i = 0; i < _options.Permutations; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Shuffle(order, ref random);

            // Sums in another order end otherwise in their last digits: equal ones are to count as equal.
            asLarge += Of(order) >= Discrepancy - 1e-12 ? 1 : 0;
        }

        return asLarge / (_options.Permutations + 1.0);
    }

    private float[][] Sample(EmbeddingSet set, ref SplitMix random)
    {
        int[] rows = [.. Enumerable.Range(0, set.Rows)];
        if (rows.Length > _options.MostRows)
        {
            Shuffle(rows, ref random);
        }

        return [.. rows.Take(_options.MostRows).Select(row => set[row].ToArray())];
    }

    /// <summary>R. Durstenfeld, "Algorithm 235: Random permutation" (1964).</summary>
    private static void Shuffle(int[] items, ref SplitMix random)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var other = random.Next(i + 1);
            (items[i], items[other]) = (items[other], items[i]);
        }
    }

    /// <summary>exp(−distance² / median²) of every two vectors; 0 of a vector and itself, which the unbiased estimate leaves out.</summary>
    private static double[][] Kernels(float[][] vectors)
    {
        var squares = new double[vectors.Length][];
        for (var i = 0; i < vectors.Length; i++)
        {
            squares[i] = new double[vectors.Length];
            for (var j = 0; j < i; j++)
            {
                squares[i][j] = squares[j][i] = SquaredDistance(vectors[i], vectors[j]);
            }
        }

        double[] pairs = [.. squares.SelectMany(static (row, i) => row.Take(i)).Order()];
        var median = pairs[pairs.Length / 2];

        // More than half of all pairs are one vector: any width tells the others apart from them.
        var width = median > 0 ? median : pairs[^1] > 0 ? pairs[^1] : 1;
        for (var i = 0; i < squares.Length; i++)
        {
            for (var j = 0; j < squares.Length; j++)
            {
                squares[i][j] = i == j ? 0 : Math.Exp(-squares[i][j] / width);
            }
        }

        return squares;
    }

    private static double SquaredDistance(float[] one, float[] other)
    {
        var ones = MemoryMarshal.Cast<float, Vector<float>>(one);
        var others = MemoryMarshal.Cast<float, Vector<float>>(other);
        var sums = Vector<float>.Zero;
        for (var i = 0; i < ones.Length; i++)
        {
            sums += (ones[i] - others[i]) * (ones[i] - others[i]);
        }

        double square = Vector.Sum(sums);
        for (var i = ones.Length * Vector<float>.Count; i < one.Length; i++)
        {
            square += (one[i] - other[i]) * (one[i] - other[i]);
        }

        return square;
    }

    private double Of(int[] order)
    {
        var (within, rows) = (0.0, 0.0);
        for (var i = 0; i < _first; i++)
        {
            var kernels = _kernels[order[i]];
            rows += _rowSums[order[i]];
            for (var j = 0; j < i; j++)
            {
                within += 2 * kernels[order[j]];
            }
        }

        var between = rows - within;
        var other = _sum - within - (2 * between);
        return (within / ((double)_first * (_first - 1))) + (other / ((double)_second * (_second - 1))) - (2 * between / ((double)_first * _second));
    }
}

using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;
using MlOps;

namespace IrisTraining;

/// <summary>Flowers: a row of four measurements and a one-hot species each.</summary>
internal sealed record IrisData(Matrix<double> Features, Matrix<double> Species, IReadOnlyList<string> Names)
{
    public int Count => Features.RowCount;

    public static IrisData Of(IEnumerable<Datasets.Iris.Row> flowers)
    {
        var rows = flowers.ToArray();
        var names = rows.Select(static row => row.Species).Distinct().ToArray();
        return new IrisData(
            Matrix<double>.Build.DenseOfRows(rows.Select(static row => new[] { row.SepalLength, row.SepalWidth, row.PetalLength, row.PetalWidth })),
            Matrix<double>.Build.Dense(rows.Length, names.Length, (row, column) => rows[row].Species == names[column] ? 1 : 0),
            names);
    }

    /// <summary>Shuffles with a seed, so that the same seed gives the same two sets on every machine.</summary>
    public (IrisData Train, IrisData Test) Split(double testShare, int seed)
    {
        var order = Combinatorics.GeneratePermutation(Count, new MersenneTwister(seed));
        var testCount = (int)Math.Round(Count * testShare);
        return (Take(order[testCount..]), Take(order[..testCount]));
    }

    private IrisData Take(int[] rows) => this with
    {
        Features = Matrix<double>.Build.DenseOfRowVectors(rows.Select(Features.Row)),
        Species = Matrix<double>.Build.DenseOfRowVectors(rows.Select(Species.Row)),
    };
}

using System.Globalization;
using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.Random;

namespace IrisTraining;

/// <summary>Flowers: a row of four measurements and a one-hot species each.</summary>
internal sealed record IrisData(Matrix<double> Features, Matrix<double> Species, IReadOnlyList<string> Names)
{
    public int Count => Features.RowCount;

    public static IrisData Read(string path)
    {
        var rows = File.ReadLines(path).Skip(1).Select(static line => line.Split(',')).ToArray();
        var names = rows.Select(static row => row[^1]).Distinct().ToArray();
        return new IrisData(
            Matrix<double>.Build.DenseOfRows(rows.Select(static row => row[..^1].Select(static cell => double.Parse(cell, CultureInfo.InvariantCulture)))),
            Matrix<double>.Build.Dense(rows.Length, names.Length, (row, column) => rows[row][^1] == names[column] ? 1 : 0),
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

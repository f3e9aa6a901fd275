using MathNet.Numerics.LinearAlgebra;

namespace IrisTraining;

/// <summary>Multinomial logistic regression, trained by gradient descent on the cross-entropy of all flowers.</summary>
internal sealed class SoftmaxRegression
{
    private readonly IReadOnlyList<string> _names;
    private readonly Vector<double> _mean;
    private readonly Vector<double> _deviation;
    private readonly Matrix<double> _weights; // features + 1 (bias) × species

    public SoftmaxRegression(IrisData train)
    {
        // Scaled by what the training set knows; the test set must not leak into it.
        _names = train.Names;
        _mean = train.Features.ColumnSums() / train.Count;
        _deviation = Vector<double>.Build.Dense(
            train.Features.ColumnCount,
            column => Math.Sqrt((train.Features.Column(column) - _mean[column]).PointwisePower(2).Sum() / train.Count));
        _weights = Matrix<double>.Build.Dense(train.Features.ColumnCount + 1, train.Names.Count);
    }

    public void Step(IrisData data, double learningRate)
    {
        var inputs = Inputs(data);
        var gradient = inputs.TransposeThisAndMultiply(Softmax(inputs * _weights) - data.Species) / data.Count;
        _weights.Subtract(gradient * learningRate, _weights);
    }

    public double Loss(IrisData data) => -data.Species.PointwiseMultiply(Predict(data).PointwiseLog()).RowSums().Sum() / data.Count;

    public double Accuracy(IrisData data)
    {
        var predicted = Predict(data);
        var right = Enumerable.Range(0, data.Count).Count(row => predicted.Row(row).MaximumIndex() == data.Species.Row(row).MaximumIndex());
        return (double)right / data.Count;
    }

    /// <summary>How often which species (rows) was taken for which (columns), as CSV.</summary>
    public string Confusion(IrisData data)
    {
        var counts = _names.Select(_ => new int[_names.Count]).ToArray();
        var predicted = Predict(data);
        for (var row = 0; row < data.Count; row++)
        {
            counts[data.Species.Row(row).MaximumIndex()][predicted.Row(row).MaximumIndex()]++;
        }

        var lines = _names.Select((name, actual) => $"{name},{string.Join(',', counts[actual])}");
        return $"actual,{string.Join(',', _names)}\n{string.Join('\n', lines)}\n";
    }

    public Dictionary<string, double[]> Export()
    {
        var model = new Dictionary<string, double[]> { ["mean"] = [.. _mean], ["deviation"] = [.. _deviation] };
        for (var species = 0; species < _names.Count; species++)
        {
            model[_names[species]] = [.. _weights.Column(species)];
        }

        return model;
    }

    private Matrix<double> Predict(IrisData data) => Softmax(Inputs(data) * _weights);

    private Matrix<double> Inputs(IrisData data) => Matrix<double>.Build
        .Dense(data.Count, _mean.Count, (row, column) => (data.Features[row, column] - _mean[column]) / _deviation[column])
        .InsertColumn(_mean.Count, Vector<double>.Build.Dense(data.Count, 1));

    private static Matrix<double> Softmax(Matrix<double> scores)
    {
        var powers = Matrix<double>.Build.DenseOfRowVectors(scores.EnumerateRows().Select(static row => (row - row.Maximum()).PointwiseExp()));
        return powers.NormalizeRows(1);
    }
}

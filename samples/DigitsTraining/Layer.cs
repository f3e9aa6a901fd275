namespace DigitsTraining;

/// <summary>A fully connected layer: a weight for each pair of input and unit, and a bias for each unit.</summary>
internal sealed class Layer
{
    private readonly float[][] _weights;
    private readonly float[] _biases;

    public Layer(int inputs, int units, Random random)
    {
        // He et al. 2015: weights of this size keep the signal's size from layer to layer.
        var scale = MathF.Sqrt(6f / inputs);
        _weights = [.. Enumerable.Range(0, units).Select(_ => Enumerable.Range(0, inputs).Select(_ => scale * ((2 * random.NextSingle()) - 1)).ToArray())];
        _biases = new float[units];
    }

    public IEnumerable<float> Parameters => _weights.SelectMany(static weights => weights).Concat(_biases);

    public float[] Forward(float[] inputs)
    {
        var outputs = new float[_biases.Length];
        for (var unit = 0; unit < outputs.Length; unit++)
        {
            var (sum, weights) = (_biases[unit], _weights[unit]);
            for (var i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * inputs[i];
            }

            outputs[unit] = sum;
        }

        return outputs;
    }

    /// <summary>Takes one step against the gradient of the loss, and tells what that gradient is at the inputs.</summary>
    public float[] Backward(float[] inputs, float[] gradient, float learningRate)
    {
        var inputGradient = new float[inputs.Length];
        for (var unit = 0; unit < gradient.Length; unit++)
        {
            var (weights, step) = (_weights[unit], learningRate * gradient[unit]);
            for (var i = 0; i < weights.Length; i++)
            {
                inputGradient[i] += weights[i] * gradient[unit];
                weights[i] -= step * inputs[i];
            }

            _biases[unit] -= step;
        }

        return inputGradient;
    }
}

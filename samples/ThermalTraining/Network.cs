using System.Runtime.InteropServices;

namespace ThermalTraining;

/// <summary>A layer of rectified linear units and a softmax over the ten digits. All its weights are one array, and so is their gradient.</summary>
internal sealed class Network
{
    private readonly int _inputs;
    private readonly int _hidden;
    private readonly float[] _weights;

    public Network(int inputs, int hiddenUnits, Random random)
    {
        (_inputs, _hidden) = (inputs, hiddenUnits);
        _weights = new float[(hiddenUnits * (inputs + 1)) + (Digit.Classes * (hiddenUnits + 1))];
        for (var i = 0; i < _weights.Length; i++)
        {
            // He et al. 2015: weights of this size keep the signal's size from layer to layer.
            _weights[i] = MathF.Sqrt(6f / (i < Outputs ? inputs : hiddenUnits)) * ((2 * random.NextSingle()) - 1);
        }
    }

    public int WeightCount => _weights.Length;

    /// <summary>Where the weights of the second layer begin.</summary>
    private int Outputs => _hidden * (_inputs + 1);

    /// <summary>Adds what one digit says about the weights, and tells how wrong they are: the cross-entropy.</summary>
    public double AddGradient(Digit digit, Span<float> gradient)
    {
        var (hidden, probabilities) = (new float[_hidden], new float[Digit.Classes]);
        Forward(digit, hidden, probabilities);
        var loss = -Math.Log(Math.Max(probabilities[digit.Label], float.Epsilon));

        probabilities[digit.Label] -= 1; // Now the gradient of the loss.
        Span<float> hiddenGradient = new float[_hidden];
        Backward(_weights.AsSpan(Outputs), hidden, probabilities, gradient[Outputs..], hiddenGradient);
        for (var unit = 0; unit < _hidden; unit++)
        {
            hiddenGradient[unit] = hidden[unit] > 0 ? hiddenGradient[unit] : 0;
        }

        Backward(_weights, digit.Pixels, hiddenGradient, gradient, inputGradient: default);
        return loss;
    }

    /// <summary>Takes one step against the gradient.</summary>
    public void Step(ReadOnlySpan<float> gradient, float rate)
    {
        for (var i = 0; i < _weights.Length; i++)
        {
            _weights[i] -= rate * gradient[i];
        }
    }

    public double Accuracy(IReadOnlyCollection<Digit> digits) => (double)digits.Count(digit => Predict(digit) == digit.Label) / digits.Count;

    /// <summary>All weights, as 32-bit floats.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes<float>(_weights).ToArray();

    private int Predict(Digit digit)
    {
        var probabilities = new float[Digit.Classes];
        Forward(digit, new float[_hidden], probabilities);
        return Array.IndexOf(probabilities, probabilities.Max());
    }

    private void Forward(Digit digit, float[] hidden, float[] probabilities)
    {
        Layer(_weights, digit.Pixels, hidden);
        for (var unit = 0; unit < hidden.Length; unit++)
        {
            hidden[unit] = Math.Max(hidden[unit], 0);
        }

        Layer(_weights.AsSpan(Outputs), hidden, probabilities);
        var highest = probabilities.Max();
        var sum = 0f;
        for (var digitClass = 0; digitClass < probabilities.Length; digitClass++)
        {
            sum += probabilities[digitClass] = MathF.Exp(probabilities[digitClass] - highest);
        }

        for (var digitClass = 0; digitClass < probabilities.Length; digitClass++)
        {
            probabilities[digitClass] /= sum;
        }
    }

    // A unit has a weight for each input, and one more that is added.
    private static void Layer(ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        for (var unit = 0; unit < outputs.Length; unit++)
        {
            var own = weights.Slice(unit * (inputs.Length + 1), inputs.Length + 1);
            var sum = own[^1];
            for (var i = 0; i < inputs.Length; i++)
            {
                sum += own[i] * inputs[i];
            }

            outputs[unit] = sum;
        }
    }

    private static void Backward(ReadOnlySpan<float> weights, ReadOnlySpan<float> inputs, ReadOnlySpan<float> outputGradient, Span<float> gradient, Span<float> inputGradient)
    {
        for (var unit = 0; unit < outputGradient.Length; unit++)
        {
            var start = unit * (inputs.Length + 1);
            for (var i = 0; i < inputs.Length; i++)
            {
                gradient[start + i] += outputGradient[unit] * inputs[i];
            }

            gradient[start + inputs.Length] += outputGradient[unit];
            for (var i = 0; i < inputGradient.Length; i++)
            {
                inputGradient[i] += weights[start + i] * outputGradient[unit];
            }
        }
    }
}

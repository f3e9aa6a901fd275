using System.Runtime.InteropServices;

namespace DigitsTraining;

/// <summary>A layer of rectified linear units and a softmax over the ten digits, trained digit by digit.</summary>
internal sealed class Network
{
    private readonly Layer _hidden;
    private readonly Layer _output;

    public Network(int inputs, int hiddenUnits, Random random)
    {
        _hidden = new Layer(inputs, hiddenUnits, random);
        _output = new Layer(hiddenUnits, Digits.Classes, random);
    }

    /// <summary>Learns from one digit and returns the loss it had: the cross-entropy.</summary>
    public double Train(Digit digit, float learningRate)
    {
        var hidden = Rectified(_hidden.Forward(digit.Pixels));
        var probabilities = Softmax(_output.Forward(hidden));
        var loss = -Math.Log(Math.Max(probabilities[digit.Label], float.Epsilon));

        probabilities[digit.Label] -= 1; // Now the gradient of the loss.
        var gradient = _output.Backward(hidden, probabilities, learningRate);
        for (var unit = 0; unit < hidden.Length; unit++)
        {
            gradient[unit] = hidden[unit] > 0 ? gradient[unit] : 0;
        }

        _hidden.Backward(digit.Pixels, gradient, learningRate);
        return loss;
    }

    public int Predict(Digit digit)
    {
        var scores = _output.Forward(Rectified(_hidden.Forward(digit.Pixels)));
        return Array.IndexOf(scores, scores.Max());
    }

    public double Accuracy(IReadOnlyList<Digit> digits) => (double)digits.Count(digit => Predict(digit) == digit.Label) / digits.Count;

    /// <summary>All weights and biases, layer by layer, as 32-bit floats.</summary>
    public byte[] ToBytes() => MemoryMarshal.AsBytes<float>([.. _hidden.Parameters, .. _output.Parameters]).ToArray();

    private static float[] Rectified(float[] values) => Array.ConvertAll(values, static value => Math.Max(value, 0));

    private static float[] Softmax(float[] scores)
    {
        var highest = scores.Max();
        var powers = Array.ConvertAll(scores, score => MathF.Exp(score - highest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }
}

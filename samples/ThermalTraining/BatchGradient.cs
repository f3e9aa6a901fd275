using MlOps;

namespace ThermalTraining;

/// <summary>
/// Adds up the gradient of a batch, many threads at once. How many they are and into how many pieces the batch is split follows the heat. The result
/// does not: rows are taken in slices, and the slices added in their order, so that every sum is rounded alike.
/// </summary>
internal sealed class BatchGradient(Network network)
{
    private const int SliceRows = 8;

    private readonly float[] _sum = new float[network.WeightCount];
    private readonly List<Slice> _slices = [];

    /// <summary>The mean over the rows of the batch.</summary>
    public ReadOnlySpan<float> Mean => _sum;

    /// <summary>Takes a batch.</summary>
    /// <returns>The mean loss of its rows.</returns>
    public double Take(Digit[] batch, ThermalGovernor governor)
    {
        Array.Clear(_sum);
        var loss = 0.0;
        var slices = batch.Chunk(SliceRows).ToArray();
        foreach (var piece in slices.Chunk((slices.Length + governor.MicroBatches - 1) / governor.MicroBatches))
        {
            // Each slice of a piece has a gradient in memory: half the piece is half of that.
            while (_slices.Count < piece.Length)
            {
                _slices.Add(new Slice(network));
            }

            Parallel.For(0, piece.Length, governor.ParallelOptions, index => _slices[index].Take(piece[index]));
            loss += _slices.Take(piece.Length).Sum(slice => slice.AddTo(_sum, 1f / batch.Length));
        }

        return loss / batch.Length;
    }

    /// <summary>A few rows, which one thread works on.</summary>
    private sealed class Slice(Network network)
    {
        private readonly float[] _gradient = new float[network.WeightCount];
        private double _loss;

        public void Take(Digit[] rows)
        {
            Array.Clear(_gradient);
            _loss = rows.Sum(row => network.AddGradient(row, _gradient));
        }

        public double AddTo(float[] sum, float share)
        {
            for (var i = 0; i < sum.Length; i++)
            {
                sum[i] += share * _gradient[i];
            }

            return _loss;
        }
    }
}

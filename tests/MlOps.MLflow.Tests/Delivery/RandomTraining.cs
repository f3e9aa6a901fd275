namespace MlOps.Tests.MLflow.Delivery;

/// <summary>Programs that record runs of all shapes, a piece at a time, so that a delivery can be under way in between.</summary>
internal sealed class RandomTraining(int seed, LocalStore store, string experiment)
{
    private static readonly double[] s_oddValues = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, -0.0, double.Epsilon, double.MaxValue];

    private readonly Random _random = new(seed);
    private readonly List<Run> _open = [];
    private int _step;

    /// <summary>How many pieces this training has.</summary>
    public int Pieces { get; } = 1 + (seed % 3);

    /// <summary>Records a piece; the last one ends all runs.</summary>
    public void Record(bool isLast)
    {
        if (_open.Count == 0 || _random.Next(4) == 0)
        {
            _open.Add(store.Begin(experiment));
        }

        foreach (var run in _open)
        {
            RecordPiece(run);
            if (isLast)
            {
                run.End(_random.Next(4) == 0 ? RunStatus.Failed : RunStatus.Finished);
            }
        }

        store.Recorder.Flush();
    }

    private void RecordPiece(Run run)
    {
        // Now and then more than the server takes in one call.
        Times(_random.Next(30) == 0 ? 130 : 4, i => run.LogParam($"param.{_step}.{i}", _random.Next(1000)));
        Times(_random.Next(50) == 0 ? 2300 : 25, i => run.Log($"metric {i % 3}", Value(), i));
        Times(3, i => run.SetTag($"tag/{i}", $"value {_random.Next(3)}"));
        Times(1, _ => run.LogInput($"data {_step}", new ContentDigest(BitConverter.GetBytes(_random.NextInt64()).AsSpan().ToArray() is var half ? [.. half, .. half] : [])));
        Times(2, i => run.LogBytes(i == 0 ? $"model/weights {_step}.bin" : "notes.txt", new byte[_random.Next(300)]));
        _step++;
    }

    private void Times(int most, Action<int> action)
    {
        for (var i = _random.Next(most + 1); i > 0; i--)
        {
            action(i);
        }
    }

    private double Value() => _random.Next(20) == 0 ? s_oddValues[_random.Next(s_oddValues.Length)] : _random.NextDouble();
}
